// Which captures, and what of them, a command looks at.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/options.h"
#include "cli/window_printer.h"
#include "post/aggregate/slice.h"
#include "post/view/rows_by.h"

namespace mcbt::cli {

struct NamedCaptures {
  std::vector<std::string> paths;
  bool all_found = true;  // false: what was not is said
};

// The files that the names stand for (run/capture_files.h). Says what of folders is passed over.
NamedCaptures named_captures(const std::vector<std::string>& names, const Options& options);

// What --from, --to, --window and --by make of captures on their way to a sink.
class Selection {
 public:
  // Both must outlive it.
  Selection(model::EventSink& sink, const Options& options);

  // What captures are to be read into: the sink itself where all of it is wanted as it is.
  model::EventSink& entry();

  // After the last capture: says of what it could not tell whether it is in the slice, and that
  // nothing was. False where that leaves nothing, or not all of what was asked for. `what` stands
  // before the messages where there are several selections; may be empty.
  bool judge(const std::string& what = {}) const;

 private:
  const Options& options_;
  model::EventSink* entry_;
  std::optional<view::RowsBy> rows_by_;
  std::optional<aggregate::Slice> slice_;
};

// The query and the formats of tables of what a selection lets through.
view::Query selected_query(const Options& options);
std::optional<view::FamilyRule> selected_families(const Options& options);

}  // namespace mcbt::cli
