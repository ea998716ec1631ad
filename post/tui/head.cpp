#include "post/tui/head.h"

#include <fmt/format.h>

#include <array>

#include "post/render/cost.h"
#include "post/render/key_text.h"
#include "post/render/number_text.h"
#include "post/tui/marks.h"

namespace mcbt::tui {
namespace {

using aggregate::Snapshot;

constexpr size_t kTallHeight = 8;  // from here on there is room for the whole head
using ViewNames = std::array<std::string_view, kViews>;
constexpr ViewNames kViewNames = {"1 keys", "2 families", "3 commands", "4 connections",
                                  "5 latency"};
constexpr ViewNames kShortNames = {"1keys", "2fam", "3cmd", "4conn", "5lat"};

std::string duration(double seconds) {
  const auto whole = static_cast<uint64_t>(seconds);
  return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

// 75 → "75 s", 300 → "5 min"
std::string rough_time(double seconds) {
  constexpr double kMinute = 60;
  constexpr double kInMinutes = 120;
  return seconds < kInMinutes ? fmt::format("{:.0f} s", seconds)
                              : fmt::format("{:.0f} min", seconds / kMinute);
}

// What matters most comes first, as a narrow screen has no room for the rest.
std::vector<Piece> origin_pieces(const Scene& scene) {
  const Snapshot& all = *scene.all;
  const aggregate::Origin& origin = all.origin;
  std::string target = "memcached";
  if (!origin.memcached.empty()) target += " " + render::key_text(origin.memcached);
  if (origin.pid) target += fmt::format(" pid {}", *origin.pid);
  std::string window = all.summary
                           ? fmt::format("{} window{}", all.windows, all.windows == 1 ? "" : "s")
                           : fmt::format("window {}", all.seq);
  if (all.seconds) window += fmt::format(", {:.3g} s", *all.seconds);
  const bool clock = all.end_ns && scene.style.clock;
  return {{target, Style::kStrong},
          {origin.source.empty() ? "" : "by " + render::key_text(origin.source), Style::kStrong},
          {"up " + duration(scene.uptime), Style::kStrong},
          {window},
          {clock ? scene.style.clock(*all.end_ns) : ""},
          {origin.host.empty() ? "" : "on " + render::key_text(origin.host)}};
}

std::vector<Piece> rate_pieces(const Scene& scene) {
  const view::Row total = view::total_row(*scene.all);
  constexpr double kPoor = 0.5;
  const bool poor = total.hit_ratio.value_or(1) < kPoor;
  return {{render::scaled(total.rate) + "/s", Style::kStrong},
          {sparkline(scene.rates.rates, scene.ascii) + " " + rough_time(scene.rates.seconds),
           Style::kHot},
          {"hit " + percent(total.hit_ratio), poor ? Style::kBad : Style::kPlain},
          {"read " + render::scaled(total.read_rate) + "B/s"},
          {"written " + render::scaled(total.write_rate) + "B/s"}};
}

std::string skew_line(const Scene& scene, size_t width) {
  const std::string keys = fmt::format("{} keys", scene.all->keys->size());
  const view::Skew& skew = scene.skew;
  const std::string shares = fmt::format("{:.1f} / {:.1f} / {:.1f} %", skew.of_1 * 100,
                                         skew.of_10 * 100, skew.of_100 * 100);
  std::string line = keys + "  top 1/10/100: " + shares;
  if (render::text_width(line) > width) line = fitting({keys, "top " + shares}, width);
  return line;
}

// Whether the numbers are all there is, and what they cost where there is room for it.
void draw_honesty(Grid& grid, size_t y, const Snapshot& snapshot) {
  const auto notes = snapshot.notes();
  std::string line = snapshot.complete() ? "complete" : "NOT complete";
  if (notes.size() > 1) line += fmt::format(" (i: all {} notes)", notes.size());
  if (!notes.empty()) line += ": " + render::message_text(notes.front());
  const Style style = !snapshot.complete() ? Style::kBad
                      : notes.empty()      ? Style::kGood
                                           : Style::kHot;
  put_pieces(grid, y, {{line, style}, {render::cost_text(snapshot)}});
}

size_t width_of(const ViewNames& names) {
  size_t width = 0;
  for (const std::string_view name : names) width += name.size() + 1;
  return width;
}

// The names of the views, the one that is shown marked.
void draw_views(Grid& grid, size_t y, size_t x, const State& state) {
  const size_t right = grid.size().width;
  const ViewNames& names = x + width_of(kViewNames) <= right ? kViewNames : kShortNames;
  if (x + width_of(names) > right) return;
  x = right - width_of(names);
  for (size_t i = 0; i < kViews; ++i) {
    const bool shown = static_cast<size_t>(state.view) == i;
    x = grid.put(x, y, names[i], shown ? Style::kSorted : Style::kPlain) + 1;
  }
}

}  // namespace

size_t sparkline_width(Size size) {
  constexpr size_t kPart = 4;
  return size.width / kPart;
}

size_t head_lines(Size size) {
  return size.height >= kTallHeight ? 4 : 1;
}

void draw_head(Grid& grid, const State& state, const Scene& scene) {
  const Size size = grid.size();
  if (size.height < kTallHeight) return draw_honesty(grid, 0, *scene.all);
  put_pieces(grid, 0, origin_pieces(scene));
  put_pieces(grid, 1, rate_pieces(scene));
  const size_t x = grid.put(0, 2, skew_line(scene, size.width));
  draw_views(grid, 2, x + 2, state);
  draw_honesty(grid, 3, *scene.all);
}

}  // namespace mcbt::tui
