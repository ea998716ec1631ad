// What is remembered of a screen from one time to the next, as text.
#pragma once

#include <string>

#include "model/result.h"
#include "post/tui/state.h"

namespace mcbt::tui {

// "name = value" lines; # begins a comment.
std::string settings_text(const State& state);

// The state with the settings of `text`. Fails at the first line that is none; its hint names it.
model::Result<State> with_settings(State state, const std::string& text);

}  // namespace mcbt::tui
