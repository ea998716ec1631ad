// Rows of windows as lines for programs: a line for each window, key and operation
// (docs/output.md).
#pragma once

#include <string>

#include "post/aggregate/window_rows.h"

namespace mcbt::render {

// What is not known is null, empty, and \N. The fields of TSV have no tab and no newline in them,
// as keys are escaped in every format.
enum class RowFormat : uint8_t { kJsonl, kCsv, kTsv };

// The line with the names of the columns; empty for JSON Lines.
std::string row_header(RowFormat format);

// Lines of rows. What the rows of a window have in common is made into text once.
class RowLines {
 public:
  explicit RowLines(RowFormat format) : format_(format) {}

  // The rows that follow are of this window.
  void begin_window(const aggregate::RowWindow& window);
  // Appends the line of a row to `text`.
  void add(const aggregate::CountedRow& row, std::string& text) const;

 private:
  RowFormat format_;
  std::string beginning_;
  bool complete_ = false;
};

}  // namespace mcbt::render
