#include "post/render/diff.h"

#include "cli/commands.h"
#include "cli/messages.h"
#include "cli/output.h"
#include "cli/replay.h"
#include "cli/selection.h"
#include "cli/terminal.h"
#include "post/aggregate/aggregator.h"
#include "post/view/diff_table.h"
#include "post/view/regrouped.h"

namespace mcbt::cli {
namespace {

using aggregate::Snapshot;

// One side: all captures of one name.
class Side {
 public:
  Side(std::string which, std::string name, const Options& options)
      : which_(std::move(which)),
        name_(std::move(name)),
        options_(options),
        sum_({}, options.ops()),
        selection_(sum_, options) {}

  // False where some of it could not be read, which was said.
  bool read() {
    Replay replay(selection_.entry(), options_);
    const NamedCaptures captures = named_captures({name_}, options_);
    bool good = captures.all_found;
    for (const std::string& path : captures.paths) good = replay.read(path) && good;
    interrupted_ = replay.interrupted();
    return selection_.judge(which_) && good;
  }

  bool interrupted() const { return interrupted_; }

  // What is wrong with it for a comparison.
  model::Status check() const {
    if (!sum_.has_capture()) {
      return model::Error{"nothing to compare: no windows of a script of mcbt's", name_};
    }
    const Snapshot sum = sum_.summary();
    if (!sum.seconds || *sum.seconds <= 0) {
      return model::Error{
          "nothing to compare: it has no window that is whole, so its rates are "
          "not known",
          name_};
    }
    return model::ok();
  }

  // Of families, where they are asked for.
  Snapshot snapshot() {
    Snapshot sum = sum_.summary();
    const auto families = selected_families(options_);
    if (!families) return sum;
    families_ = view::Regrouped::by_family(sum, *families);
    return families_->snapshot();
  }

 private:
  std::string which_;
  std::string name_;
  const Options& options_;
  aggregate::Aggregator sum_;
  Selection selection_;
  std::unique_ptr<view::Regrouped> families_;
  bool interrupted_ = false;
};

std::string drawn(const view::DiffTable& table, const Options& options, bool to_stdout) {
  switch (options.format) {
    case Format::kTable:
      return render::diff_text(table, text_style(to_stdout));
    case Format::kJson:
      return render::diff_json(table);
    case Format::kCsv:
      return render::diff_csv(table);
  }
  return {};
}

}  // namespace

int run_diff(const Options& options) {
  auto output = Output::open(options.output);
  if (!output) return failed(output.error());
  Options of_before = options;
  Options of_after = options;
  if (options.at) {
    of_before.to = options.at;
    of_after.from = options.at;
  }
  Side before("before", options.positionals.front(), of_before);
  Side after("after", options.positionals.back(), of_after);
  bool good = before.read();
  if (!before.interrupted()) good = after.read() && good;
  if (const auto status = before.check(); !status) return failed(status.error());
  if (const auto status = after.check(); !status) return failed(status.error());

  const view::DiffTable table = view::make_diff_table(before.snapshot(), after.snapshot(),
                                                      selected_query(options), options.sorted);
  output->write(drawn(table, options, output->is_stdout()));
  const auto written = output->finish();
  if (!written) return failed(written.error());
  return good ? kDone : kFailed;
}

}  // namespace mcbt::cli
