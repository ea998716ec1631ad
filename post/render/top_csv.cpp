#include "post/render/top_csv.h"

#include <fmt/format.h>

#include "post/render/csv.h"
#include "post/render/key_text.h"
#include "post/render/number_text.h"

namespace mcbt::render {
namespace {

std::string number(std::optional<double> value, int decimals) {
  return value ? fmt::format("{}", rounded(*value, decimals)) : std::string();
}

template <typename T>
std::string integer(const std::optional<T>& value) {
  return value ? std::to_string(*value) : std::string();
}

std::string time(const std::optional<int64_t>& epoch_ns) {
  return epoch_ns ? iso_utc(*epoch_ns) : std::string();
}

std::string boolean(bool value) {
  return value ? "true" : "false";
}

std::vector<std::string> table_fields(const aggregate::Snapshot& snapshot) {
  return {snapshot.summary ? "summary" : "window",
          snapshot.summary ? std::string() : std::to_string(snapshot.seq),
          time(snapshot.start_ns),
          time(snapshot.end_ns),
          number(snapshot.seconds, 4),
          key_text(snapshot.origin.host),
          integer(snapshot.origin.pid),
          key_text(snapshot.origin.source),
          boolean(snapshot.complete())};
}

}  // namespace

std::string top_csv_header() {
  std::vector<std::string> names = {"kind",          "seq",   "start",  "end",      "seconds",
                                    "host",          "pid",   "source", "complete", "key",
                                    "key_truncated", "calls", "rate",   "share"};
  for (const model::OpInfo& info : model::kOps) names.emplace_back(info.name);
  for (const char* name : {"hit_ratio", "bytes_read", "bytes_written", "size_avg", "latency_us",
                           "calls_missing", "place_certain"}) {
    names.emplace_back(name);
  }
  return csv_line(names);
}

std::string top_csv_rows(const view::TopTable& table) {
  std::string rows;
  const std::vector<std::string> shared = table_fields(table.snapshot);
  for (const view::Row& row : table.rows) {
    std::vector<std::string> fields = shared;
    fields.push_back(key_text(row.key));
    fields.push_back(boolean(row.key_truncated));
    fields.push_back(std::to_string(row.calls));
    fields.push_back(number(row.rate, 1));
    fields.push_back(number(row.share, 4));
    for (const model::OpInfo& info : model::kOps) {
      const size_t op = op_index(info.op);
      const bool known = table.snapshot.origin.known_ops[op] || row.ops[op].calls != 0;
      fields.push_back(known ? std::to_string(row.ops[op].calls) : std::string());
    }
    fields.push_back(number(row.hit_ratio, 3));
    fields.push_back(integer(row.bytes_read));
    fields.push_back(integer(row.bytes_written));
    fields.push_back(number(row.size_avg, 1));
    fields.push_back(number(row.latency_us, 1));
    fields.push_back(std::to_string(row.calls_missing));
    fields.push_back(row.place_certain ? boolean(*row.place_certain) : std::string());
    rows += csv_line(fields);
  }
  return rows;
}

}  // namespace mcbt::render
