#include "post/tui/rows.h"

#include <algorithm>
#include <string_view>

#include "post/render/key_text.h"
#include "post/render/top_columns.h"
#include "post/tui/marks.h"
#include "post/tui/sorting.h"

namespace mcbt::tui {
namespace {

using render::TopColumn;
using view::Row;

constexpr size_t kTrendWidth = 2;
constexpr size_t kBarWidth = 8;
constexpr std::string_view kShare = "%";
constexpr std::string_view kBar = "SHARE";

struct Drawn {
  std::string_view heading;
  int drop_order = 0;
  size_t width = 0;
  std::vector<std::string> cells;  // none of the bar
};

// What a name needs to be told from others, with what stands behind it, on a screen that is wide
// enough.
size_t name_width(const State& state) {
  constexpr size_t kKey = 24;
  constexpr size_t kFamily = 30;
  constexpr size_t kClient = 40;
  if (state.view == View::kConnections) return kClient;
  return state.view == View::kFamilies && state.family.empty() ? kFamily : kKey;
}

size_t width_of(const std::vector<Drawn>& columns) {
  size_t width = kTrendWidth;
  for (const Drawn& drawn : columns) width += drawn.width + 1;
  return width;
}

// The column that is to go first: the least drop order; those that have none go last, from the
// right, and so does the one that sorts.
std::vector<Drawn>::iterator first_to_drop(std::vector<Drawn>& columns, std::string_view sorted) {
  const auto rank = [&](const Drawn& drawn) {
    const bool stays = drawn.drop_order == 0 || drawn.heading == sorted;
    return stays ? INT32_MAX : drawn.drop_order;
  };
  auto first = columns.begin();
  for (auto at = columns.begin(); at != columns.end(); ++at) {
    if (rank(*at) < rank(*first) || (rank(*at) == INT32_MAX && rank(*first) == INT32_MAX)) {
      first = at;
    }
  }
  return first;
}

// The bar stands behind the share and stays as long.
std::vector<Drawn> fitting_columns(const view::TopTable& table, const State& state, size_t width) {
  std::vector<Drawn> columns;
  for (const TopColumn& column : render::top_columns()) {
    if (!column.known(table) || state.is_hidden(column.heading)) continue;
    Drawn drawn{column.heading, column.drop_order, column.least_width, {}};
    for (const Row& row : table.rows) {
      drawn.cells.push_back(column.cell(row));
      drawn.width = std::max(drawn.width, drawn.cells.back().size());
    }
    columns.push_back(std::move(drawn));
    if (columns.back().heading == kShare) {
      columns.push_back({kBar, column.drop_order, kBarWidth, {}});
    }
  }
  const size_t key_width = std::min(name_width(state), width / 2);
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
  if (row.calls == 0) return {};
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

void put_right(Grid& grid, size_t x, size_t y, std::string_view text, size_t width, Style style) {
  grid.put(x + width - std::min(width, text.size()), y, text, style);
}

// The key, family, command or client, and what is to be known of it.
std::string name_of(const Row& row, const Scene& scene) {
  std::string name = render::key_text(row.key) + (row.key_truncated ? "…" : "");
  const std::string about = scene.about ? scene.about(row.key) : "";
  if (!about.empty()) name += " (" + about + ")";
  return name;
}

// What is wrong and what is hot is seen by its colour.
Style style_of(std::string_view heading, const Row& row) {
  constexpr double kLarge = 0.05;
  constexpr double kPoor = 0.5;
  if (heading == "HIT%" && row.hit_ratio.value_or(1) < kPoor) return Style::kBad;
  if (heading == kShare && row.share >= kLarge) return Style::kHot;
  return Style::kPlain;
}

std::string_view name_heading(const State& state) {
  switch (state.view) {
    case View::kFamilies:
      return state.family.empty() ? "FAMILY" : "KEY";
    case View::kCommands:
      return "COMMAND";
    case View::kConnections:
      return "CLIENT";
    default:
      return "KEY";
  }
}

void draw_headings(Frame& frame, size_t y, const std::vector<Drawn>& columns, const State& state) {
  Grid& grid = frame.grid;
  const std::string_view sorted = heading_of(state.query.sort);
  const auto style = [&](std::string_view heading) {
    return heading == sorted ? Style::kSorted : Style::kHeading;
  };
  frame.layout.heading_line = y;
  grid.paint(y, Style::kHeading);
  size_t x = kTrendWidth;
  for (const Drawn& drawn : columns) {
    frame.layout.headings.push_back({x, x + drawn.width, drawn.heading});
    const size_t width = drawn.heading == kBar ? drawn.heading.size() : drawn.width;
    put_right(grid, x, y, drawn.heading, width, style(drawn.heading));
    x += drawn.width + 1;
  }
  frame.layout.headings.push_back({x, grid.size().width, "KEY"});
  x = grid.put(x, y, name_heading(state), style("KEY"));
  if (sorted.empty()) grid.put(x, y, " (by bytes)", Style::kSorted);
}

void draw_row(Grid& grid, size_t y, size_t index, const std::vector<Drawn>& columns, const Row& row,
              const Scene& scene) {
  const Trend trend = trend_of(row, scene);
  grid.put(0, y, trend.mark, trend.style);
  const auto most = static_cast<double>(std::max<uint64_t>(1, scene.order.most_calls()));
  size_t x = kTrendWidth;
  for (const Drawn& drawn : columns) {
    if (drawn.heading == kBar) {
      const double part = static_cast<double>(row.calls) / most;
      grid.put(x, y, bar_text(part, drawn.width, scene.ascii), Style::kHot);
    } else {
      put_right(grid, x, y, drawn.cells[index], drawn.width, style_of(drawn.heading, row));
    }
    x += drawn.width + 1;
  }
  const size_t width = grid.size().width;
  if (x < width) grid.put(x, y, render::cut_to_width(name_of(row, scene), width - x));
}

}  // namespace

void draw_rows(Frame& frame, size_t y, const view::TopTable& table, const State& state,
               const Scene& scene) {
  Grid& grid = frame.grid;
  const auto columns = fitting_columns(table, state, grid.size().width);
  draw_headings(frame, y, columns, state);
  for (size_t i = 0; i < table.rows.size() && y + 2 < grid.size().height; ++i) {
    draw_row(grid, ++y, i, columns, table.rows[i], scene);
    if (state.first + i == state.selected) grid.paint(y, Style::kSelected);
    ++frame.layout.rows;
  }
}

}  // namespace mcbt::tui
