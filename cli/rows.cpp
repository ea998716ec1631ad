#include "cli/commands.h"
#include "cli/messages.h"
#include "cli/output.h"
#include "cli/replay.h"
#include "cli/selection.h"
#include "post/aggregate/window_rows.h"
#include "post/render/window_rows.h"

namespace mcbt::cli {
namespace {

// Lines of rows, written in large pieces.
class RowPrinter {
 public:
  RowPrinter(Output& output, const Options& options)
      : output_(output), filter_(selected_query(options).filter), lines_(options.row_format) {
    text_ = render::row_header(options.row_format);
  }

  void begin_window(const aggregate::RowWindow& window) { lines_.begin_window(window); }

  // Of operations in no row nobody knows whether their keys match.
  void add(const aggregate::CountedRow& row) {
    if (row.key == view::RowsBy::kOtherRow) return;
    if (filter_ && (!row.key || !filter_->matches(*row.key))) return;
    lines_.add(row, text_);
    constexpr size_t kPiece = size_t{1} << 16;
    if (text_.size() >= kPiece) flush();
  }

  void flush() {
    output_.write(text_);
    text_.clear();
  }

 private:
  Output& output_;
  std::optional<view::Filter> filter_;
  render::RowLines lines_;
  std::string text_;
};

void print_notes(const aggregate::WindowRows& rows) {
  for (const aggregate::CaptureNotes& capture : rows.notes()) {
    for (const std::string& note : capture.notes) print_error({note, capture.file});
  }
}

}  // namespace

int run_rows(const Options& asked) {
  Options options = asked;
  if (options.group) options.query.by = {view::RowPart::kFamily};
  auto output = Output::open(options.output);
  if (!output) return failed(output.error());
  RowPrinter printer(*output, options);
  aggregate::WindowRows rows(
      [&](const aggregate::RowWindow& window) { printer.begin_window(window); },
      [&](const aggregate::CountedRow& row) { printer.add(row); }, options.ops());
  Selection selection(rows, options);
  Replay replay(selection.entry(), options);
  replay.go_on = [&] { return output->usable(); };
  const NamedCaptures captures = named_captures(options.positionals, options);
  bool good = captures.all_found;
  for (const std::string& path : captures.paths) good = replay.read(path) && good;
  printer.flush();

  if (!options.quiet) print_notes(rows);
  good = selection.judge() && good;
  if (!rows.has_capture() && good) {
    print_error({"none of the captures is of a script of mcbt's: there are no rows"});
    good = false;
  }
  const auto written = output->finish();
  if (!written) return failed(written.error());
  return good ? kDone : kFailed;
}

}  // namespace mcbt::cli
