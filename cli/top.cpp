#include "cli/commands.h"
#include "cli/live_windows.h"
#include "cli/replay_windows.h"
#include "cli/screen_session.h"
#include "cli/selection.h"

namespace mcbt::cli {

int run_top(const Options& options) {
  if (wants_screen(options)) return run_screen(options);
  if (options.positionals.empty()) {
    return run_live_windows(options, gen::ScriptKind::kTop,
                            top_formats(options.query, options.group));
  }
  const NamedCaptures captures = named_captures(options.positionals, options);
  return replay_windows(options, options.interval, [&](Replay& replay) {
    return replay.read(captures.paths) && captures.all_found;
  });
}

}  // namespace mcbt::cli
