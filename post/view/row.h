// A row of a table, and how it is made of a key's counters.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "post/aggregate/snapshot.h"

namespace mcbt::view {

// One key. What is absent is not known.
struct Row {
  std::string_view key;     // bytes; lives as long as the snapshot's table
  uint32_t key_length = 0;  // bytes of the whole key, of which `key` may be a part
  bool key_truncated = false;
  uint64_t calls = 0;
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
  // The mean of its shares of all calls, of all value bytes and of all time, as far as they are
  // known: 0 to 1.
  double score = 0;

  // Sums over `ops` as the table's columns have them.
  uint64_t gets() const;  // hits, misses, and gets not told apart
  uint64_t sets() const;  // all that stores a value
  uint64_t others() const;
  uint64_t hits() const { return ops[op_index(model::Op::kGetHit)].calls; }
  uint64_t misses() const { return ops[op_index(model::Op::kGetMiss)].calls; }
};

// Makes rows of one snapshot. What that points to must outlive it and its rows.
class RowMaker {
 public:
  explicit RowMaker(const aggregate::Snapshot& snapshot);

  // Of the key at `index` in the snapshot's table.
  Row row(size_t index) const;
  // What all keys come to: its calls are from the audit counters, its bytes from the rows, its key
  // is empty.
  Row total() const;

  // What shares are of. Where a damaged capture lost its counters, the rows are the better measure
  // of all calls.
  struct Whole {
    uint64_t calls = 0;
    uint64_t bytes = 0;
    uint64_t time_us = 0;
  };
  const Whole& whole() const { return whole_; }
  const aggregate::Snapshot& snapshot() const { return snapshot_; }

 private:
  aggregate::Snapshot snapshot_;
  Whole whole_;
};

// The total of a snapshot.
Row total_row(const aggregate::Snapshot& snapshot);

}  // namespace mcbt::view
