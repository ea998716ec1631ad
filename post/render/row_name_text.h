// What a row stands for, as text, for formats that programs read.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "post/view/top_table.h"

namespace mcbt::render {

struct RowName {
  // The key or family; of rows that are none of keys, their name: "get", "cache7", "cache7 7744".
  std::string key;
  uint32_t key_length = 0;  // bytes of the whole key
  // Every part but the key itself; empty text: not known.
  std::vector<std::pair<view::RowPart, std::string>> parts;

  // The text of a part; null where it is none of the row's.
  const std::string* part(view::RowPart wanted) const;
};

RowName row_name_text(std::string_view name, uint32_t length, const view::RowParts& by);

}  // namespace mcbt::render
