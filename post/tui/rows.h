// The rows of a frame: trend, columns, share, and the key last.
#pragma once

#include "post/tui/frame.h"

namespace mcbt::tui {

// Draws the headings on line `y` and the rows of `table`, which begin at state.first, below it, and
// says in the layout where they are.
void draw_rows(Frame& frame, size_t y, const view::TopTable& table, const State& state,
               const Scene& scene);

}  // namespace mcbt::tui
