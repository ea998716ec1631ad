#include "post/view/map_table.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace mcbt::view {
namespace {

using model::MapDump;
using model::MapEntry;
using model::StatsValue;

size_t commas(const std::string& key) {
  return static_cast<size_t>(std::ranges::count(key, ','));
}

// In how many parts all keys split alike; 1 where they do not.
size_t parts_of(const MapDump& dump) {
  if (!dump.keyed || dump.entries.empty()) return dump.keyed ? 1 : 0;
  const size_t parts = commas(dump.entries.front().key) + 1;
  const bool alike = std::ranges::all_of(
      dump.entries, [&](const MapEntry& entry) { return commas(entry.key) + 1 == parts; });
  return alike ? parts : 1;
}

std::vector<std::string> split(const std::string& key, size_t parts) {
  std::vector<std::string> columns;
  if (parts == 0) return columns;
  size_t start = 0;
  while (columns.size() + 1 < parts) {
    const size_t comma = key.find(',', start);
    columns.push_back(key.substr(start, comma - start));
    start = comma + 1;
  }
  columns.push_back(key.substr(start));
  return columns;
}

template <typename T>
bool any_value(const MapDump& dump) {
  return std::ranges::any_of(
      dump.entries, [](const MapEntry& entry) { return std::holds_alternative<T>(entry.value); });
}

MapRow make_row(const MapEntry& entry, size_t parts, bool stats) {
  MapRow row;
  row.key = split(entry.key, parts);
  if (const auto* integer = std::get_if<int64_t>(&entry.value)) {
    row.values = {*integer};
  } else if (const auto* text = std::get_if<std::string>(&entry.value)) {
    row.values = {*text};
  } else if (const auto* value = std::get_if<StatsValue>(&entry.value)) {
    row.values = {value->count, value->average, value->total};
  } else {
    row.buckets = std::get<std::vector<model::Bucket>>(entry.value);
  }
  if (stats) row.values.resize(3, std::string());
  return row;
}

int64_t bucket_total(const MapRow& row) {
  return std::accumulate(row.buckets.begin(), row.buckets.end(), int64_t{0},
                         [](int64_t sum, const model::Bucket& bucket) {
                           return sum + static_cast<int64_t>(bucket.count);
                         });
}

// What decides a row's place.
MapCell sort_cell(const MapRow& row, SortColumn column) {
  if (row.values.empty()) return bucket_total(row);
  size_t index = 0;
  if (row.values.size() == 3 && column == SortColumn::kSize) index = 1;
  if (row.values.size() == 3 && column == SortColumn::kBytes) index = 2;
  return row.values[index];
}

bool before(const MapRow& a, const MapRow& b, const Query& query) {
  if (query.sort == SortColumn::kKey) return query.reverse ? b.key < a.key : a.key < b.key;
  const MapCell first = sort_cell(a, query.sort);
  const MapCell second = sort_cell(b, query.sort);
  if (first != second) return query.reverse ? first < second : second < first;
  return a.key < b.key;
}

std::vector<std::string> key_names(size_t parts) {
  if (parts < 2) return std::vector<std::string>(parts, "key");
  std::vector<std::string> names;
  for (size_t i = 1; i <= parts; ++i) names.push_back("key" + std::to_string(i));
  return names;
}

}  // namespace

MapTable make_map_table(const MapDump& dump, const Query& query) {
  MapTable table;
  table.name = dump.name;
  table.all_rows = dump.entries.size();
  const size_t parts = parts_of(dump);
  const bool stats = any_value<StatsValue>(dump);
  table.histograms = any_value<std::vector<model::Bucket>>(dump);
  table.key_columns = key_names(parts);
  if (stats) {
    table.value_columns = {"count", "average", "total"};
  } else if (!table.histograms) {
    table.value_columns = {"value"};
  }
  for (const MapEntry& entry : dump.entries) {
    if (query.filter && !query.filter->matches(entry.key)) continue;
    table.rows.push_back(make_row(entry, parts, stats));
  }
  table.matched_rows = table.rows.size();
  std::ranges::stable_sort(table.rows,
                           [&](const MapRow& a, const MapRow& b) { return before(a, b, query); });
  if (query.rows != 0 && table.rows.size() > query.rows) table.rows.resize(query.rows);
  return table;
}

}  // namespace mcbt::view
