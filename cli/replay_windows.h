// `top CAPTURE` and `demo`: the windows of captures, one after the other.
#pragma once

#include <functional>
#include <optional>

#include "cli/options.h"
#include "cli/replay.h"

namespace mcbt::cli {

// Prints the windows that `read` finds, at most options.count of them, and their sum. `pace`:
// seconds from one to the next; nothing: as fast as they are read. `read` returns whether all
// captures could be read. Returns the command's exit status.
int replay_windows(const Options& options, std::optional<double> pace,
                   const std::function<bool(Replay&)>& read);

}  // namespace mcbt::cli
