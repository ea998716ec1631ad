// Where things stand on a frame, for the mouse.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace mcbt::tui {

struct Layout {
  struct Heading {
    size_t begin = 0;  // columns of the screen
    size_t end = 0;    // after the last
    std::string_view text;
  };
  std::vector<Heading> headings;
  size_t heading_line = 0;  // the rows begin below it
  size_t rows = 0;          // that are drawn
};

}  // namespace mcbt::tui
