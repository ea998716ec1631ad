#include <nlohmann/json.hpp>

#include "post/render/diff.h"
#include "post/render/key_text.h"
#include "post/render/origin_json.h"
#include "post/render/row_json.h"

namespace mcbt::render {
namespace {

using Json = nlohmann::ordered_json;

Json side_json(const aggregate::Snapshot& snapshot, const view::Row& total,
               const view::RowParts& by) {
  Json json = snapshot_json("mcbt.diff/1", snapshot);
  json.erase("schema");
  json.erase("kind");
  json["keys"] = by.empty() ? Json(snapshot.keys->size()) : Json(nullptr);
  Json totals = counters_json(total);
  totals.erase("share");
  json["totals"] = std::move(totals);
  return json;
}

Json counters_or_null(const std::optional<view::Row>& row) {
  return row ? counters_json(*row) : Json(nullptr);
}

Json diff_row_json(const view::DiffRow& row, const view::RowParts& by) {
  const view::Row& known = row.row();
  Json json = name_json(known.key, known.key_length, known.key_truncated, by);
  json["change"] = name_of(row.change);
  json["rate_diff"] = rounded(row.rate_diff, 1);
  json["before"] = counters_or_null(row.before);
  json["after"] = counters_or_null(row.after);
  return json;
}

}  // namespace

std::string diff_json(const view::DiffTable& table) {
  Json json = {{"schema", "mcbt.diff/1"}, {"complete", table.complete()}};
  json["notes"] = Json::array();
  for (const std::string& note : table.notes()) json["notes"].push_back(message_text(note));
  if (!table.by.empty()) json["by"] = by_json(table.by);
  json["before"] = side_json(table.before, table.total_before, table.by);
  json["after"] = side_json(table.after, table.total_after, table.by);
  for (size_t i = 0; i < table.counts.size(); ++i) {
    json["changes"][std::string(view::kChangeNames[i])] = table.counts[i];
  }
  json["rows"] = Json::array();
  for (const view::DiffRow& row : table.rows) json["rows"].push_back(diff_row_json(row, table.by));
  return json.dump() + "\n";
}

}  // namespace mcbt::render
