#include "post/tui/rows.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "post/render/key_text.h"
#include "post/render/top_columns.h"

namespace mcbt::tui {
namespace {

using render::TopColumn;
using view::Row;
using view::SortColumn;

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
// right.
std::vector<Drawn>::iterator first_to_drop(std::vector<Drawn>& columns) {
  const auto rank = [](const Drawn& drawn) {
    return drawn.column->drop_order == 0 ? INT32_MAX : drawn.column->drop_order;
  };
  auto first = columns.begin();
  for (auto at = columns.begin(); at != columns.end(); ++at) {
    if (rank(*at) < rank(*first) || (rank(*at) == INT32_MAX && rank(*first) == INT32_MAX)) {
      first = at;
    }
  }
  return first;
}

std::vector<Drawn> fitting_columns(const view::TopTable& table, size_t width) {
  std::vector<Drawn> columns;
  for (const TopColumn& column : render::top_columns()) {
    if (!column.known(table)) continue;
    Drawn drawn{&column, {}, column.least_width};
    for (const Row& row : table.rows) {
      drawn.cells.push_back(column.cell(row));
      drawn.width = std::max(drawn.width, drawn.cells.back().size());
    }
    columns.push_back(std::move(drawn));
  }
  const size_t key_width = std::min(kKeyWidth, width / 2);
  while (!columns.empty() && width_of(columns) + key_width > width) {
    columns.erase(first_to_drop(columns));
  }
  return columns;
}

// The heading that a sort column stands under; empty where it has no column of its own.
std::string_view heading_of(SortColumn column) {
  switch (column) {
    case SortColumn::kCalls:
      return "CALLS";
    case SortColumn::kRate:
      return "REQ/S";
    case SortColumn::kSize:
      return "SIZE";
    case SortColumn::kHits:
      return "HITS";
    case SortColumn::kMisses:
      return "MISSES";
    case SortColumn::kRatio:
      return "HIT%";
    case SortColumn::kLatency:
      return "LAT(us)";
    case SortColumn::kKey:
      return "KEY";
    case SortColumn::kBytes:
      break;
  }
  return "";
}

struct Trend {
  const char* mark = " ";
  Style style = Style::kPlain;
};

// A quarter more or less than in the window before is a trend; less is noise.
Trend trend_of(const Row& row, const Scene& scene) {
  if (scene.previous == nullptr || row.key_truncated) return {};
  aggregate::KeyRow key;
  key.key = row.key;
  key.length = static_cast<uint32_t>(row.key.size());
  uint64_t before = 0;
  for (const aggregate::OpStats& stats : scene.previous->find(key)) before += stats.calls;
  if (before == 0) return {"*", Style::kStrong};
  if (row.calls * 4 >= before * 5) return {scene.ascii ? "^" : "▲", Style::kHot};
  if (row.calls * 5 <= before * 4) return {scene.ascii ? "v" : "▼", Style::kGood};
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

}  // namespace

void draw_rows(Grid& grid, size_t y, const view::TopTable& table, const State& state,
               const Scene& scene) {
  const size_t width = grid.size().width;
  const auto columns = fitting_columns(table, width);
  const bool bars = width_of(columns) + kBarWidth + 1 + kKeyWidth <= width;
  const std::string_view sorted = heading_of(state.query.sort);
  const auto heading_style = [&](std::string_view heading) {
    return heading == sorted ? Style::kSorted : Style::kHeading;
  };
  grid.paint(y, Style::kHeading);
  size_t x = kTrendWidth;
  for (const Drawn& drawn : columns) {
    x = put_right(grid, x, y, drawn.column->heading, drawn.width,
                  heading_style(drawn.column->heading));
  }
  if (bars) x = grid.put(x, y, "SHARE", Style::kHeading) + kBarWidth - 4;
  x = grid.put(x, y, "KEY", heading_style("KEY"));
  if (sorted.empty()) grid.put(x, y, " (by bytes)", Style::kSorted);

  for (size_t i = 0; i < table.rows.size() && y + i + 2 < grid.size().height; ++i) {
    const Row& row = table.rows[i];
    const size_t line = y + 1 + i;
    const Trend trend = trend_of(row, scene);
    grid.put(0, line, trend.mark, trend.style);
    x = kTrendWidth;
    for (const Drawn& drawn : columns) {
      x = put_right(grid, x, line, drawn.cells[i], drawn.width, Style::kPlain);
    }
    if (bars) x = grid.put(x, line, share_bar(row.share, scene.ascii), Style::kHot) + 1;
    const std::string key = render::key_text(row.key) + (row.key_truncated ? "…" : "");
    if (x < width) grid.put(x, line, render::cut_to_width(key, width - x));
    if (state.first + i == state.selected) grid.paint(line, Style::kSelected);
  }
}

}  // namespace mcbt::tui
