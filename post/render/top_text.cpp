#include "post/render/top_text.h"

#include <fmt/format.h>

#include <string_view>
#include <vector>

#include "post/render/cost.h"
#include "post/render/key_text.h"
#include "post/render/name_columns.h"
#include "post/render/text_table.h"
#include "post/render/top_columns.h"

namespace mcbt::render {
namespace {

using view::Row;
using view::TopTable;

std::string draw_rows(const TopTable& table, size_t width) {
  std::vector<const Row*> named;
  for (const Row& row : table.rows) named.push_back(&row);
  std::vector<TextColumn> columns = name_columns(named, table.by);
  for (const TopColumn& column : top_columns()) {
    if (!column.known(table)) continue;
    TextColumn text{column.heading, Align::kRight, column.drop_order, column.least_width, {}};
    for (const Row& row : table.rows) text.cells.push_back(column.cell(row));
    columns.push_back(std::move(text));
  }
  return draw_columns(std::move(columns), width);
}

// "7396 keys, 1220 of them match the filter (4041 calls)"
std::string rows_of(const TopTable& table) {
  const size_t keys = table.snapshot.keys->size();
  if (table.by.empty()) {
    const bool more = table.snapshot.losses.keys_let_go != 0;
    std::string text =
        fmt::format("{}{} key{}", more ? "more than " : "", keys, keys == 1 ? "" : "s");
    if (table.matched_keys == keys) return text;
    return text + fmt::format(", {} of them match the filter ({} calls)", table.matched_keys,
                              table.matched_calls);
  }
  std::string text =
      fmt::format("{} {}", table.matched_keys, view::rows_called(table.by, table.matched_keys));
  if (table.matched_keys == keys) return text;
  return text + fmt::format(", keys that match the filter: {} calls", table.matched_calls);
}

// How the calls spread over the keys; not known where keys were let go.
std::string skew_line(const TopTable& table) {
  if (table.snapshot.losses.keys_let_go != 0) return {};
  if (!table.snapshot.summary || !table.by.empty() || table.snapshot.keys->size() == 0) return {};
  const view::Skew skew = view::skew_of(table.snapshot);
  return fmt::format("top 1/10/100 keys: {:.1f} / {:.1f} / {:.1f} % of calls\n", skew.of_1 * 100,
                     skew.of_10 * 100, skew.of_100 * 100);
}

// Side by side with commas, on as many lines as `width` takes; 0: one.
std::string listed(const std::vector<std::string>& pieces, size_t width) {
  std::string text;
  size_t line = 0;
  for (const std::string& piece : pieces) {
    const size_t length = text_width(piece) + 1;  // with its comma
    const bool fits = width == 0 || line + 1 + length <= width;
    if (line != 0) {
      text += fits ? ", " : ",\n";
      line = fits ? line + 1 : 0;
    }
    text += piece;
    line += length;
  }
  return text + "\n";
}

std::string totals(const TopTable& table, size_t width) {
  const Row& total = table.total;
  std::vector<std::string> pieces = {fmt::format("{} calls", total.calls)};
  if (total.rate) pieces.push_back(fmt::format("{:.1f}/s", *total.rate));
  if (total.hit_ratio) pieces.push_back(fmt::format("hit {:.1f} %", *total.hit_ratio * 100));
  pieces.push_back(rows_of(table));
  if (const std::string cost = cost_text(table.snapshot); !cost.empty()) pieces.push_back(cost);
  pieces.emplace_back(table.snapshot.complete() ? "complete" : "NOT complete");
  return listed(pieces, width);
}

}  // namespace

std::string top_text(const TopTable& table, const TextStyle& style) {
  std::string text = heading_text(table.snapshot, style) + totals(table, style.width) +
                     skew_line(table) + draw_rows(table, style.width);
  if (table.rows.size() < table.matched_keys) {
    text += fmt::format("… and {} more {}{}\n", table.matched_keys - table.rows.size(),
                        view::rows_called(table.by, table.matched_keys - table.rows.size()),
                        table.snapshot.losses.keys_let_go == 0 ? "" : ", and those let go");
  }
  return text + notes_text(table.snapshot) + "\n";
}

}  // namespace mcbt::render
