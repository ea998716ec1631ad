#include "cli/window_printer.h"

#include <utility>

#include "cli/terminal.h"
#include "post/render/latency.h"
#include "post/render/top_csv.h"
#include "post/render/top_json.h"
#include "post/render/top_text.h"

namespace mcbt::cli {

using aggregate::Snapshot;

WindowFormats top_formats(const view::Query& query) {
  const auto table = [query](const Snapshot& snapshot) {
    return view::make_top_table(snapshot, query);
  };
  return {[table](const Snapshot& snapshot, const render::TextStyle& style) {
            return render::top_text(table(snapshot), style);
          },
          [table](const Snapshot& snapshot) { return render::top_json(table(snapshot)); },
          render::top_csv_header,
          [table](const Snapshot& snapshot) { return render::top_csv_rows(table(snapshot)); }};
}

WindowFormats latency_formats() {
  return {render::latency_text, render::latency_json, render::latency_csv_header,
          render::latency_csv_rows};
}

WindowPrinter::WindowPrinter(Output& output, const Options& options, WindowFormats formats)
    : output_(output), options_(options), formats_(std::move(formats)) {}

void WindowPrinter::window(const Snapshot& snapshot) {
  print(snapshot, output_.is_stdout() && stdout_is_terminal() && !options_.no_clear);
}

void WindowPrinter::summary(const Snapshot& snapshot) {
  print(snapshot, false);
}

void WindowPrinter::print(const Snapshot& snapshot, bool clear) {
  switch (options_.format) {
    case Format::kTable:
      output_.write((clear ? kClearScreen : "") +
                    formats_.text(snapshot, text_style(output_.is_stdout())));
      return;
    case Format::kJson:
      output_.write(formats_.json(snapshot));
      return;
    case Format::kCsv:
      if (!std::exchange(has_header_, true)) output_.write(formats_.csv_header());
      output_.write(formats_.csv_rows(snapshot));
      return;
  }
}

}  // namespace mcbt::cli
