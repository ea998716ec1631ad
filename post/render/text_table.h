// Columns of text, aligned. What any of mcbt's tables is drawn with.
#pragma once

#include <string>
#include <vector>

namespace mcbt::render {

enum class Align : uint8_t { kLeft, kRight };

struct TextColumn {
  std::string heading;
  Align align = Align::kRight;
  // Which column goes first where the terminal is too narrow; 0: never.
  int drop_order = 0;
  size_t least_width = 0;          // so that tables of different windows look alike
  std::vector<std::string> cells;  // printable; one a row
};

// The columns side by side with a heading line. `width` is the terminal's, 0 where there is none.
// In a narrow terminal columns are dropped by drop_order, and at last the first column's cells are
// cut with ….
std::string draw_columns(std::vector<TextColumn> columns, size_t width);

}  // namespace mcbt::render
