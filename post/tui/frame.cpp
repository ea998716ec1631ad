#include "post/tui/frame.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "post/render/key_text.h"
#include "post/render/number_text.h"
#include "post/tui/rows.h"

namespace mcbt::tui {
namespace {

constexpr size_t kTallHeight = 8;  // from here on there is room for the whole head

// Lines above the rows, the columns' headings included.
size_t head_lines(Size size) {
  return size.height >= kTallHeight ? 5 : 2;
}

std::string sparkline(const std::vector<double>& numbers, size_t width, bool ascii) {
  constexpr std::array<const char*, 8> kBlocks = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  constexpr std::array<const char*, 8> kAscii = {"_", ".", ":", "-", "=", "+", "*", "#"};
  if (numbers.empty()) return "";
  const double most = std::max(1.0, *std::ranges::max_element(numbers));
  std::string line;
  for (size_t i = numbers.size() - std::min(width, numbers.size()); i < numbers.size(); ++i) {
    const auto level = static_cast<size_t>(std::lround(numbers[i] / most * (kBlocks.size() - 1)));
    line += (ascii ? kAscii : kBlocks)[level];
  }
  return line;
}

std::string percent(std::optional<double> part) {
  return part ? fmt::format("{:.1f} %", *part * 100) : "unknown";
}

std::string duration(double seconds) {
  const auto whole = static_cast<uint64_t>(seconds);
  return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

std::string origin_line(const view::TopTable& table, const Scene& scene) {
  std::string line = render::heading_text(table.snapshot, scene.style);
  line.pop_back();
  return line + ", up " + duration(scene.uptime);
}

std::string rate_line(const view::TopTable& table, const Scene& scene, Size size) {
  const view::Row& total = table.total;
  const std::string spark = sparkline(scene.rates, size.width / 4, scene.ascii);
  return fmt::format("{}/s {}  hit {}  read {}/s  written {}/s", render::scaled(total.rate), spark,
                     percent(total.hit_ratio), render::scaled(total.read_rate),
                     render::scaled(total.write_rate));
}

std::string skew_line(const view::TopTable& table, const Scene& scene) {
  std::string line = fmt::format("{} keys", table.snapshot.keys->size());
  line +=
      fmt::format("  top 1/10/100: {:.1f} / {:.1f} / {:.1f} %", scene.order.share_of_first(1) * 100,
                  scene.order.share_of_first(10) * 100, scene.order.share_of_first(100) * 100);
  return line;
}

void draw_honesty(Grid& grid, size_t y, const view::TopTable& table) {
  const auto notes = table.snapshot.notes();
  if (table.snapshot.complete() && notes.empty()) {
    grid.put(0, y, "complete", Style::kGood);
    return;
  }
  std::string line = table.snapshot.complete() ? "complete; " : "NOT complete: ";
  if (notes.size() > 1) line += fmt::format("({} notes) ", notes.size());
  if (!notes.empty()) line += render::message_text(notes.front());
  grid.put(0, y, render::cut_to_width(line, grid.size().width), Style::kBad);
}

void draw_head(Grid& grid, const view::TopTable& table, const Scene& scene) {
  const Size size = grid.size();
  if (size.height < kTallHeight) return draw_honesty(grid, 0, table);
  grid.put(0, 0, origin_line(table, scene), Style::kStrong);
  grid.put(0, 1, rate_line(table, scene, size));
  grid.put(0, 2, skew_line(table, scene));
  draw_honesty(grid, 3, table);
}

std::string status(const State& state, const Scene& scene) {
  std::string line;
  if (state.paused) line += "PAUSED  ";
  if (scene.ended) line += "ENDED  ";
  if (state.back != 0) line += fmt::format("-{} windows  ", state.back);
  if (state.since_start) line += "since start  ";
  if (!state.filter.empty()) line += "filter " + render::message_text(state.filter) + "  ";
  if (!state.search.empty()) line += "search " + render::message_text(state.search) + "  ";
  if (state.follow) line += "follow  ";
  return line + "? help  q quit";
}

void draw_foot(Grid& grid, const State& state, const Scene& scene) {
  const size_t y = grid.size().height - 1;
  if (state.mode == Mode::kSearch) {
    grid.put(0, y, "/" + render::message_text(state.input), Style::kStrong);
  } else if (state.mode == Mode::kFilter) {
    grid.put(0, y, "filter: " + render::message_text(state.input), Style::kStrong);
  } else if (state.mode == Mode::kPickSort) {
    grid.put(0, y, "sort: arrows, then Enter", Style::kStrong);
  } else if (!state.message.empty()) {
    grid.put(0, y, state.message, Style::kBad);
  } else {
    const size_t x = grid.put(0, y, status(state, scene));
    if (scene.order.size() == 0) return;
    grid.put(x, y, fmt::format("  {}/{}", state.selected + 1, scene.order.size()));
  }
}

constexpr std::array<std::string_view, 14> kHelp = {
    "C S R B L H M K  sort by calls, size, rate, bytes, latency, hit ratio, misses, key",
    "< > F6           the column before, after; pick one",
    "I                the other way round",
    "arrows j k       one row",
    "PgUp PgDn u d    a page, half a page",
    "g G Home End     first, last",
    "F                the selection follows its key",
    "/ n N            search; next, previous",
    "\\ F4             filter (regular expression, ! negates, empty: none)",
    "Enter            what is known of a key",
    "space Z          pause; collecting goes on",
    "[ ] 0            the window before, after; now",
    "m                this window, since start",
    "q F10 Ctrl-C     quit                        ? h F1  this help",
};

void draw_help(Grid& grid) {
  grid.put(0, 0, "Keys (any key: back)", Style::kHeading);
  grid.paint(0, Style::kHeading);
  for (size_t i = 0; i < kHelp.size(); ++i) grid.put(0, i + 1, kHelp[i]);
}

void draw_detail(Grid& grid, size_t y, const view::Row& row, const Scene& scene) {
  grid.put(0, y++, render::key_text(row.key) + (row.key_truncated ? "…" : ""), Style::kStrong);
  grid.put(0, y++,
           fmt::format("{} calls, {}/s, {:.1f} % of all, hit {}, average size {}", row.calls,
                       render::scaled(row.rate), row.share * 100, percent(row.hit_ratio),
                       render::decimal(row.size_avg, 0)));
  grid.put(0, y++,
           "calls a window " + sparkline(scene.key_rates, grid.size().width / 2, scene.ascii));
  for (const model::OpInfo& info : model::kOps) {
    const aggregate::OpStats& stats = row.ops[op_index(info.op)];
    if (stats.calls == 0) continue;
    if (y + 1 >= grid.size().height) return;
    grid.put(0, y++,
             fmt::format("  {:10}{:>12} calls{:>14} bytes", info.name, stats.calls, stats.bytes));
  }
}

void draw_window(Grid& grid, const State& state, const Scene& scene) {
  const size_t top = head_lines(grid.size());
  const auto table = scene.order.page(state.first, page_rows(grid.size()));
  draw_head(grid, table, scene);
  if (state.mode == Mode::kDetail && state.selected - state.first < table.rows.size()) {
    draw_detail(grid, top - 1, table.rows[state.selected - state.first], scene);
  } else {
    draw_rows(grid, top - 1, table, state, scene);
  }
  draw_foot(grid, state, scene);
}

}  // namespace

size_t page_rows(Size size) {
  const size_t others = head_lines(size) + 1;
  return size.height > others ? size.height - others : 1;
}

Grid draw(const State& state, const Scene& scene, Size size) {
  Grid grid(size);
  if (size.height == 0 || size.width == 0) return grid;
  if (state.mode == Mode::kHelp) {
    draw_help(grid);
  } else if (scene.waiting) {
    grid.put(0, 0, "waiting for the first window", Style::kStrong);
    grid.put(0, size.height - 1, "? help  q quit");
  } else {
    draw_window(grid, state, scene);
  }
  if (scene.ascii) grid.make_ascii();
  return grid;
}

}  // namespace mcbt::tui
