// The lines above the rows, and the one below them.
#pragma once

#include "post/tui/grid.h"
#include "post/tui/scene.h"
#include "post/tui/state.h"

namespace mcbt::tui {

// Lines that the head takes on a screen of this size.
size_t head_lines(Size size);

void draw_head(Grid& grid, const State& state, const Scene& scene);
void draw_foot(Grid& grid, const State& state, const Scene& scene);

}  // namespace mcbt::tui
