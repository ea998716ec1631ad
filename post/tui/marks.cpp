#include "post/tui/marks.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "post/render/key_text.h"

namespace mcbt::tui {

std::string sparkline(const std::vector<double>& numbers, size_t width, bool ascii) {
  constexpr std::array<const char*, 8> kBlocks = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  constexpr std::array<const char*, 8> kAscii = {"_", ".", ":", "-", "=", "+", "*", "#"};
  const size_t count = std::min(width, numbers.size());
  if (count == 0) return "";
  const auto first = numbers.end() - static_cast<ptrdiff_t>(count);
  const double most = std::max(1.0, *std::max_element(first, numbers.end()));
  std::string line;
  for (auto number = first; number != numbers.end(); ++number) {
    const auto level = static_cast<size_t>(std::lround(*number / most * (kBlocks.size() - 1)));
    line += (ascii ? kAscii : kBlocks)[level];
  }
  return line;
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

}  // namespace mcbt::tui
