#include "post/render/snoop.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cli/commands.h"
#include "cli/live.h"
#include "cli/messages.h"
#include "cli/output.h"
#include "cli/terminal.h"
#include "post/aggregate/snapshot.h"

namespace mcbt::cli {
namespace {

class SnoopPrinter : public model::EventSink {
 public:
  SnoopPrinter(Output& output, const Options& options)
      : output_(output), options_(options), style_(text_style(output.is_stdout())) {}

  void on_header(const model::CaptureHeader& header) override {
    header_ = header;
    // After a pause another capture begins.
    if (std::exchange(has_heading_, true)) return;
    if (options_.format == Format::kTable) output_.write(render::snoop_text_heading());
    if (options_.format == Format::kCsv) output_.write(render::snoop_csv_header());
  }

  void on_operation(const model::Operation& operation) override {
    if (options_.query.filter && !options_.query.filter->matches(operation.key)) return;
    const auto epoch_ns = header_.wall_clock_ns(operation.time_ns);
    switch (options_.format) {
      case Format::kTable:
        output_.write(render::snoop_text(operation, epoch_ns, style_));
        return;
      case Format::kJson:
        output_.write(render::snoop_json(operation, epoch_ns));
        return;
      case Format::kCsv:
        output_.write(render::snoop_csv(operation, epoch_ns));
        return;
    }
  }

  void on_cost(const model::Cost& cost) override { model::add(cost_, cost); }

  void on_lost(const model::LostEvents& lost) override {
    lost_ += lost.count;
    if (!options_.quiet) {
      print_message(
          fmt::format("mcbt: bpftrace lost {} operations: it could not keep up", lost.count));
    }
  }

  // A count since the trace began; the first of each kind is said at once, all of them at the end.
  void on_not_attributed(const model::NotAttributed& seen) override {
    uint64_t& count = not_attributed_[reason_index(seen.reason)];
    if (count == 0 && !options_.quiet) print_message("mcbt: not shown: " + text_of(seen));
    count = std::max(count, seen.count);
  }

  uint64_t lost() const { return lost_; }

  void print_not_attributed() const {
    for (const model::UnattributedInfo& info : model::kUnattributedReasons) {
      const uint64_t count = not_attributed_[reason_index(info.reason)];
      if (count != 0) print_message("mcbt: not shown above: " + text_of({info.reason, count}));
    }
  }

  // Empty where it is not known.
  std::string cost_text() const {
    const auto share = cost_.share();
    if (!share) return "";
    return fmt::format("mcbt: cost {:.1f} % of a CPU: BPF programs, traps, bpftrace and mcbt",
                       *share * 100);
  }

 private:
  static std::string text_of(const model::NotAttributed& seen) {
    return fmt::format("{} {}", seen.count,
                       model::kUnattributedReasons[reason_index(seen.reason)].what);
  }

  Output& output_;
  const Options& options_;
  render::TextStyle style_;
  model::CaptureHeader header_;
  bool has_heading_ = false;
  uint64_t lost_ = 0;
  std::array<uint64_t, model::kUnattributedReasons.size()> not_attributed_ = {};
  model::Cost cost_;
};

}  // namespace

int run_snoop(const Options& options) {
  const auto plan = plan_trace(options, gen::ScriptKind::kSnoop);
  if (!plan) return failed(plan.error());
  auto output = Output::open(options.output);
  if (!output) return failed(output.error());
  SnoopPrinter printer(*output, options);
  const auto end = run_trace(*plan, options, {&printer, {}, [&] { return output->usable(); }, {}});
  const auto written = output->finish();
  if (!end) return failed(end.error());
  if (!written) return failed(written.error());
  printer.print_not_attributed();
  if (!options.quiet && !printer.cost_text().empty()) print_message(printer.cost_text());
  if (printer.lost() != 0) {
    print_message(
        fmt::format("mcbt: {} operations are missing above; -c and fewer probes help, mcbt "
                    "top counts without loss",
                    printer.lost()));
  }
  return kDone;
}

}  // namespace mcbt::cli
