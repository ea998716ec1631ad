#include "cli/window_printer.h"

#include <utility>

#include "cli/terminal.h"
#include "post/aggregate/estimate.h"
#include "post/render/latency.h"
#include "post/render/top_csv.h"
#include "post/render/top_json.h"
#include "post/render/top_text.h"
#include "post/view/regrouped.h"

namespace mcbt::cli {

using aggregate::Snapshot;

WindowFormats top_formats(const view::Query& query, const std::optional<view::FamilyRule>& group) {
  // The rows of a table live as long as what it was made of.
  const auto with_table = [query, group](const Snapshot& snapshot, const auto& print) {
    if (!group) return print(view::make_top_table(snapshot, query));
    const auto families = view::Regrouped::by_family(snapshot, *group);
    return print(view::make_top_table(families->snapshot(), query));
  };
  return {[with_table](const Snapshot& snapshot, const render::TextStyle& style) {
            return with_table(snapshot, [&](const view::TopTable& table) {
              return render::top_text(table, style);
            });
          },
          [with_table](const Snapshot& snapshot) { return with_table(snapshot, render::top_json); },
          render::top_csv_header,
          [with_table](const Snapshot& snapshot) {
            return with_table(snapshot, render::top_csv_rows);
          }};
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
  if (!snapshot.sampled || !snapshot.sampled->scales) return print(snapshot, false);
  print(aggregate::Estimate(snapshot).snapshot(), false);
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
