#include "cli/replay_windows.h"

#include <chrono>
#include <thread>

#include "cli/commands.h"
#include "cli/messages.h"
#include "cli/output.h"
#include "cli/window_printer.h"
#include "post/aggregate/aggregator.h"

namespace mcbt::cli {

int replay_windows(const Options& options, std::optional<double> pace,
                   const std::function<bool(Replay&)>& read) {
  auto output = Output::open(options.output);
  if (!output) return failed(output.error());
  WindowPrinter printer(*output, options, top_formats(options.query, options.group));
  uint64_t shown = 0;
  aggregate::Aggregator aggregator(
      [&](const aggregate::Snapshot& window) {
        // A signal ends the sleep early, and then the reading.
        if (pace && shown != 0) std::this_thread::sleep_for(std::chrono::duration<double>(*pace));
        printer.window(window);
        ++shown;
      },
      options.ops());
  Replay replay(aggregator, options);
  replay.go_on = [&] { return output->usable() && (!options.count || shown < *options.count); };
  const bool good = read(replay);
  if (shown != 0) printer.summary(aggregator.summary());
  const auto written = output->finish();
  if (!written) return failed(written.error());
  return good ? kDone : kFailed;
}

}  // namespace mcbt::cli
