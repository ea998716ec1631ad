// The screen of a state: a pure function of what it is given.
#pragma once

#include "post/tui/grid.h"
#include "post/tui/layout.h"
#include "post/tui/scene.h"
#include "post/tui/state.h"

namespace mcbt::tui {

struct Frame {
  Grid grid;
  Layout layout = {};
};

// Rows that a screen of this size has room for, at least 1.
size_t page_rows(Size size);

Frame draw(const State& state, const Scene& scene, Size size);

}  // namespace mcbt::tui
