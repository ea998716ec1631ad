#include "cli/commands.h"
#include "cli/demo_capture.h"
#include "cli/replay_windows.h"

namespace mcbt::cli {

int run_demo(const Options& options) {
  constexpr double kOwnPace = 1.0;
  return replay_windows(options, options.interval.value_or(kOwnPace), [](Replay& replay) {
    return replay.read("the demo's capture",
                       run::LineSource::of_bytes(std::string(demo_capture())));
  });
}

}  // namespace mcbt::cli
