#include "cli/live_windows.h"

#include "cli/commands.h"
#include "cli/live.h"
#include "cli/messages.h"
#include "cli/output.h"
#include "post/aggregate/aggregator.h"

namespace mcbt::cli {

int run_live_windows(const Options& options, gen::ScriptKind kind, const WindowFormats& formats) {
  const auto plan = plan_trace(options, kind);
  if (!plan) return failed(plan.error());
  auto output = Output::open(options.output);
  if (!output) return failed(output.error());

  WindowPrinter printer(*output, options, formats);
  aggregate::Aggregator aggregator(
      [&](const aggregate::Snapshot& window) { printer.window(window); }, options.ops());
  if (const auto& filter = options.query.filter) {
    aggregator.select_keys([&](std::string_view key) { return filter->matches(key); });
  }
  const auto print_sum = [&] { printer.summary(aggregator.summary()); };
  const auto end =
      run_trace(*plan, options, {&aggregator, {}, [&] { return output->usable(); }, print_sum});
  // Also where the trace broke off: what had been counted is kept.
  const bool counted = aggregator.summary().windows != 0;
  if (end ? *end == LiveEnd::kStopped : counted) print_sum();
  const auto written = output->finish();
  if (!end) return failed(end.error());
  return written ? kDone : failed(written.error());
}

int run_latency(const Options& options) {
  const auto kind = options.query.filter ? gen::ScriptKind::kKeyLatency : gen::ScriptKind::kLatency;
  return run_live_windows(options, kind, latency_formats());
}

}  // namespace mcbt::cli
