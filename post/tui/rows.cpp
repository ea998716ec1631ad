#include "post/tui/rows.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "post/render/key_text.h"
#include "post/render/top_columns.h"
#include "post/tui/sorting.h"

namespace mcbt::tui {
namespace {

using render::TopColumn;
using view::Row;

constexpr size_t kKeyWidth = 24;  // in a screen that is wide enough
constexpr size_t kTrendWidth = 2;
constexpr size_t kBarWidth = 8;

struct Drawn {
  const TopColumn* column;
  std::vector<std::string> cells;
  size_t width = 0;
};

size_t width_of(const std::vector<Drawn>& columns) {
  size_t width = kTrendWidth;
  for (const Drawn& drawn : columns) width += drawn.width + 1;
  return width;
}

// The column that is to go first: the least drop order; those that have none go last, from the
// right, and so does the one that sorts.
std::vector<Drawn>::iterator first_to_drop(std::vector<Drawn>& columns, std::string_view sorted) {
  const auto rank = [&](const Drawn& drawn) {
    const bool stays = drawn.column->drop_order == 0 || drawn.column->heading == sorted;
    return stays ? INT32_MAX : drawn.column->drop_order;
  };
  auto first = columns.begin();
  for (auto at = columns.begin(); at != columns.end(); ++at) {
    if (rank(*at) < rank(*first) || (rank(*at) == INT32_MAX && rank(*first) == INT32_MAX)) {
      first = at;
    }
  }
  return first;
}

std::vector<Drawn> fitting_columns(const view::TopTable& table, const State& state, size_t width) {
  std::vector<Drawn> columns;
  for (const TopColumn& column : render::top_columns()) {
    if (!column.known(table) || state.is_hidden(column.heading)) continue;
    Drawn drawn{&column, {}, column.least_width};
    for (const Row& row : table.rows) {
      drawn.cells.push_back(column.cell(row));
      drawn.width = std::max(drawn.width, drawn.cells.back().size());
    }
    columns.push_back(std::move(drawn));
  }
  const size_t key_width = std::min(kKeyWidth, width / 2);
  while (!columns.empty() && width_of(columns) + key_width > width) {
    columns.erase(first_to_drop(columns, heading_of(state.query.sort)));
  }
  return columns;
}

struct Trend {
  const char* mark = " ";
  Style style = Style::kPlain;
};

// A quarter more or less a second than in the window before is a trend; less is noise.
Trend trend_of(const Row& row, const Scene& scene) {
  if (scene.previous == nullptr || row.key_truncated) return {};
  aggregate::KeyRow key;
  key.key = row.key;
  key.length = static_cast<uint32_t>(row.key.size());
  uint64_t before = 0;
  for (const auto& stats : scene.previous->keys->find(key)) before += stats.calls;
  if (before == 0) return {"*", Style::kStrong};
  const double seconds = scene.all->seconds.value_or(0);
  if (seconds <= 0 || scene.previous->seconds.value_or(0) <= 0) return {};
  constexpr double kTrend = 1.25;
  const double expected = static_cast<double>(before) * seconds / *scene.previous->seconds;
  const auto calls = static_cast<double>(row.calls);
  if (calls >= expected * kTrend) return {scene.ascii ? "^" : "▲", Style::kHot};
  if (calls * kTrend <= expected) return {scene.ascii ? "v" : "▼", Style::kGood};
  return {};
}

// Full at half of all calls: hardly any key has more.
std::string share_bar(double share, bool ascii) {
  const auto full = std::min(kBarWidth, static_cast<size_t>(std::lround(share * 2 * kBarWidth)));
  std::string bar;
  for (size_t i = 0; i < full; ++i) bar += ascii ? "#" : "█";
  return bar + std::string(kBarWidth - full, ' ');
}

size_t put_right(Grid& grid, size_t x, size_t y, std::string_view text, size_t width, Style style) {
  return grid.put(x + width - std::min(width, text.size()), y, text, style) + 1;
}

// The key, or the family and how many keys it has.
std::string name_of(const Row& row, const Scene& scene) {
  std::string name = render::key_text(row.key) + (row.key_truncated ? "…" : "");
  const uint64_t members = scene.members ? scene.members(row.key) : 0;
  if (members != 0) name += " (" + std::to_string(members) + ")";
  return name;
}

// Where there is no room for bars, a share that is large is seen by its colour.
Style style_of(const Drawn& drawn, const Row& row, bool bars) {
  constexpr double kLarge = 0.05;
  const bool share = std::string_view(drawn.column->heading) == "%";
  return share && !bars && row.share >= kLarge ? Style::kHot : Style::kPlain;
}

}  // namespace

void draw_rows(Frame& frame, size_t y, const view::TopTable& table, const State& state,
               const Scene& scene) {
  Grid& grid = frame.grid;
  const size_t width = grid.size().width;
  const auto columns = fitting_columns(table, state, width);
  const bool bars = width_of(columns) + kBarWidth + 1 + kKeyWidth <= width;
  const std::string_view sorted = heading_of(state.query.sort);
  frame.layout.heading_line = y;
  grid.paint(y, Style::kHeading);
  size_t x = kTrendWidth;
  const auto put_heading = [&](std::string_view heading, size_t cells) {
    frame.layout.headings.push_back({x, x + cells, heading});
    const Style style = heading == sorted ? Style::kSorted : Style::kHeading;
    x = put_right(grid, x, y, heading, cells, style);
  };
  for (const Drawn& drawn : columns) put_heading(drawn.column->heading, drawn.width);
  if (bars) put_heading("SHARE", kBarWidth);
  frame.layout.headings.push_back({x, width, "KEY"});
  x = grid.put(x, y, "KEY", sorted == "KEY" ? Style::kSorted : Style::kHeading);
  if (sorted.empty()) grid.put(x, y, " (by bytes)", Style::kSorted);

  for (size_t i = 0; i < table.rows.size() && y + i + 2 < grid.size().height; ++i) {
    const Row& row = table.rows[i];
    const size_t line = y + 1 + i;
    const Trend trend = trend_of(row, scene);
    grid.put(0, line, trend.mark, trend.style);
    x = kTrendWidth;
    for (const Drawn& drawn : columns) {
      x = put_right(grid, x, line, drawn.cells[i], drawn.width, style_of(drawn, row, bars));
    }
    if (bars) x = grid.put(x, line, share_bar(row.share, scene.ascii), Style::kHot) + 1;
    if (x < width) grid.put(x, line, render::cut_to_width(name_of(row, scene), width - x));
    if (state.first + i == state.selected) grid.paint(line, Style::kSelected);
    ++frame.layout.rows;
  }
}

}  // namespace mcbt::tui
