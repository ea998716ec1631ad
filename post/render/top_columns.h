// The columns of a top table beside its key, for all that draws them.
#pragma once

#include <span>
#include <string>

#include "post/view/top_table.h"

namespace mcbt::render {

struct TopColumn {
  const char* heading;
  // Which column goes first where the terminal is too narrow; 0: never.
  int drop_order;
  size_t least_width;
  std::string (*cell)(const view::Row&);
  // Whether the source can know this column at all; without, it is not shown.
  bool (*known)(const view::TopTable&);
};

// In the order in which they are shown.
std::span<const TopColumn> top_columns();

}  // namespace mcbt::render
