#include "post/render/top_json.h"

#include <nlohmann/json.hpp>

#include "post/render/number_text.h"
#include "post/render/origin_json.h"
#include "post/render/row_json.h"

namespace mcbt::render {
namespace {

using Json = nlohmann::ordered_json;

Json row_json(const view::Row& row, const view::TopTable& table) {
  Json json = name_json(row.key, row.key_length, row.key_truncated, table.by);
  json.update(counters_json(row));
  if (table.sort == view::SortColumn::kScore) json["score"] = rounded(row.score, 4);
  return json;
}

// The shares that the busiest keys have of all calls.
Json skew_json(const view::Skew& skew) {
  return {{"top_1", rounded(skew.of_1, 4)},
          {"top_10", rounded(skew.of_10, 4)},
          {"top_100", rounded(skew.of_100, 4)}};
}

Json totals_json(const view::TopTable& table) {
  const aggregate::Snapshot& snapshot = table.snapshot;
  return {{"calls", snapshot.total_calls()},
          {"attributed", snapshot.attributed},
          {"lost", snapshot.losses.lost_events},
          {"keys", table.by.empty() ? Json(snapshot.keys->size()) : Json(nullptr)},
          {"keys_truncated", snapshot.losses.keys_truncated},
          {"bytes_read", optional_json(table.total.bytes_read)},
          {"bytes_written", optional_json(table.total.bytes_written)},
          {"ops", ops_json(table.total.ops)}};
}

}  // namespace

std::string top_json(const view::TopTable& table) {
  Json json = snapshot_json("mcbt.top/1", table.snapshot);
  json["totals"] = totals_json(table);
  if (table.by.empty()) {
    json["skew"] = skew_json(view::skew_of(table.snapshot));
  } else {
    json["by"] = by_json(table.by);
  }
  Json rows = Json::array();
  for (const view::Row& row : table.rows) rows.push_back(row_json(row, table));
  json["rows"] = std::move(rows);
  return json.dump() + "\n";
}

}  // namespace mcbt::render
