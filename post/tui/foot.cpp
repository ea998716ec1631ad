#include "post/tui/foot.h"

#include <fmt/format.h>

#include "post/render/key_text.h"
#include "post/tui/marks.h"

namespace mcbt::tui {
namespace {

void add_time(std::vector<Piece>& pieces, const State& state, const Scene& scene) {
  if (state.playing) {
    pieces.push_back({fmt::format("PLAYING {:g}x", state.speed), Style::kHot});
  } else if (state.paused) {
    pieces.push_back({"PAUSED", Style::kHot});
  }
  if (state.back != 0) {
    pieces.push_back(
        {fmt::format("-{} window{}", state.back, state.back == 1 ? "" : "s"), Style::kHot});
  }
  if (state.span == Span::kMinute) pieces.push_back({"last minute", Style::kHot});
  if (state.span == Span::kStart) {
    pieces.push_back({scene.capture ? "whole capture" : "since start", Style::kHot});
  }
}

// What can be pressed next, as far as there is room.
void add_hints(std::vector<Piece>& pieces, const State& state) {
  if (state.mode == Mode::kDetail || !state.family.empty()) pieces.push_back({"Esc back"});
  pieces.push_back({"? help"});
  pieces.push_back({"q quit"});
  if (state.mode == Mode::kDetail || !state.shows_table()) return;
  for (const char* hint :
       {"/ search", "\\ filter", "F6 sort", "t families", "Enter look", "space pause"}) {
    pieces.push_back({hint});
  }
}

std::vector<Piece> status(const State& state, const Scene& scene, size_t rows) {
  std::vector<Piece> pieces;
  add_time(pieces, state, scene);
  pieces.push_back({rows == 0 ? "no rows" : fmt::format("{}/{}", state.selected + 1, rows)});
  const auto add = [&](const std::string& text) { pieces.push_back({text, Style::kStrong}); };
  if (!scene.recording.empty()) {
    pieces.push_back({"REC " + render::message_text(scene.recording), Style::kBad});
  }
  if (!state.family.empty()) add("of " + render::key_text(state.family));
  if (!state.filter.empty()) add("filter " + render::message_text(state.filter));
  if (!state.search.empty()) add("search " + render::message_text(state.search));
  if (state.follow) add("follow");
  if (state.query.sort != view::SortColumn::kCalls) {
    add("by " + std::string(view::sort_name(state.query.sort)));
  }
  if (state.query.reverse) add("reverse");
  add_hints(pieces, state);
  return pieces;
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
    grid.put(0, y, render::cut_to_width(state.message, size.width), Style::kHot);
  } else {
    const size_t rows = state.shows_table() ? scene.order.size() : scene.lines.size();
    put_pieces(grid, y, status(state, scene, rows));
  }
}

}  // namespace mcbt::tui
