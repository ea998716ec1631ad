// The selection, and what of the rows is in sight.
#pragma once

#include "post/tui/state.h"

namespace mcbt::tui {

void move_to(State& state, size_t place, const Bounds& bounds);
void keep_in_sight(State& state, const Bounds& bounds);

// These take a key where it is theirs, and say whether it was.
bool press_moving(State& state, const Key& key, const Bounds& bounds);

}  // namespace mcbt::tui
