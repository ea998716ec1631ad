// A screen as cells: what a frame is drawn into and what tests compare.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mcbt::tui {

struct Size {
  size_t width = 0;
  size_t height = 0;
  bool operator==(const Size&) const = default;
};

// What a cell means; the terminal chooses how it looks.
enum class Style : uint8_t { kPlain, kStrong, kHeading, kSorted, kSelected, kGood, kBad, kHot };

struct Cell {
  std::string text = " ";  // one character with what combines with it; empty: the right half of one
  Style style = Style::kPlain;
};

class Grid {
 public:
  explicit Grid(Size size);

  Size size() const { return size_; }
  const Cell& at(size_t x, size_t y) const { return cells_[y * size_.width + x]; }

  // Writes printable UTF-8 from column `x`; what does not fit on the line is left out. Returns the
  // column after it.
  size_t put(size_t x, size_t y, std::string_view text, Style style = Style::kPlain);
  // Gives the whole line a style.
  void paint(size_t y, Style style);
  // Puts ? for what is not ASCII, ~ for ….
  void make_ascii();

  // The lines, without blanks at their ends, each with a newline.
  std::string text() const;

 private:
  Size size_;
  std::vector<Cell> cells_;
};

}  // namespace mcbt::tui
