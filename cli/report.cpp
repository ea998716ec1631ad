#include <sched.h>
#include <unistd.h>

#include "cli/commands.h"
#include "cli/messages.h"
#include "cli/output.h"
#include "cli/replay.h"
#include "cli/selection.h"
#include "cli/terminal.h"
#include "cli/window_printer.h"
#include "post/aggregate/aggregator.h"
#include "post/aggregate/map_prints.h"
#include "post/render/map.h"
#include "post/view/map_table.h"

namespace mcbt::cli {
namespace {

// Everything that captures can hold: windows of mcbt's scripts, maps of other people's.
class ReportSink : public aggregate::Aggregator {
 public:
  ReportSink(WindowHandler on_window, const Options& options)
      : Aggregator(std::move(on_window), options.ops()) {}

  void on_map(model::MapDump&& dump) override {
    if (on_print) on_print(dump);
    maps.add(std::move(dump));
  }
  void on_text(const model::Text&) override { ++texts; }

  std::function<void(const model::MapDump&)> on_print;
  aggregate::MapPrints maps;
  uint64_t texts = 0;  // lines that scripts printed by printf
};

class MapPrinter {
 public:
  MapPrinter(Output& output, const Options& options) : output_(output), options_(options) {}

  void print(const model::MapDump& dump) {
    const view::MapTable table = view::make_map_table(dump, options_.query);
    switch (options_.format) {
      case Format::kTable:
        output_.write(render::map_text(table, text_style(output_.is_stdout())));
        return;
      case Format::kJson:
        output_.write(render::map_json(table));
        return;
      case Format::kCsv:
        if (!std::exchange(has_header_, true)) output_.write(render::map_csv_header());
        output_.write(render::map_csv_rows(table));
        return;
    }
  }

 private:
  Output& output_;
  const Options& options_;
  bool has_header_ = false;
};

// The last print of each map; what else there was is said.
void print_maps(const ReportSink& sink, const Options& options, MapPrinter& printer) {
  uint64_t earlier = 0;
  for (const aggregate::MapPrints::Map& map : sink.maps.maps()) {
    if (!options.windows) printer.print(map.last);
    earlier += map.prints - 1;
  }
  if (options.quiet) return;
  if (earlier != 0 && !options.windows) {
    print_message(
        "mcbt: maps were printed repeatedly; shown is the last print of each, --windows "
        "shows all");
  }
  if (sink.maps.maps().empty() && sink.texts != 0) {
    print_message("mcbt: the capture has printed text and no maps: there is nothing to sort");
  }
}

// As many as may run at a time: the machine's, or what taskset or a container leaves of them.
size_t threads_of(const Options& options) {
  cpu_set_t cores = {};
  const bool known = sched_getaffinity(0, sizeof cores, &cores) == 0;
  return options.threads.value_or(known ? static_cast<size_t>(CPU_COUNT(&cores)) : 1);
}

// The rest is for the program, for the part of the capture's file that is in memory, and for rows.
size_t table_bytes(uint64_t max_memory) {
  return max_memory - kLeastMemory * 3 / 4;
}

// With a bound on memory on one thread: what is let go then is the same from run to run.
void set_up(ReportSink& sink, Replay& replay, const Options& options) {
  if (options.max_memory) {
    sink.hold_to(table_bytes(*options.max_memory));
  } else if (const size_t threads = threads_of(options); threads > 1 && !options.windows) {
    sink.count_apart(threads);
    replay.use_threads(threads);
  }
  // Windows on the terminal say themselves how far it is.
  const bool windows_shown = options.windows && stdout_is_terminal();
  if (isatty(STDERR_FILENO) != 0 && !options.quiet && !windows_shown) replay.show_progress();
}

bool has_latencies(const aggregate::Snapshot& snapshot) {
  return snapshot.origin.script == "latency" || snapshot.origin.script == "keylatency";
}

}  // namespace

int run_report(const Options& options) {
  auto output = Output::open(options.output);
  if (!output) return failed(output.error());
  WindowPrinter tops(*output, options,
                     top_formats(selected_query(options), selected_families(options)));
  WindowPrinter latencies(*output, options, latency_formats());
  MapPrinter maps(*output, options);

  const auto print_window = [&](const aggregate::Snapshot& window) {
    (has_latencies(window) ? latencies : tops).window(window);
  };
  ReportSink sink(options.windows ? print_window : ReportSink::WindowHandler{}, options);
  if (const auto& filter = options.query.filter) {
    sink.select_keys([&](std::string_view key) { return filter->matches(key); });
  }
  if (options.windows) sink.on_print = [&](const model::MapDump& dump) { maps.print(dump); };

  Selection selection(sink, options);
  Replay replay(selection.entry(), options);
  replay.go_on = [&] { return output->usable(); };
  set_up(sink, replay, options);
  const NamedCaptures captures = named_captures(options.positionals, options);
  bool good = replay.read(captures.paths) && captures.all_found;
  good = selection.judge() && good;

  const aggregate::Snapshot sum = sink.summary();
  // What a screen recorded is a capture of top with histograms in it.
  const bool mixed = sum.origin.script.empty() && !sum.latency->histograms().empty();
  if (mixed || has_latencies(sum)) latencies.summary(sum);
  const bool has_top = sink.has_capture() && !has_latencies(sum);
  if (has_top) tops.summary(sum);
  if (!sink.has_capture()) print_maps(sink, options, maps);
  if (options.query.filter && sum.origin.script == "latency" && !options.quiet) {
    print_message(
        "mcbt: -k chooses nothing here: the capture has latencies by operation only; one of "
        "the script keylatency has them by key");
  }
  const auto written = output->finish();
  if (!written) return failed(written.error());
  return good ? kDone : kFailed;
}

}  // namespace mcbt::cli
