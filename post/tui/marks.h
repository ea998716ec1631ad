// Small texts that several parts of a frame have.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "post/tui/grid.h"

namespace mcbt::tui {

// The last of `numbers`, as many as fit, as bars one character wide.
std::string sparkline(const std::vector<double>& numbers, size_t width, bool ascii);

// "12.3 %", or "unknown".
std::string percent(std::optional<double> part);

// As many of `pieces` as fit on the line whole, from the first, with two spaces between: half a
// number would be a wrong one. The first is cut where even it does not fit.
std::string fitting(const std::vector<std::string>& pieces, size_t width);

}  // namespace mcbt::tui
