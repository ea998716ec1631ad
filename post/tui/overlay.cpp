#include "post/tui/overlay.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "post/render/key_text.h"
#include "post/render/number_text.h"
#include "post/render/top_columns.h"
#include "post/tui/marks.h"

namespace mcbt::tui {
namespace {

constexpr std::array<std::string_view, 22> kHelp = {
    "C S R B L H M K   sort by calls, size, rate, bytes, latency, hit ratio, misses, key",
    "< > F6 I          sort by the column before, after; pick one; the other way round",
    "c                 choose the columns",
    "arrows j k        one row; the wheel: three",
    "PgUp PgDn u d     a page, half a page",
    "g G Home End      first, last",
    "F                 the selection follows its key, not its place",
    "/ n N             search; next, previous",
    "\\ F4              filter (regular expression, ! negates, empty: none)",
    "Tab 1-5           keys, families, commands, connections, latency",
    "t                 keys, families; Enter opens a family, Esc leaves it",
    "Enter             what is known of a key; Esc: back",
    "space Z           pause, collecting goes on; a capture: play, pause",
    "[ ] 0             the window before, after; now",
    "+ -               play a capture faster, slower",
    "b                 the busiest window",
    "m z               one window, the last minute, since start; start anew",
    "w                 write what is shown (JSON or CSV)",
    "r                 record a capture; again: stop",
    "T                 colours: for dark, for light, none",
    "? h F1            this help",
    "q F10 Ctrl-C      quit",
};

void put_line(Grid& grid, size_t& y, const std::string& text, Style style = Style::kPlain) {
  if (y + 1 >= grid.size().height) return;
  grid.put(0, y++, render::cut_to_width(text, grid.size().width), style);
}

// The first line shown of a menu whose line `chosen` must be in sight.
size_t menu_top(const Grid& grid, size_t y, size_t chosen) {
  const size_t room = grid.size().height > y + 1 ? grid.size().height - y - 1 : 1;
  return chosen >= room ? chosen + 1 - room : 0;
}

template <typename Text>
void draw_menu(Grid& grid, size_t y, size_t size, size_t chosen, Text text) {
  for (size_t i = menu_top(grid, y, chosen); i < size && y + 1 < grid.size().height; ++i) {
    const size_t line = y;
    put_line(grid, y, text(i));
    if (i == chosen) grid.paint(line, Style::kSelected);
  }
}

void draw_operations(Grid& grid, size_t& y, const view::Row& row) {
  for (const model::OpInfo& info : model::kOps) {
    const aggregate::OpStats& stats = row.ops[op_index(info.op)];
    if (stats.calls == 0) continue;
    std::string line = fmt::format("  {:10}{:>12} calls{:>7.1f} %", info.name, stats.calls,
                                   static_cast<double>(stats.calls) * 100 /
                                       static_cast<double>(std::max<uint64_t>(1, row.calls)));
    if (info.payload != model::Payload::kNone && info.op != model::Op::kGet) {
      line += fmt::format("{:>14} bytes{:>10.0f} each", stats.bytes,
                          static_cast<double>(stats.bytes) / static_cast<double>(stats.calls));
    }
    put_line(grid, y, line);
  }
}

}  // namespace

void draw_help(Grid& grid) {
  grid.put(0, 0, "Keys (any key: back)", Style::kHeading);
  grid.paint(0, Style::kHeading);
  for (size_t i = 0; i < kHelp.size(); ++i) grid.put(0, i + 1, kHelp[i]);
}

void draw_sort_menu(Grid& grid, size_t y, const State& state) {
  draw_menu(grid, y, view::kSortNames.size(), state.menu,
            [](size_t i) { return "  " + std::string(view::kSortNames[i].name); });
}

void draw_column_menu(Grid& grid, size_t y, const State& state) {
  const auto columns = render::top_columns();
  draw_menu(grid, y, columns.size(), state.menu, [&](size_t i) {
    return fmt::format("  [{}] {}", state.is_hidden(columns[i].heading) ? ' ' : 'x',
                       columns[i].heading);
  });
}

void draw_detail(Grid& grid, size_t y, const view::Row& row, const Scene& scene) {
  put_line(grid, y, render::key_text(row.key) + (row.key_truncated ? "…" : ""), Style::kStrong);
  std::string about = fmt::format("a key of {} bytes", row.key.size());
  if (scene.members) {
    const uint64_t members = scene.members(row.key);
    about = members == 0 ? "" : fmt::format("{} keys", members);
  }
  put_line(grid, y,
           fitting({fmt::format("{} calls", row.calls), render::scaled(row.rate) + "/s",
                    percent(row.share) + " of all", about},
                   grid.size().width));
  put_line(
      grid, y,
      fitting({"hit " + percent(row.hit_ratio), "average size " + render::decimal(row.size_avg, 0),
               "read " + render::scaled(row.read_rate) + "/s",
               "written " + render::scaled(row.write_rate) + "/s"},
              grid.size().width));
  put_line(grid, y,
           row.latency_us ? "latency: " + render::decimal(row.latency_us, 1) + " us on average"
                          : "latency: this source does not tell it by key");
  const std::string calls = "calls a window ";
  const size_t room = grid.size().width - std::min(calls.size(), grid.size().width);
  if (!scene.key_rates.empty()) {
    put_line(grid, y, calls + sparkline(scene.key_rates, room, scene.ascii));
  }
  draw_operations(grid, y, row);
}

}  // namespace mcbt::tui
