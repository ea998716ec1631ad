#include "post/render/top_csv.h"

#include "post/render/csv.h"
#include "post/render/key_text.h"
#include "post/render/number_text.h"
#include "post/render/row_name_text.h"

namespace mcbt::render {
namespace {

std::string time(const std::optional<int64_t>& epoch_ns) {
  return epoch_ns ? iso_utc(*epoch_ns) : std::string();
}

// In table_fields().
constexpr size_t kHostColumn = 5;
constexpr size_t kPidColumn = 6;

std::vector<std::string> table_fields(const aggregate::Snapshot& snapshot) {
  return {snapshot.summary ? "summary" : "window",
          snapshot.summary ? std::string() : std::to_string(snapshot.seq),
          time(snapshot.start_ns),
          time(snapshot.end_ns),
          csv_number(snapshot.seconds, 4),
          key_text(snapshot.origin.host),
          csv_integer(snapshot.origin.pid),
          key_text(snapshot.origin.source),
          csv_boolean(snapshot.complete())};
}

}  // namespace

std::string top_csv_header() {
  std::vector<std::string> names = {"kind",          "seq",   "start",  "end",      "seconds",
                                    "host",          "pid",   "source", "complete", "key",
                                    "key_truncated", "calls", "rate",   "share"};
  for (const model::OpInfo& info : model::kOps) names.emplace_back(info.name);
  for (const char* name : {"hit_ratio", "bytes_read", "bytes_written", "size_avg", "latency_us"}) {
    names.emplace_back(name);
  }
  return csv_line(names);
}

std::string top_csv_rows(const view::TopTable& table) {
  std::string rows;
  const std::vector<std::string> shared = table_fields(table.snapshot);
  for (const view::Row& row : table.rows) {
    const RowName name = row_name_text(row.key, row.key_length, table.by);
    std::vector<std::string> fields = shared;
    if (const auto* host = name.part(view::RowPart::kHost)) fields[kHostColumn] = *host;
    if (const auto* pid = name.part(view::RowPart::kPid)) fields[kPidColumn] = *pid;
    fields.push_back(name.key);
    fields.push_back(csv_boolean(row.key_truncated));
    fields.push_back(std::to_string(row.calls));
    fields.push_back(csv_number(row.rate, 1));
    fields.push_back(csv_number(row.share, 4));
    for (const model::OpInfo& info : model::kOps) {
      const size_t op = op_index(info.op);
      const bool known = table.snapshot.origin.known_ops[op] || row.ops[op].calls != 0;
      fields.push_back(known ? std::to_string(row.ops[op].calls) : std::string());
    }
    fields.push_back(csv_number(row.hit_ratio, 3));
    fields.push_back(csv_integer(row.bytes_read));
    fields.push_back(csv_integer(row.bytes_written));
    fields.push_back(csv_number(row.size_avg, 1));
    fields.push_back(csv_number(row.latency_us, 1));
    rows += csv_line(fields);
  }
  return rows;
}

}  // namespace mcbt::render
