#include "post/aggregate/key_arena.h"

#include <new>
#include <utility>

namespace mcbt::aggregate {

// What does not fit into a chunk's rest goes into the next one.
KeyArena::Position KeyArena::allocate(size_t bytes) {
  const size_t units = (bytes + kUnit - 1) / kUnit;
  if (used_ % kChunkUnits + units > kChunkUnits) used_ += kChunkUnits - used_ % kChunkUnits;
  if (used_ + units > UINT32_MAX) throw std::bad_alloc();
  while (chunks_.size() <= used_ / kChunkUnits) {
    chunks_.push_back(std::make_unique_for_overwrite<char[]>(kChunkBytes));
    ++held_;
  }
  const auto position = static_cast<Position>(used_);
  used_ += units;
  return position;
}

KeyArena::Position KeyArena::take(KeyArena&& other) {
  const size_t base = chunks_.size() * kChunkUnits;
  if (base + other.used_ > UINT32_MAX) throw std::bad_alloc();
  for (auto& chunk : other.chunks_) chunks_.push_back(std::move(chunk));
  used_ = base + other.used_;
  held_ += other.held_;
  other = KeyArena();
  return static_cast<Position>(base);
}

void KeyArena::give_back_before(Position position) {
  for (; given_ < position / kChunkUnits; ++given_) {
    chunks_[given_].reset();
    --held_;
  }
}

size_t KeyArena::room() const {
  if (chunks_.size() * kChunkUnits < used_) return 0;
  return (chunks_.size() * kChunkUnits - used_) * kUnit;
}

}  // namespace mcbt::aggregate
