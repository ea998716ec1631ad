// The last line: what is active, what was said, or what is being typed.
#pragma once

#include "post/tui/grid.h"
#include "post/tui/scene.h"
#include "post/tui/state.h"

namespace mcbt::tui {

void draw_foot(Grid& grid, const State& state, const Scene& scene);

}  // namespace mcbt::tui
