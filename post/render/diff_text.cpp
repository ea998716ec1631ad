#include <fmt/format.h>

#include <vector>

#include "post/render/diff.h"
#include "post/render/key_text.h"
#include "post/render/name_columns.h"
#include "post/render/number_text.h"
#include "post/render/text_table.h"

namespace mcbt::render {
namespace {

using view::DiffRow;
using view::DiffTable;
using view::Row;

std::string signed_text(double number) {
  return fmt::format("{:+.1f}", number);
}

// "1109.0 → 1482.0 (+33.6 %)"
std::string from_to(std::optional<double> before, std::optional<double> after) {
  std::string text = decimal(before, 1) + " → " + decimal(after, 1);
  if (before && after && *before > 0) {
    text += fmt::format(" ({:+.1f} %)", (*after / *before - 1) * 100);
  }
  return text;
}

std::string diff_totals(const DiffTable& table) {
  const Row& before = table.total_before;
  const Row& after = table.total_after;
  std::string line = "calls/s " + from_to(before.rate, after.rate);
  if (before.hit_ratio || after.hit_ratio) {
    line += fmt::format(", hit {} → {} %", decimal(percent(before.hit_ratio), 1),
                        decimal(percent(after.hit_ratio), 1));
  }
  if (before.latency_us || after.latency_us) {
    line += ", us " + from_to(before.latency_us, after.latency_us);
  }
  line +=
      "\n" + fmt::format("{} {}:", table.matched(), view::rows_called(table.by, table.matched()));
  for (size_t i = 0; i < table.counts.size(); ++i) {
    line += fmt::format("{} {} {}", i == 0 ? "" : ",", table.counts[i], view::kChangeNames[i]);
  }
  return line + (table.complete() ? "; complete\n" : "; NOT complete\n");
}

// A number of one side of a row.
using SideNumber = std::optional<double> (*)(const Row&);

std::string side_cell(const std::optional<Row>& row, SideNumber number, int decimals) {
  return decimal(row ? number(*row) : std::nullopt, decimals);
}

// The later number and, beside it, what it was.
void add_pair(std::vector<TextColumn>& columns, const DiffTable& table, const char* heading,
              int drop_order, int decimals, SideNumber number) {
  constexpr size_t kLeast = 5;
  TextColumn now{heading, Align::kRight, drop_order, kLeast, {}};
  TextColumn was{"WAS", Align::kRight, drop_order, kLeast, {}};
  for (const DiffRow& row : table.rows) {
    now.cells.push_back(side_cell(row.after, number, decimals));
    was.cells.push_back(side_cell(row.before, number, decimals));
  }
  columns.push_back(std::move(now));
  columns.push_back(std::move(was));
}

bool has_latencies(const DiffTable& table) {
  return table.total_before.latency_us || table.total_after.latency_us;
}

std::vector<TextColumn> diff_columns(const DiffTable& table) {
  std::vector<const Row*> named;
  for (const DiffRow& row : table.rows) named.push_back(&row.row());
  std::vector<TextColumn> columns = name_columns(named, table.by);
  TextColumn change{"CHANGE", Align::kLeft, 0, 0, {}};
  for (const DiffRow& row : table.rows) change.cells.emplace_back(name_of(row.change));
  columns.push_back(std::move(change));
  add_pair(columns, table, "REQ/S", 0, 1, [](const Row& row) { return row.rate; });
  TextColumn difference{"DIFF", Align::kRight, 0, 0, {}};
  for (const DiffRow& row : table.rows) difference.cells.push_back(signed_text(row.rate_diff));
  columns.push_back(std::move(difference));
  add_pair(columns, table, "HIT%", 2, 1, [](const Row& row) { return percent(row.hit_ratio); });
  add_pair(columns, table, "SIZE", 1, 0, [](const Row& row) { return row.size_avg; });
  if (has_latencies(table)) {
    add_pair(columns, table, "LAT(us)", 3, 1, [](const Row& row) { return row.latency_us; });
  }
  return columns;
}

}  // namespace

std::string diff_text(const DiffTable& table, const TextStyle& style) {
  std::string text = "before " + heading_text(table.before, style);
  text += "after  " + heading_text(table.after, style);
  text += diff_totals(table) + draw_columns(diff_columns(table), style.width);
  if (table.rows.size() < table.matched()) {
    const uint64_t more = table.matched() - table.rows.size();
    text += fmt::format("… and {} more {}\n", more, view::rows_called(table.by, more));
  }
  for (const std::string& note : table.notes()) text += "! " + message_text(note) + "\n";
  return text + "\n";
}

}  // namespace mcbt::render
