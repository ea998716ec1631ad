// Memory for keys and their counters: it grows by chunks, never moves what is in it, and can be
// given back from its beginning on.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace mcbt::aggregate {

class KeyArena {
 public:
  // In units of 8 bytes, so that 32 bits reach 32 GiB; 0 is none.
  using Position = uint32_t;

  static constexpr size_t kChunkBytes = size_t{1} << 19;

  // Memory for `bytes`, at most a chunk, that nobody has written to. Throws std::bad_alloc.
  Position allocate(size_t bytes);

  template <typename T>
  T& get(Position position) const {
    return *reinterpret_cast<T*>(chunks_[position / kChunkUnits].get() +
                                 position % kChunkUnits * kUnit);
  }

  // Forgets everything and keeps the memory.
  void clear() { used_ = 1; }

  // Takes the chunks of another, which is empty then. What was at a position there is here at that
  // position and the returned one together.
  Position take(KeyArena&& other);

  // Gives back the chunks that lie before that of `position`: nothing in them is asked for again.
  void give_back_before(Position position);

  size_t bytes() const { return held_ * kChunkBytes; }
  // What can still be allocated, in one piece, without another chunk.
  size_t room() const;

 private:
  static constexpr size_t kUnit = 8;
  static constexpr size_t kChunkUnits = kChunkBytes / kUnit;

  std::vector<std::unique_ptr<char[]>> chunks_;
  size_t used_ = 1;   // units; position 0 is none
  size_t held_ = 0;   // chunks that were not given back
  size_t given_ = 0;  // of the first chunks, those that were
};

}  // namespace mcbt::aggregate
