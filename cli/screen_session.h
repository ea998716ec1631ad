// `mcbt top` on a terminal: the full screen from its start to its end.
#pragma once

#include "cli/options.h"

namespace mcbt::cli {

// Whether `top` with these options is a full screen: both ends are a terminal and nothing asks for
// tables.
bool wants_screen(const Options& options);

// Of a live trace, or of the captures among the positionals. Returns the command's exit status.
int run_screen(const Options& options);

}  // namespace mcbt::cli
