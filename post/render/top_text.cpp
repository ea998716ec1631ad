#include "post/render/top_text.h"

#include <fmt/format.h>

#include "post/render/key_text.h"
#include "post/render/text_table.h"
#include "post/render/top_columns.h"

namespace mcbt::render {
namespace {

using view::Row;
using view::TopTable;

constexpr size_t kLeastKeyWidth = 16;

std::string draw_rows(const TopTable& table, size_t width) {
  TextColumn keys{"KEY", Align::kLeft, 0, kLeastKeyWidth, {}};
  for (const Row& row : table.rows) {
    keys.cells.push_back(key_text(row.key) + (row.key_truncated ? "…" : ""));
  }
  std::vector<TextColumn> columns = {std::move(keys)};
  for (const TopColumn& column : top_columns()) {
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
  const bool more = table.snapshot.losses.keys_let_go != 0;
  line += fmt::format(", {}{} key{}", more ? "more than " : "", table.snapshot.keys->size(),
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
    text += fmt::format("… and {} more keys{}\n", table.matched_keys - table.rows.size(),
                        table.snapshot.losses.keys_let_go == 0 ? "" : ", and those let go");
  }
  return text + notes_text(table.snapshot) + "\n";
}

}  // namespace mcbt::render
