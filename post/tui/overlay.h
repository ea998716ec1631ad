// What stands in place of the rows: help, menus, one key.
#pragma once

#include "post/tui/grid.h"
#include "post/tui/scene.h"
#include "post/tui/state.h"

namespace mcbt::tui {

// Takes the whole screen.
void draw_help(Grid& grid);
// From line `y` on.
void draw_sort_menu(Grid& grid, size_t y, const State& state);
void draw_column_menu(Grid& grid, size_t y, const State& state);
void draw_detail(Grid& grid, size_t y, const view::Row& row, const Scene& scene);

}  // namespace mcbt::tui
