#include "post/render/top_json.h"

#include <nlohmann/json.hpp>

#include "post/render/key_text.h"
#include "post/render/number_text.h"
#include "post/render/origin_json.h"

namespace mcbt::render {
namespace {

using Json = nlohmann::ordered_json;

Json rounded_json(std::optional<double> value, int decimals) {
  return value ? Json(rounded(*value, decimals)) : Json(nullptr);
}

template <typename T>
Json optional_json(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json ops_json(const aggregate::OpStatsByOp& ops) {
  Json json = Json::object();
  for (const model::OpInfo& info : model::kOps) {
    const uint64_t calls = ops[op_index(info.op)].calls;
    if (calls != 0) json[info.name] = calls;
  }
  return json;
}

// Only where keys were let go.
void add_error(const view::Row& row, Json& json) {
  json["calls_missing"] = row.calls_missing;
  json["place_certain"] = optional_json(row.place_certain);
}

Json row_json(const view::Row& row, bool keys_let_go) {
  Json json = {{"key", key_text(row.key)}, {"key_truncated", row.key_truncated}};
  if (row.key_truncated) json["key_length"] = row.key_length;
  json["calls"] = row.calls;
  if (keys_let_go) add_error(row, json);
  json.update({{"rate", rounded_json(row.rate, 1)},
               {"share", rounded(row.share, 4)},
               {"ops", ops_json(row.ops)},
               {"hit_ratio", rounded_json(row.hit_ratio, 3)},
               {"bytes_read", optional_json(row.bytes_read)},
               {"bytes_written", optional_json(row.bytes_written)},
               {"size_avg", rounded_json(row.size_avg, 1)},
               {"latency_us", rounded_json(row.latency_us, 1)}});
  return json;
}

Json totals_json(const view::TopTable& table) {
  const aggregate::Snapshot& snapshot = table.snapshot;
  return {{"calls", snapshot.total_calls()},
          {"attributed", snapshot.attributed},
          {"lost", snapshot.losses.lost_events},
          {"keys", snapshot.losses.keys_let_go == 0 ? Json(snapshot.keys->size()) : Json(nullptr)},
          {"keys_truncated", snapshot.losses.keys_truncated},
          {"bytes_read", optional_json(table.total.bytes_read)},
          {"bytes_written", optional_json(table.total.bytes_written)},
          {"ops", ops_json(table.total.ops)}};
}

}  // namespace

std::string top_json(const view::TopTable& table) {
  Json json = snapshot_json("mcbt.top/1", table.snapshot);
  json["totals"] = totals_json(table);
  Json rows = Json::array();
  for (const view::Row& row : table.rows) {
    rows.push_back(row_json(row, table.snapshot.losses.keys_let_go != 0));
  }
  json["rows"] = std::move(rows);
  return json.dump() + "\n";
}

}  // namespace mcbt::render
