// How a table grows, and what it lets go where it may not.
#include <algorithm>
#include <cstring>

#include "model/counter.h"
#include "post/aggregate/key_table.h"

namespace mcbt::aggregate {

// Three quarters of the slots are used at most.
void KeyTable::make_room(std::span<const HashedKey> batch) {
  if (most_bytes_ != 0 && is_too_large_for(batch)) let_half_go();
  while (4 * (records_.size() + batch.size()) > 3 * slots_.size()) resize_slots(2 * slots_.size());
}

// Counts what growing takes for a moment, while both the old and the new are there.
bool KeyTable::is_too_large_for(std::span<const HashedKey> batch) const {
  if (records_.empty()) return false;
  size_t needed = bytes();
  size_t more = 0;
  for (const HashedKey& hashed : batch) {
    more += sizeof(Record) + sizeof(Cells) + kept_key(hashed.stats->key).size();
  }
  if (arena_.room() < more) needed += KeyArena::kChunkBytes;
  const size_t keys = records_.size() + batch.size();
  if (4 * keys > 3 * slots_.size()) needed += 2 * slots_.size() * sizeof(Slot);
  if (keys > records_.capacity()) needed += 2 * records_.capacity() * sizeof(Position);
  // Letting go takes a chunk itself before it gives the first one back.
  return needed + KeyArena::kChunkBytes > most_bytes_;
}

// Half of the keys have had at most so many calls, those that they may lack included. Found in a
// sample: whatever the bound is, what it says of the keys that are let go is exact.
uint64_t KeyTable::usual_calls() const {
  constexpr size_t kSample = 4096;
  std::vector<uint64_t> calls;
  const size_t step = std::max<size_t>(1, records_.size() / kSample);
  for (size_t i = 0; i < records_.size(); i += step) {
    uint64_t most = this->calls(i);
    model::add_to(most, missing(i));
    calls.push_back(most);
  }
  const auto middle = calls.begin() + static_cast<ptrdiff_t>(calls.size() / 2);
  std::ranges::nth_element(calls, middle);
  return *middle;
}

KeyTable::Position KeyTable::copy_to(KeyArena& arena, Position from) const {
  const Record& old = record(from);
  const Position fresh = arena.allocate(sizeof(Record) + old.size);
  std::memcpy(&arena.get<char>(fresh), &old, sizeof(Record) + old.size);
  uint32_t* link = &arena.get<Record>(fresh).next;
  Position last = fresh;
  for (uint32_t next = old.next; next != 0;) {
    from += next;
    const Cells& cells = arena_.get<Cells>(from);
    const Position copy = arena.allocate(sizeof(Cells));
    std::memcpy(&arena.get<char>(copy), &cells, sizeof(Cells));
    *link = copy - last;
    last = copy;
    link = &arena.get<Cells>(copy).next;
    next = cells.next;
  }
  *link = 0;
  return fresh;
}

// Cells come behind their records, so that the arena can be given back as far as it was copied.
void KeyTable::let_half_go() {
  const uint64_t bound = usual_calls();
  KeyArena kept;
  std::ranges::fill(slots_, Slot{});
  size_t left = 0;
  for (size_t i = 0; i < records_.size(); ++i) {
    arena_.give_back_before(records_[i]);
    uint64_t most = calls(i);
    model::add_to(most, missing(i));
    if (most <= bound) {
      truncated_ -= record(records_[i]).whole ? 0 : 1;
      continue;
    }
    const Position position = copy_to(kept, records_[i]);
    const Record& copy = kept.get<Record>(position);
    place(hash_of_key({copy.key(), copy.size}), position);
    records_[left++] = position;
  }
  let_go_ += records_.size() - left;
  records_.resize(left);
  arena_ = std::move(kept);
  missing_.push_back(bound);
}

}  // namespace mcbt::aggregate
