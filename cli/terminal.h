// The terminal that stdout may be, and the reader's clock.
#pragma once

#include <cstdint>
#include <string>

#include "post/render/heading.h"

namespace mcbt::cli {

bool stdout_is_terminal();

// For text that goes to stdout: its width where that is a terminal, and local time.
render::TextStyle text_style(bool to_stdout);

// Moves the cursor home and clears the screen.
inline constexpr const char* kClearScreen = "\033[H\033[2J";

}  // namespace mcbt::cli
