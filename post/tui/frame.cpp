#include "post/tui/frame.h"

#include "post/render/key_text.h"
#include "post/tui/detail.h"
#include "post/tui/foot.h"
#include "post/tui/head.h"
#include "post/tui/overlay.h"
#include "post/tui/rows.h"

namespace mcbt::tui {
namespace {

void draw_lines(Frame& frame, size_t y, const State& state, const Scene& scene) {
  Grid& grid = frame.grid;
  for (size_t i = state.first; i < scene.lines.size() && y + 2 < grid.size().height; ++i) {
    const Line& line = scene.lines[i];
    grid.put(0, ++y, render::cut_to_width(line.text, grid.size().width), line.style);
    ++frame.layout.rows;
  }
}

void draw_latency(Frame& frame, size_t y, const State& state, const Scene& scene) {
  frame.grid.put(0, y, "LATENCY in memcached, in microseconds, by operation");
  frame.grid.paint(y, Style::kHeading);
  frame.layout.heading_line = y;
  draw_lines(frame, y, state, scene);
}

void draw_selected(Frame& frame, size_t y, const State& state, const Scene& scene) {
  const auto place = scene.order.place_of(state.selected_key);
  if (place) return draw_detail(frame.grid, y, scene.order.page(*place, 1).rows[0], scene);
  frame.grid.put(0, y, render::key_text(state.selected_key), Style::kStrong);
  frame.grid.put(0, y + 1, "was not used in this window");
}

void draw_body(Frame& frame, size_t y, const State& state, const Scene& scene) {
  if (state.mode == Mode::kSortMenu) return draw_sort_menu(frame.grid, y, state);
  if (state.mode == Mode::kColumnMenu) return draw_column_menu(frame.grid, y, state);
  if (!state.shows_table()) return draw_latency(frame, y, state, scene);
  if (state.mode == Mode::kDetail) return draw_selected(frame, y, state, scene);
  draw_rows(frame, y, scene.order.page(state.first, page_rows(frame.grid.size())), state, scene);
  if (scene.order.size() == 0) draw_lines(frame, y, state, scene);
}

}  // namespace

size_t page_rows(Size size) {
  const size_t others = head_lines(size) + 2;
  return size.height > others ? size.height - others : 1;
}

Frame draw(const State& state, const Scene& scene, Size size) {
  Frame frame{Grid(size)};
  if (size.height == 0 || size.width == 0) return frame;
  if (state.mode == Mode::kHelp) {
    draw_help(frame.grid);
  } else if (scene.all == nullptr) {
    frame.grid.put(0, 0, "waiting for the first window", Style::kStrong);
    frame.grid.put(0, size.height - 1, state.message.empty() ? "? help  q quit" : state.message);
  } else if (state.mode == Mode::kNotes) {
    draw_notes(frame.grid, *scene.all);
  } else {
    draw_head(frame.grid, state, scene);
    draw_body(frame, head_lines(size), state, scene);
    draw_foot(frame.grid, state, scene);
  }
  if (scene.ascii) frame.grid.make_ascii();
  return frame;
}

}  // namespace mcbt::tui
