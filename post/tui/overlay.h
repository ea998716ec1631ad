// What stands in place of the rows or of the whole screen: help, notes, menus.
#pragma once

#include "post/tui/grid.h"
#include "post/tui/scene.h"
#include "post/tui/state.h"

namespace mcbt::tui {

// These take the whole screen.
void draw_help(Grid& grid);
// Every note, and what the source does not see.
void draw_notes(Grid& grid, const aggregate::Snapshot& snapshot);
// These stand from line `y` on.
void draw_sort_menu(Grid& grid, size_t y, const State& state);
void draw_column_menu(Grid& grid, size_t y, const State& state);

}  // namespace mcbt::tui
