#include "post/render/snoop.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "post/render/csv.h"
#include "post/render/key_text.h"
#include "post/render/number_text.h"

namespace mcbt::render {
namespace {

using Json = nlohmann::ordered_json;
using model::Op;
using model::Operation;

// What became of it; empty where the source cannot tell.
std::string result_text(const Operation& operation) {
  if (!operation.stored) return "fail";
  switch (operation.op) {
    case Op::kGetHit:
      return "hit";
    case Op::kGetMiss:
      return "miss";
    case Op::kSet:
    case Op::kAdd:
    case Op::kReplace:
    case Op::kAppend:
    case Op::kPrepend:
      return "ok";
    default:
      return {};
  }
}

std::string time_text(std::optional<int64_t> epoch_ns) {
  return epoch_ns ? iso_utc(*epoch_ns) : std::string();
}

std::string or_dash(const std::string& text) {
  return text.empty() ? kUnknown : text;
}

constexpr const char* kTextFormat = "{:<15} {:>6} {:<8} {:<6} {:>8} {}\n";

}  // namespace

std::string snoop_text_heading() {
  return fmt::format(kTextFormat, "TIME", "CONN", "COMMAND", "RESULT", "SIZE", "KEY");
}

std::string snoop_text(const Operation& operation, std::optional<int64_t> epoch_ns,
                       const TextStyle& style) {
  constexpr double kNsPerSecond = 1e9;
  const std::string time =
      epoch_ns && style.clock
          ? style.clock(*epoch_ns)
          : fmt::format("{:.6f}", static_cast<double>(operation.time_ns) / kNsPerSecond);
  const std::string size = operation.size ? std::to_string(*operation.size) : kUnknown;
  return fmt::format(kTextFormat, time, operation.connection, op_info(operation.op).command,
                     or_dash(result_text(operation)), size,
                     key_text(operation.key) + (operation.whole ? "" : "…"));
}

std::string snoop_json(const Operation& operation, std::optional<int64_t> epoch_ns) {
  const std::string result = result_text(operation);
  const Json json = {{"schema", "mcbt.snoop/1"},
                     {"time", epoch_ns ? Json(iso_utc(*epoch_ns)) : Json(nullptr)},
                     {"nsecs", operation.time_ns},
                     {"connection", operation.connection},
                     {"op", op_info(operation.op).name},
                     {"result", result.empty() ? Json(nullptr) : Json(result)},
                     {"size", operation.size ? Json(*operation.size) : Json(nullptr)},
                     {"key", key_text(operation.key)},
                     {"key_truncated", !operation.whole}};
  return json.dump() + "\n";
}

std::string snoop_csv_header() {
  return csv_line({"time", "nsecs", "connection", "op", "result", "size", "key", "key_truncated"});
}

std::string snoop_csv(const Operation& operation, std::optional<int64_t> epoch_ns) {
  return csv_line({time_text(epoch_ns), std::to_string(operation.time_ns),
                   std::to_string(operation.connection), std::string(op_info(operation.op).name),
                   result_text(operation),
                   operation.size ? std::to_string(*operation.size) : std::string(),
                   key_text(operation.key), operation.whole ? "false" : "true"});
}

}  // namespace mcbt::render
