// Two snapshots → what has changed from one to the other, row by row.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "post/aggregate/snapshot.h"
#include "post/view/query.h"
#include "post/view/row.h"

namespace mcbt::view {

enum class Change : uint8_t {
  kNew,     // only after
  kGone,    // only before
  kHotter,  // a quarter more calls a second, and more than chance explains (see diff_table.cpp)
  kColder,  // likewise the other way round
  kSame,
};
inline constexpr std::array<std::string_view, 5> kChangeNames = {"new", "gone", "hotter", "colder",
                                                                 "same"};
constexpr std::string_view name_of(Change change) {
  return kChangeNames[static_cast<size_t>(change)];
}

struct DiffRow {
  std::optional<Row> before;
  std::optional<Row> after;
  Change change = Change::kSame;
  double rate_diff = 0;  // calls a second, after less before

  // The one that is there; the later one where both are.
  const Row& row() const { return after ? *after : *before; }
};

struct DiffTable {
  aggregate::Snapshot before;
  aggregate::Snapshot after;
  Row total_before;
  Row total_after;
  std::array<uint64_t, kChangeNames.size()> counts = {};  // rows by their change, shown or not
  std::vector<DiffRow> rows;                              // at most Query::rows
  RowParts by;

  uint64_t matched() const;
  bool complete() const { return before.complete() && after.complete(); }
  // Those of both, and what they mean for the comparison.
  std::vector<std::string> notes() const;
};

// What the rows are ordered by, largest change first: the column of the query where `by_column`.
// Otherwise the calls a second that have come or gone, and beside them the misses a second, as each
// of those is work for what stands behind the cache.
// Ratios and latencies are weighted with the gets and calls a second that they concern.
// Both snapshots have rates (Snapshot::seconds) and outlive the table.
DiffTable make_diff_table(const aggregate::Snapshot& before, const aggregate::Snapshot& after,
                          const Query& query, bool by_column);

}  // namespace mcbt::view
