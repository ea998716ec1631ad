#include "post/tui/marks.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "post/render/key_text.h"

namespace mcbt::tui {

std::string sparkline(const std::vector<double>& numbers, bool ascii) {
  constexpr std::array<const char*, 8> kBlocks = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  constexpr std::array<const char*, 8> kAscii = {"_", ".", ":", "-", "=", "+", "*", "#"};
  if (numbers.empty()) return "";
  const double most = std::max(1.0, *std::ranges::max_element(numbers));
  std::string line;
  for (const double number : numbers) {
    const auto level = static_cast<size_t>(std::lround(number / most * (kBlocks.size() - 1)));
    line += (ascii ? kAscii : kBlocks)[level];
  }
  return line;
}

std::string bar_text(double part, size_t width, bool ascii) {
  constexpr std::array<const char*, 8> kEighths = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  const double length = std::clamp(part, 0.0, 1.0) * static_cast<double>(width);
  if (ascii) return std::string(static_cast<size_t>(std::lround(length)), '#');
  const auto eighths = static_cast<size_t>(std::lround(length * kEighths.size()));
  std::string bar;
  for (size_t i = 0; i < eighths / kEighths.size(); ++i) bar += "█";
  return bar + kEighths[eighths % kEighths.size()];
}

std::string percent(std::optional<double> part) {
  return part ? fmt::format("{:.1f} %", *part * 100) : "unknown";
}

std::string fitting(const std::vector<std::string>& pieces, size_t width) {
  std::string line;
  for (const std::string& piece : pieces) {
    if (piece.empty()) continue;
    std::string longer = line;
    if (!line.empty()) longer += "  ";
    longer += piece;
    if (render::text_width(longer) <= width) {
      line = longer;
    } else if (line.empty()) {
      return render::cut_to_width(piece, width);
    }
  }
  return line;
}

void put_pieces(Grid& grid, size_t y, const std::vector<Piece>& pieces) {
  const size_t width = grid.size().width;
  size_t x = 0;
  for (const Piece& piece : pieces) {
    const size_t begin = x == 0 ? 0 : x + 2;
    if (piece.text.empty()) continue;
    if (begin != 0 && begin + render::text_width(piece.text) > width) continue;
    x = grid.put(begin, y, render::cut_to_width(piece.text, width - begin), piece.style);
  }
}

void put_line(Grid& grid, size_t& y, const std::string& text, Style style) {
  if (y + 1 >= grid.size().height) return;
  grid.put(0, y++, render::cut_to_width(text, grid.size().width), style);
}

}  // namespace mcbt::tui
