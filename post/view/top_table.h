// Snapshot + query → the rows of a top table.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "post/aggregate/snapshot.h"
#include "post/view/query.h"
#include "post/view/row.h"

namespace mcbt::view {

struct TopTable {
  aggregate::Snapshot snapshot;
  std::vector<Row> rows;      // sorted, at most Query::rows
  uint64_t matched_keys = 0;  // of the filter, shown or not
  uint64_t matched_calls = 0;
  Row total;    // over all keys, from the audit counters; its key is empty
  RowParts by;  // what rows stand for
  SortColumn sort = SortColumn::kCalls;
};

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
  size_t index = 0;  // in the key table
};

// Every key that a query selects, in its order. Rows are made, and keys put into order, only as far
// as they are asked for: a screen that shows fifty of fifty thousand keys need not sort them all.
// What the snapshot points to must outlive it.
class TopOrder {
 public:
  // Ignores Query::rows.
  TopOrder(const aggregate::Snapshot& snapshot, Query query);

  size_t size() const { return ranks_.size(); }
  std::string_view key(size_t place) const;  // place < size()
  // The place of `key`; nothing where it is not among the keys.
  std::optional<size_t> place_of(std::string_view key) const;
  // The rows from `first`, at most `count`.
  TopTable page(size_t first, size_t count) const;

 private:
  void order_to(size_t places) const;

  Query query_;
  RowMaker rows_;
  uint64_t matched_calls_ = 0;
  mutable std::vector<Rank> ranks_;
  mutable size_t ordered_ = 0;  // so many of the first are in their places
};

TopTable make_top_table(const aggregate::Snapshot& snapshot, const Query& query);

}  // namespace mcbt::view
