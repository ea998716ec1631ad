// What the reader types: a search, a filter, the name of a file.
#pragma once

#include "post/tui/state.h"

namespace mcbt::tui {

// A key while something is typed.
void press_typing(State& state, const Key& key, const Bounds& bounds);

// Takes a key that begins to type, or that searches again, and says whether it was one.
bool press_finding(State& state, const Key& key, const Bounds& bounds);

// Filters by what was typed. Says in the message why it cannot.
void set_filter(State& state, const std::string& typed);

}  // namespace mcbt::tui
