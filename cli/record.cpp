#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/live.h"
#include "cli/messages.h"
#include "cli/output.h"

namespace mcbt::cli {

int run_record(const Options& options) {
  const auto plan = plan_trace(options, gen::ScriptKind::kTop);
  if (!plan) return failed(plan.error());
  auto output = Output::open(options.output);
  if (!output) return failed(output.error());

  uint64_t bytes = 0;
  model::EventSink nowhere;
  const auto end = run_trace(*plan, options,
                             {&nowhere,
                              [&](std::string_view line) {
                                output->write(line);
                                output->write("\n");
                                bytes += line.size() + 1;
                              },
                              [&] { return output->usable(); },
                              {}});
  const auto written = output->finish();
  if (!written) return failed(written.error());
  if (!end) return failed(end.error());
  if (!options.quiet && !output->is_stdout()) {
    print_message(
        fmt::format("mcbt: {} bytes in {}; show them with mcbt report", bytes, options.output));
  }
  return kDone;
}

}  // namespace mcbt::cli
