// The screen of a state: a pure function of what it is given.
#pragma once

#include <vector>

#include "post/render/heading.h"
#include "post/tui/grid.h"
#include "post/tui/state.h"

namespace mcbt::tui {

struct Scene {
  const view::TopOrder& order;
  // Operations a second, a number a window, oldest first, up to the window shown.
  std::vector<double> rates = {};
  // Those of the selected key.
  std::vector<double> key_rates = {};
  // The keys of the window before, for trends; null where there is none.
  const aggregate::KeyTable* previous = nullptr;
  double uptime = 0;     // seconds since the first window
  bool ended = false;    // no more windows will come
  bool waiting = false;  // none has come yet: the order is of nothing
  bool ascii = false;
  render::TextStyle style = {};  // its clock is used
};

// Rows that a screen of this size has room for, at least 1.
size_t page_rows(Size size);

Grid draw(const State& state, const Scene& scene, Size size);

}  // namespace mcbt::tui
