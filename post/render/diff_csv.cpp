#include <vector>

#include "post/render/csv.h"
#include "post/render/diff.h"
#include "post/render/row_name_text.h"

namespace mcbt::render {
namespace {

using view::Row;

struct SideColumn {
  const char* name;
  std::string (*field)(const Row&);
};
constexpr SideColumn kSideColumns[] = {
    {"calls", [](const Row& row) { return std::to_string(row.calls); }},
    {"rate", [](const Row& row) { return csv_number(row.rate, 1); }},
    {"hits", [](const Row& row) { return std::to_string(row.hits()); }},
    {"misses", [](const Row& row) { return std::to_string(row.misses()); }},
    {"hit_ratio", [](const Row& row) { return csv_number(row.hit_ratio, 3); }},
    {"bytes_read", [](const Row& row) { return csv_integer(row.bytes_read); }},
    {"bytes_written", [](const Row& row) { return csv_integer(row.bytes_written); }},
    {"size_avg", [](const Row& row) { return csv_number(row.size_avg, 1); }},
    {"latency_us", [](const Row& row) { return csv_number(row.latency_us, 1); }},
};

// Of a side that the row is absent from, nothing.
void add_side(const std::optional<Row>& row, std::vector<std::string>& fields) {
  for (const SideColumn& column : kSideColumns) {
    fields.push_back(row ? column.field(*row) : std::string());
  }
}

std::string text_or_nothing(const std::string* text) {
  return text == nullptr ? std::string() : *text;
}

std::vector<std::string> diff_header() {
  std::vector<std::string> names = {"host", "pid", "key", "key_truncated", "change", "rate_diff"};
  for (const char* side : {"before_", "after_"}) {
    for (const SideColumn& column : kSideColumns) {
      names.push_back(std::string(side) + column.name);
    }
  }
  names.emplace_back("complete");
  return names;
}

}  // namespace

std::string diff_csv(const view::DiffTable& table) {
  std::string text = csv_line(diff_header());
  for (const view::DiffRow& row : table.rows) {
    const RowName name = row_name_text(row.row().key, row.row().key_length, table.by);
    std::vector<std::string> fields = {text_or_nothing(name.part(view::RowPart::kHost)),
                                       text_or_nothing(name.part(view::RowPart::kPid)),
                                       name.key,
                                       csv_boolean(row.row().key_truncated),
                                       std::string(name_of(row.change)),
                                       csv_number(row.rate_diff, 1)};
    add_side(row.before, fields);
    add_side(row.after, fields);
    fields.push_back(csv_boolean(table.complete()));
    text += csv_line(fields);
  }
  return text;
}

}  // namespace mcbt::render
