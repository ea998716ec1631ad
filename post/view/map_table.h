// A print of any bpftrace map → a sorted table: key parts and value fields as columns.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "model/event.h"
#include "post/view/query.h"

namespace mcbt::view {

using MapCell = std::variant<int64_t, std::string>;

struct MapRow {
  std::vector<std::string> key;  // bytes; one a key column
  std::vector<MapCell> values;   // one a value column
  // The histogram instead of values, in maps of hist() and lhist().
  std::vector<model::Bucket> buckets;
};

struct MapTable {
  std::string name;                      // with the @
  std::vector<std::string> key_columns;  // "key", or "key1", "key2", …; none in a map without keys
  std::vector<std::string> value_columns;  // "value", or "count", "average", "total"
  bool histograms = false;
  std::vector<MapRow> rows;  // sorted, at most Query::rows
  uint64_t matched_rows = 0;
  uint64_t all_rows = 0;
};

// Key parts become columns where all keys have as many commas: bpftrace joins parts with commas and
// does not say how many there are. Sorts by the value (of stats: the count, of a histogram: all its
// counts), or by the key; --sort size is the average, bytes the total.
MapTable make_map_table(const model::MapDump& dump, const Query& query);

}  // namespace mcbt::view
