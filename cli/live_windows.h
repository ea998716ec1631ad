// `top` and `latency`: a live trace whose windows are printed.
#pragma once

#include "cli/options.h"
#include "cli/window_printer.h"
#include "gen/script_spec.h"

namespace mcbt::cli {

// Traces until Ctrl-C or options.count windows, prints each window and at last their sum. Returns
// the command's exit status.
int run_live_windows(const Options& options, gen::ScriptKind kind, const WindowFormats& formats);

}  // namespace mcbt::cli
