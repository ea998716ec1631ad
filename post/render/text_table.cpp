#include "post/render/text_table.h"

#include <algorithm>
#include <numeric>

#include "post/render/key_text.h"

namespace mcbt::render {
namespace {

// How much of a narrow terminal the first column gets, if it wants so much, before others are kept.
constexpr size_t kFirstColumnShare = 3;

size_t column_width(const TextColumn& column) {
  size_t width = std::max(text_width(column.heading), column.least_width);
  for (const std::string& cell : column.cells) width = std::max(width, text_width(cell));
  return width;
}

size_t others_width(const std::vector<TextColumn>& columns) {
  size_t width = 0;
  for (size_t i = 1; i < columns.size(); ++i) width += 1 + column_width(columns[i]);
  return width;
}

bool drop_one(std::vector<TextColumn>& columns) {
  auto first = columns.end();
  for (auto column = columns.begin(); column != columns.end(); ++column) {
    if (column->drop_order == 0) continue;
    if (first == columns.end() || column->drop_order < first->drop_order) first = column;
  }
  if (first == columns.end()) return false;
  columns.erase(first);
  return true;
}

void fit(std::vector<TextColumn>& columns, size_t width) {
  const size_t wanted = std::min(column_width(columns.front()), width / kFirstColumnShare);
  while (others_width(columns) + wanted > width && drop_one(columns)) {
  }
  const size_t others = others_width(columns);
  const size_t left = width > others ? width - others : 1;
  for (std::string& cell : columns.front().cells) cell = cut_to_width(cell, left);
}

void append_cell(std::string& line, const std::string& cell, const TextColumn& column, size_t width,
                 bool last) {
  const std::string padding(width - std::min(width, text_width(cell)), ' ');
  if (column.align == Align::kRight) {
    line += padding + cell;
  } else {
    line += last ? cell : cell + padding;
  }
}

}  // namespace

std::string draw_columns(std::vector<TextColumn> columns, size_t width) {
  if (width != 0) fit(columns, width);
  std::vector<size_t> widths;
  std::ranges::transform(columns, std::back_inserter(widths), column_width);

  std::string drawn;
  const size_t rows = columns.front().cells.size();
  for (size_t row = 0; row <= rows; ++row) {
    for (size_t i = 0; i < columns.size(); ++i) {
      if (i != 0) drawn += ' ';
      const std::string& cell = row == 0 ? columns[i].heading : columns[i].cells[row - 1];
      append_cell(drawn, cell, columns[i], widths[i], i + 1 == columns.size());
    }
    drawn += '\n';
  }
  return drawn;
}

}  // namespace mcbt::render
