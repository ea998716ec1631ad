// Prints windows and their sum in the format asked for.
#pragma once

#include <functional>
#include <string>

#include "cli/options.h"
#include "cli/output.h"
#include "post/aggregate/snapshot.h"
#include "post/render/heading.h"

namespace mcbt::cli {

// What one kind of table looks like in each format.
struct WindowFormats {
  std::function<std::string(const aggregate::Snapshot&, const render::TextStyle&)> text;
  std::function<std::string(const aggregate::Snapshot&)> json;
  std::function<std::string()> csv_header;
  std::function<std::string(const aggregate::Snapshot&)> csv_rows;
};
// Of families where there is a rule for them.
WindowFormats top_formats(const view::Query& query, const std::optional<view::FamilyRule>& group);
WindowFormats latency_formats();

class WindowPrinter {
 public:
  // Output and options must outlive the printer.
  WindowPrinter(Output& output, const Options& options, WindowFormats formats);

  // On a terminal a window takes the place of the one before it, unless --no-clear says otherwise.
  void window(const aggregate::Snapshot& snapshot);
  void summary(const aggregate::Snapshot& snapshot);

 private:
  void print(const aggregate::Snapshot& snapshot, bool clear);

  Output& output_;
  const Options& options_;
  WindowFormats formats_;
  bool has_header_ = false;
};

}  // namespace mcbt::cli
