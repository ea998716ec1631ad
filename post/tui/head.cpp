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
constexpr std::array<std::string_view, kViews> kViewNames = {"1 keys", "2 families", "3 commands",
                                                             "4 connections", "5 latency"};

std::string duration(double seconds) {
  const auto whole = static_cast<uint64_t>(seconds);
  return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

std::string origin_line(const Scene& scene, size_t width) {
  std::string line = render::heading_text(*scene.all, {0, scene.style.clock});
  line.pop_back();
  return fitting({line + ", up " + duration(scene.uptime), line}, width);
}

std::string rate_line(const Scene& scene, size_t width) {
  const view::Row total = view::total_row(*scene.all);
  return fitting({render::scaled(total.rate) + "/s", sparkline(scene.rates, width / 4, scene.ascii),
                  "hit " + percent(total.hit_ratio), render::cost_text(*scene.all),
                  "read " + render::scaled(total.read_rate) + "/s",
                  "written " + render::scaled(total.write_rate) + "/s"},
                 width);
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

void draw_honesty(Grid& grid, size_t y, const Snapshot& snapshot) {
  const auto notes = snapshot.notes();
  if (snapshot.complete() && notes.empty()) {
    grid.put(0, y, "complete", Style::kGood);
    return;
  }
  std::string line = snapshot.complete() ? "complete; " : "NOT complete: ";
  if (notes.size() > 1) line += fmt::format("({} notes) ", notes.size());
  if (!notes.empty()) line += render::message_text(notes.front());
  grid.put(0, y, render::cut_to_width(line, grid.size().width), Style::kBad);
}

// The names of the views, the one that is shown marked.
void draw_views(Grid& grid, size_t y, size_t x, const State& state) {
  size_t width = 0;
  for (const std::string_view name : kViewNames) width += name.size() + 1;
  if (x + width > grid.size().width) return;
  x = grid.size().width - width;
  for (size_t i = 0; i < kViews; ++i) {
    const bool shown = static_cast<size_t>(state.view) == i;
    x = grid.put(x, y, kViewNames[i], shown ? Style::kSorted : Style::kPlain) + 1;
  }
}

std::vector<std::string> time_pieces(const State& state, const Scene& scene) {
  std::vector<std::string> pieces;
  if (state.playing) {
    pieces.push_back(fmt::format("PLAYING {:g}x", state.speed));
  } else if (state.paused) {
    pieces.emplace_back("PAUSED");
  }
  if (state.back != 0) {
    pieces.push_back(fmt::format("-{} window{}", state.back, state.back == 1 ? "" : "s"));
  }
  if (state.span == Span::kMinute) pieces.emplace_back("last minute");
  if (state.span == Span::kStart)
    pieces.emplace_back(scene.capture ? "whole capture" : "since start");
  return pieces;
}

std::string status(const State& state, const Scene& scene, size_t rows, size_t width) {
  std::vector<std::string> pieces = time_pieces(state, scene);
  pieces.push_back(rows == 0 ? "no rows" : fmt::format("{}/{}", state.selected + 1, rows));
  if (!scene.recording.empty()) pieces.push_back("REC " + render::message_text(scene.recording));
  if (!state.family.empty()) pieces.push_back("of " + render::key_text(state.family));
  if (!state.filter.empty()) pieces.push_back("filter " + render::message_text(state.filter));
  if (!state.search.empty()) pieces.push_back("search " + render::message_text(state.search));
  if (state.follow) pieces.emplace_back("follow");
  if (state.query.reverse) pieces.emplace_back("reverse");
  pieces.emplace_back("? help");
  pieces.emplace_back("q quit");
  return fitting(pieces, width);
}

// The end of what is typed is what must be seen.
std::string typed(std::string_view prompt, const std::string& input, size_t width) {
  std::string text = render::message_text(input) + "_";
  while (!text.empty() && prompt.size() + render::text_width(text) > width) {
    do {
      text.erase(0, 1);
    } while (!text.empty() && (static_cast<unsigned char>(text[0]) & 0xC0U) == 0x80U);
  }
  return std::string(prompt) + text;
}

}  // namespace

size_t head_lines(Size size) {
  return size.height >= kTallHeight ? 4 : 1;
}

void draw_head(Grid& grid, const State& state, const Scene& scene) {
  const Size size = grid.size();
  if (size.height < kTallHeight) return draw_honesty(grid, 0, *scene.all);
  grid.put(0, 0, origin_line(scene, size.width), Style::kStrong);
  grid.put(0, 1, rate_line(scene, size.width));
  const size_t x = grid.put(0, 2, skew_line(scene, size.width));
  draw_views(grid, 2, x + 2, state);
  draw_honesty(grid, 3, *scene.all);
}

void draw_foot(Grid& grid, const State& state, const Scene& scene) {
  const Size size = grid.size();
  const size_t y = size.height - 1;
  switch (state.mode) {
    case Mode::kSearch:
      grid.put(0, y, typed("/", state.input, size.width), Style::kStrong);
      return;
    case Mode::kFilter:
      grid.put(0, y, typed("filter: ", state.input, size.width), Style::kStrong);
      return;
    case Mode::kFileName:
      grid.put(0, y, typed("write to (.json or .csv): ", state.input, size.width), Style::kStrong);
      return;
    case Mode::kSortMenu:
      grid.put(0, y, "sort by: arrows, Enter; Esc: as before", Style::kStrong);
      return;
    case Mode::kColumnMenu:
      grid.put(0, y, "columns: arrows, space; Enter", Style::kStrong);
      return;
    default:
      break;
  }
  if (!state.message.empty()) {
    grid.put(0, y, render::cut_to_width(state.message, size.width), Style::kBad);
  } else {
    const size_t rows = state.shows_table() ? scene.order.size() : scene.lines.size();
    grid.put(0, y, status(state, scene, rows, size.width));
  }
}

}  // namespace mcbt::tui
