#include "post/render/row_json.h"

#include "post/render/row_name_text.h"

namespace mcbt::render {

namespace {

using Json = nlohmann::ordered_json;

}  // namespace

Json ops_json(const aggregate::OpStatsByOp& ops) {
  Json json = Json::object();
  for (const model::OpInfo& info : model::kOps) {
    const uint64_t calls = ops[op_index(info.op)].calls;
    if (calls != 0) json[info.name] = calls;
  }
  return json;
}

Json name_json(std::string_view name, uint32_t length, bool truncated, const view::RowParts& by) {
  const RowName row = row_name_text(name, length, by);
  Json json = {{"key", row.key}, {"key_truncated", truncated}};
  if (truncated) json["key_length"] = row.key_length;
  for (const auto& [part, text] : row.parts) {
    Json& member = json[std::string(view::row_part_info(part).name)];
    if (text.empty()) continue;  // null
    if (part == view::RowPart::kPid) {
      member = std::stoll(text);
    } else {
      member = text;
    }
  }
  return json;
}

Json counters_json(const view::Row& row) {
  return {{"calls", row.calls},
          {"rate", rounded_json(row.rate, 1)},
          {"share", rounded(row.share, 4)},
          {"ops", ops_json(row.ops)},
          {"hit_ratio", rounded_json(row.hit_ratio, 3)},
          {"bytes_read", optional_json(row.bytes_read)},
          {"bytes_written", optional_json(row.bytes_written)},
          {"size_avg", rounded_json(row.size_avg, 1)},
          {"latency_us", rounded_json(row.latency_us, 1)}};
}

Json by_json(const view::RowParts& by) {
  Json json = Json::array();
  for (const view::RowPart part : by) json.push_back(view::row_part_info(part).name);
  return json;
}

}  // namespace mcbt::render
