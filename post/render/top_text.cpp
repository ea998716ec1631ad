#include "post/render/top_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "post/render/key_text.h"
#include "post/render/number_text.h"
#include "post/render/text_table.h"

namespace mcbt::render {
namespace {

using view::Row;
using view::TopTable;

struct Column {
  const char* heading;
  int drop_order;
  size_t least_width;
  std::string (*cell)(const Row&);
  // Whether the source can know this column at all; without, it is not shown.
  bool (*known)(const TopTable&);
};

bool always(const TopTable&) {
  return true;
}

std::optional<double> percent(std::optional<double> part) {
  if (!part) return std::nullopt;
  return *part * 100;
}

constexpr Column kColumns[] = {
    {"CALLS", 0, 7, [](const Row& r) { return std::to_string(r.calls); }, always},
    {"REQ/S", 0, 8, [](const Row& r) { return decimal(r.rate, 1); },
     [](const TopTable& t) { return t.snapshot.seconds.has_value(); }},
    {"%", 7, 5, [](const Row& r) { return decimal(percent(r.share), 1); }, always},
    {"GETS", 8, 7, [](const Row& r) { return std::to_string(r.gets()); }, always},
    {"HITS", 3, 7, [](const Row& r) { return std::to_string(r.hits()); }, always},
    {"MISSES", 5, 6, [](const Row& r) { return std::to_string(r.misses()); }, always},
    {"HIT%", 10, 5, [](const Row& r) { return decimal(percent(r.hit_ratio), 1); }, always},
    {"SETS", 9, 6, [](const Row& r) { return std::to_string(r.sets()); }, always},
    {"OTHER", 4, 5, [](const Row& r) { return std::to_string(r.others()); }, always},
    {"SIZE", 6, 6, [](const Row& r) { return decimal(r.size_avg, 0); }, always},
    {"READ/S", 2, 6, [](const Row& r) { return scaled(r.read_rate); },
     [](const TopTable& t) { return t.snapshot.seconds.has_value(); }},
    {"WRITE/S", 1, 7, [](const Row& r) { return scaled(r.write_rate); },
     [](const TopTable& t) { return t.snapshot.seconds.has_value(); }},
    {"LAT(us)", 11, 7, [](const Row& r) { return decimal(r.latency_us, 1); },
     [](const TopTable& t) {
       return std::ranges::any_of(t.rows, [](const Row& r) { return r.latency_us.has_value(); });
     }},
};

constexpr size_t kLeastKeyWidth = 16;

std::string draw_rows(const TopTable& table, size_t width) {
  TextColumn keys{"KEY", Align::kLeft, 0, kLeastKeyWidth, {}};
  for (const Row& row : table.rows) {
    keys.cells.push_back(key_text(row.key) + (row.key_truncated ? "…" : ""));
  }
  std::vector<TextColumn> columns = {std::move(keys)};
  for (const Column& column : kColumns) {
    if (!column.known(table)) continue;
    TextColumn text{column.heading, Align::kRight, column.drop_order, column.least_width, {}};
    for (const Row& row : table.rows) text.cells.push_back(column.cell(row));
    columns.push_back(std::move(text));
  }
  return draw_columns(std::move(columns), width);
}

std::string totals(const TopTable& table) {
  const Row& total = table.total;
  std::string line = fmt::format("{} calls", total.calls);
  if (total.rate) line += fmt::format(", {:.1f}/s", *total.rate);
  if (total.hit_ratio) line += fmt::format(", hit {:.1f} %", *total.hit_ratio * 100);
  line += fmt::format(", {} key{}", table.snapshot.keys->size(),
                      table.snapshot.keys->size() == 1 ? "" : "s");
  if (table.matched_keys != table.snapshot.keys->size()) {
    line += fmt::format(", {} of them match the filter ({} calls)", table.matched_keys,
                        table.matched_calls);
  }
  line += table.snapshot.complete() ? ", complete" : ", NOT complete";
  return line + "\n";
}

}  // namespace

std::string top_text(const TopTable& table, const TextStyle& style) {
  std::string text =
      heading_text(table.snapshot, style) + totals(table) + draw_rows(table, style.width);
  if (table.rows.size() < table.matched_keys) {
    text += fmt::format("… and {} more keys\n", table.matched_keys - table.rows.size());
  }
  return text + notes_text(table.snapshot) + "\n";
}

}  // namespace mcbt::render
