// The lines above the rows.
#pragma once

#include "post/tui/grid.h"
#include "post/tui/scene.h"
#include "post/tui/state.h"

namespace mcbt::tui {

// Characters that the line of rates takes.
size_t sparkline_width(Size size);

// Lines that the head takes on a screen of this size.
size_t head_lines(Size size);

void draw_head(Grid& grid, const State& state, const Scene& scene);

}  // namespace mcbt::tui
