// What to show of a snapshot, and in which order.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include "post/view/filter.h"
#include "post/view/row_name.h"

namespace mcbt::view {

enum class SortColumn : uint8_t {
  kCalls,
  kRate,
  kBytes,  // read and written
  kSize,
  kHits,
  kMisses,
  kRatio,
  kLatency,
  kScore,  // big and hot: shares of calls, bytes and time together
  kKey,
};

struct SortName {
  SortColumn column;
  std::string_view name;  // as --sort takes it
};
inline constexpr std::array<SortName, 10> kSortNames = {{
    {SortColumn::kCalls, "calls"},
    {SortColumn::kRate, "rate"},
    {SortColumn::kBytes, "bytes"},
    {SortColumn::kSize, "size"},
    {SortColumn::kHits, "hits"},
    {SortColumn::kMisses, "misses"},
    {SortColumn::kRatio, "ratio"},
    {SortColumn::kLatency, "latency"},
    {SortColumn::kScore, "score"},
    {SortColumn::kKey, "key"},
}};

std::optional<SortColumn> sort_column(std::string_view name);

struct Query {
  // Largest first, but keys from a to z; `reverse` turns that round. Rows of which the column is
  // not known come last either way, and rows that are equal are ordered by key.
  SortColumn sort = SortColumn::kCalls;
  bool reverse = false;
  size_t rows = 20;  // 0: all
  std::optional<Filter> filter;
  bool negate = false;  // the keys that the filter does not match, instead
  RowParts by;  // what rows stand for; the one that is of nothing shown (RowsBy) is left out
};

}  // namespace mcbt::view
