#include "post/tui/grid.h"

#include <utf8proc.h>

namespace mcbt::tui {

Grid::Grid(Size size) : size_(size), cells_(size.width * size.height) {}

size_t Grid::put(size_t x, size_t y, std::string_view text, Style style) {
  if (y >= size_.height) return x;
  size_t last = size_.width;  // the cell that combining characters join
  while (!text.empty()) {
    utf8proc_int32_t point = 0;
    const auto bytes = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                        static_cast<utf8proc_ssize_t>(text.size()), &point);
    if (bytes <= 0) break;
    const std::string_view character = text.substr(0, static_cast<size_t>(bytes));
    text.remove_prefix(character.size());
    const auto width = static_cast<size_t>(utf8proc_charwidth(point));
    if (width == 0) {
      if (last < size_.width) cells_[y * size_.width + last].text += character;
      continue;
    }
    if (x + width > size_.width) break;
    last = x;
    cells_[y * size_.width + x++] = {std::string(character), style};
    if (width == 2) cells_[y * size_.width + x++] = {"", style};
  }
  return x;
}

void Grid::paint(size_t y, Style style) {
  if (y >= size_.height) return;
  for (size_t x = 0; x < size_.width; ++x) cells_[y * size_.width + x].style = style;
}

void Grid::make_ascii() {
  for (Cell& cell : cells_) {
    if (cell.text.size() > 1) cell.text = cell.text == "…" ? "~" : "?";
    if (cell.text.empty()) cell.text = "?";
  }
}

std::string Grid::text() const {
  std::string text;
  for (size_t y = 0; y < size_.height; ++y) {
    std::string line;
    for (size_t x = 0; x < size_.width; ++x) line += at(x, y).text;
    const size_t end = line.find_last_not_of(' ');
    text += line.substr(0, end == std::string::npos ? 0 : end + 1) + "\n";
  }
  return text;
}

}  // namespace mcbt::tui
