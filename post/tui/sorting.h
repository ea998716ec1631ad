// The column that sorts, and the columns that are shown.
#pragma once

#include <optional>
#include <string_view>

#include "post/tui/state.h"

namespace mcbt::tui {

// The heading that a sort column stands under; empty where it has no column of its own.
std::string_view heading_of(view::SortColumn column);

// Takes a key where it is theirs, and says whether it was; a click on a heading is.
bool press_sorting(State& state, const Key& key, const Bounds& bounds);

// A key while a menu is open.
void press_sort_menu(State& state, const Key& key);
void press_column_menu(State& state, const Key& key);

}  // namespace mcbt::tui
