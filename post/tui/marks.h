// Small texts that several parts of a frame have.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "post/tui/grid.h"

namespace mcbt::tui {

// The numbers as bars one character wide, the largest as high as there are.
std::string sparkline(const std::vector<double>& numbers, bool ascii);

// A bar of at most `width` characters that is as long as `part` (0 to 1) of it, to an eighth of a
// character.
std::string bar_text(double part, size_t width, bool ascii);

// "12.3 %", or "unknown".
std::string percent(std::optional<double> part);

// As many of `pieces` as fit on the line whole, from the first, with two spaces between: half a
// number would be a wrong one. The first is cut where even it does not fit.
std::string fitting(const std::vector<std::string>& pieces, size_t width);

// A part of a line.
struct Piece {
  std::string text;
  Style style = Style::kPlain;
};

// As many pieces as fit whole, from the first, with two spaces between; empty ones are none. The
// first is cut where even it does not fit.
void put_pieces(Grid& grid, size_t y, const std::vector<Piece>& pieces);

// Puts the text on line `y`, cut to the width, and goes to the next; not onto the last one, which
// is the foot's.
void put_line(Grid& grid, size_t& y, const std::string& text, Style style = Style::kPlain);

}  // namespace mcbt::tui
