// Per-key counters of a window or of a whole capture.
//
// Own code where a library's hash map would do, because captures of gigabytes go through it: keys
// and counters lie together in an arena, and a batch of keys is prefetched before it is counted,
// which no map at hand offers (measured: docs/performance.md).
//
// A table may be held to a number of bytes. Where it would become larger, the less called half of
// its keys is let go, and of each key it is known how many calls it may lack by that, as in
// Misra and Gries' summary, of which this is a kind: what is let go has had at most most_let_go()
// calls, a key that comes anew may have had as many before, and that bound stays below about twice
// the calls counted over the keys that the table has room for.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "model/event.h"
#include "model/operation.h"
#include "post/aggregate/key_arena.h"

namespace mcbt::aggregate {

struct OpStats {
  uint64_t calls = 0;
  uint64_t bytes = 0;  // value bytes as the client sees them
};

// Indexed by op_index().
using OpStatsByOp = std::array<OpStats, model::kOpLimit>;

// Operations whose time is known.
struct Times {
  uint64_t calls = 0;
  uint64_t us = 0;  // the sum of their times

  std::optional<double> mean_us() const {
    if (calls == 0) return std::nullopt;
    return static_cast<double>(us) / static_cast<double>(calls);
  }
};

// A key and all that was counted for it.
struct KeyRow {
  std::string_view key;  // lives as long as the table is not cleared
  uint32_t length = 0;   // bytes of the whole key
  bool whole = true;
  OpStatsByOp ops = {};
  Times times;
  uint64_t missing = 0;  // calls that may be missing, at most
};

// The bytes of a key that a table keeps. Never a null pointer, which memcpy() and the like may not
// get even for no bytes.
std::string_view kept_key(std::string_view key);
// Of a kept key.
uint32_t hash_of_key(std::string_view key);

// What is to be added to a table, with the hash of its key.
struct HashedKey {
  uint32_t hash = 0;
  const model::KeyStats* stats = nullptr;
};

class KeyTable {
 public:
  // `most_bytes`: what the table may take at most; 0: whatever its keys need.
  explicit KeyTable(size_t most_bytes = 0);

  // A table of all that `parts` hold, no key of which is in two of them. They are empty then.
  static KeyTable of_parts(std::span<KeyTable> parts);

  // Keys that were cut to the same bytes stay apart where their lengths differ; where those are
  // equal too they share a row, which is marked as not whole. Bytes of a key beyond 4096, far more
  // than memcached allows, are cut likewise.
  void add(std::span<const model::KeyStats> batch);
  void add(const model::KeyStats& stats) { add(std::span(&stats, 1)); }
  void add(std::span<const HashedKey> batch);

  // All that the other table has.
  void add(const KeyTable& other);

  // From now on every row that was not let go before may lack so many calls.
  void assume_missing(uint64_t calls) { missing_[0] = calls; }

  void clear();

  size_t size() const { return records_.size(); }
  // Rows that are not whole.
  size_t truncated() const { return truncated_; }
  // Whether a counter went beyond 64 bits: it stays at the largest number then.
  bool overflowed() const { return overflowed_; }
  // How often a key was let go; none: every row has all its calls.
  uint64_t let_go() const { return let_go_; }
  // Calls that a key that is not in the table may have had, at most.
  uint64_t most_let_go() const { return missing_.back(); }
  // The sum of all that was added.
  const OpStatsByOp& totals() const { return totals_; }
  const Times& total_times() const { return total_times_; }
  // What it takes, of memory.
  size_t bytes() const;

  // The row at `index` < size(), in the order in which keys came.
  KeyRow row(size_t index) const;

  // Parts of the row at `index`, for who needs no more: its key, the bytes of the whole key, its
  // operations of all kinds, the calls that it may lack.
  std::string_view key(size_t index) const;
  uint32_t length(size_t index) const { return record(records_[index]).length; }
  uint64_t calls(size_t index) const { return calls_at(records_[index]); }
  uint64_t missing(size_t index) const;

  // The counters of the same key in this table; zeros where it has none.
  OpStatsByOp find(const KeyRow& row) const;

 private:
  using Position = KeyArena::Position;

  // What is counted: operations by op_index(), or times: how many are known, and their sum.
  using Kind = uint8_t;
  static constexpr Kind kTimes = 0;
  static constexpr Kind kNoKind = UINT8_MAX;

  // What the key's bytes stand behind. The counters of its first kind of operation are in place, as
  // most keys see few kinds; those of others are a list of Cells. Links are distances in the arena,
  // so that they hold wherever its chunks go; 0 is none.
  struct Record {
    OpStats first;
    uint32_t length = 0;
    uint32_t next = 0;
    uint32_t round = 0;   // of letting go, in which it came: an index into missing_
    uint16_t size = 0;    // bytes of the key that follow
    Kind kind = kNoKind;  // of `first`: an operation
    bool whole = true;

    const char* key() const { return reinterpret_cast<const char*>(this + 1); }
    bool is(std::string_view other, uint32_t other_length) const;
  };
  // Two kinds, as keys that see more than one mostly see three. They are used in their order.
  struct Cells {
    uint32_t next = 0;
    std::array<Kind, 2> kinds = {kNoKind, kNoKind};
    std::array<OpStats, 2> counters;
  };
  // Open addressing; where a key may stand follows from its hash alone, so that the table can grow
  // without a look at the keys.
  struct Slot {
    uint32_t hash = 0;
    Position position = 0;
  };

  // Where a key is: its record, and the first cells behind it or some that are empty.
  struct Place {
    Position position = 0;
    Record* record = nullptr;
    Cells* cells = nullptr;
  };

  // Few enough for all that belongs to them to be in the first cache.
  static constexpr size_t kBatch = 32;

  void add_some(std::span<const HashedKey> batch);
  void make_room(std::span<const HashedKey> batch);
  bool is_too_large_for(std::span<const HashedKey> batch) const;
  void let_half_go();
  uint64_t usual_calls() const;
  Position copy_to(KeyArena& arena, Position from) const;
  Position find(uint32_t hash, std::string_view key, uint32_t length) const;
  Position guess(uint32_t hash) const;
  Position insert(const HashedKey& hashed);
  void place(uint32_t hash, Position position);
  void mark_cut(Record& record, const model::KeyStats& stats);
  void count(const Place& place, const model::KeyStats& stats);
  static OpStats* known_counter(Record& record, Cells& cells, Kind kind);
  OpStats& counter(Position position, Kind kind);
  void add_to(uint64_t& calls, uint64_t& bytes, uint64_t more_calls, uint64_t more_bytes);
  void resize_slots(size_t slots);
  Record& record(Position position) const { return arena_.get<Record>(position); }
  uint64_t calls_at(Position position) const;
  void read_counters(Position position, KeyRow& row) const;

  size_t most_bytes_ = 0;
  KeyArena arena_;
  std::vector<Slot> slots_;  // a power of two
  std::vector<Position> records_;
  std::vector<uint64_t> missing_ = {0};  // by round of letting go
  uint64_t let_go_ = 0;
  size_t truncated_ = 0;
  OpStatsByOp totals_ = {};
  Times total_times_;
  bool overflowed_ = false;
};

}  // namespace mcbt::aggregate
