// One row, and all that is known of it.
#pragma once

#include "post/tui/grid.h"
#include "post/tui/scene.h"

namespace mcbt::tui {

// From line `y` on, up to the last but one.
void draw_detail(Grid& grid, size_t y, const view::Row& row, const Scene& scene);

}  // namespace mcbt::tui
