// Which window, and which sum of windows, is looked at.
#pragma once

#include "post/tui/state.h"

namespace mcbt::tui {

// Takes a key where it is about time, and says whether it was.
bool press_timing(State& state, const Key& key, const Bounds& bounds);

// The next window of a capture that is played.
void play_on(State& state);

}  // namespace mcbt::tui
