// Snapshot + query → the rows of a top table.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "post/aggregate/snapshot.h"
#include "post/view/query.h"

namespace mcbt::view {

// One key. What is absent is not known.
struct Row {
  std::string_view key;     // bytes; lives as long as the snapshot's table
  uint32_t key_length = 0;  // bytes of the whole key, of which `key` may be a part
  bool key_truncated = false;
  uint64_t calls = 0;
  // Calls that may be missing, at most, because the table was held to some memory and let the key
  // go for a while. Operations, bytes and rates lack what goes with them.
  uint64_t calls_missing = 0;
  // Whether the row has its true place among all keys; nothing where that cannot be told, because
  // keys are missing and the order is not that of calls.
  std::optional<bool> place_certain = true;
  std::optional<double> rate;  // calls a second
  double share = 0;            // of all calls, 0 to 1
  aggregate::OpStatsByOp ops = {};
  std::optional<double> hit_ratio;  // of the gets, 0 to 1
  std::optional<uint64_t> bytes_read;
  std::optional<uint64_t> bytes_written;
  std::optional<double> read_rate;   // bytes a second
  std::optional<double> write_rate;  // bytes a second
  std::optional<double> size_avg;    // bytes of a value as read, or as written where none was read
  std::optional<double> latency_us;

  // Sums over `ops` as the table's columns have them.
  uint64_t gets() const;  // hits, misses, and gets not told apart
  uint64_t sets() const;  // all that stores a value
  uint64_t others() const;
  uint64_t hits() const { return ops[op_index(model::Op::kGetHit)].calls; }
  uint64_t misses() const { return ops[op_index(model::Op::kGetMiss)].calls; }
};

struct TopTable {
  aggregate::Snapshot snapshot;
  std::vector<Row> rows;      // sorted, at most Query::rows
  uint64_t matched_keys = 0;  // of the filter, shown or not
  uint64_t matched_calls = 0;
  Row total;  // over all keys, from the audit counters; its key is empty
};

// What all keys come to, from the audit counters; its key is empty.
Row total_row(const aggregate::Snapshot& snapshot);

// The shares that the busiest 1, 10 and 100 keys have of all calls, 0 to 1.
struct Skew {
  double of_1 = 0;
  double of_10 = 0;
  double of_100 = 0;
};
Skew skew_of(const aggregate::Snapshot& snapshot);

// What decides a row's place, so that rows need not be made for keys that are not shown.
struct Rank {
  std::optional<double> value;
  std::string_view key;
  uint32_t length = 0;  // bytes of the whole key
  uint32_t index = 0;   // in the key table
};

// Every key that a query selects, in its order. Rows are made, and keys put into order, only as far
// as they are asked for: a screen that shows fifty of fifty thousand keys need not sort them all.
// What the snapshot points to must outlive it.
class TopOrder {
 public:
  // Ignores Query::rows. Who asks for the first few keys only says how many: then the others take
  // no memory.
  TopOrder(const aggregate::Snapshot& snapshot, Query query, size_t first_only = SIZE_MAX);

  size_t size() const { return ranks_.size(); }
  std::string_view key(size_t place) const;  // place < size()
  // The place of `key`; nothing where it is not among the keys.
  std::optional<size_t> place_of(std::string_view key) const;
  // The rows from `first`, at most `count`.
  TopTable page(size_t first, size_t count) const;

 private:
  void rank_keys(size_t first_only);
  void keep_first(size_t count);
  void leave_off(const Rank& rank);
  void order_to(size_t places) const;
  uint64_t most_calls(const Rank& rank) const;
  void judge_places(std::vector<Row>& rows, size_t first) const;

  aggregate::Snapshot snapshot_;
  Query query_;
  uint64_t all_calls_ = 0;
  size_t matched_keys_ = 0;  // those left off, too
  uint64_t matched_calls_ = 0;
  uint64_t most_left_off_ = 0;  // calls that any key which is not here may have had
  mutable std::vector<Rank> ranks_;
  mutable size_t ordered_ = 0;  // so many of the first are in their places
};

TopTable make_top_table(const aggregate::Snapshot& snapshot, const Query& query);

}  // namespace mcbt::view
