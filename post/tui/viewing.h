// Which rows are shown, and what of a row.
#pragma once

#include "post/tui/state.h"

namespace mcbt::tui {

// Takes a key where it chooses what is looked at, and says whether it was.
bool press_viewing(State& state, const Key& key, const Bounds& bounds);

}  // namespace mcbt::tui
