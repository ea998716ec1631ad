#include "post/render/name_columns.h"

#include <algorithm>
#include <string>

#include "post/render/key_text.h"

namespace mcbt::render {

std::vector<TextColumn> name_columns(const std::vector<const view::Row*>& rows,
                                     const view::RowParts& by) {
  constexpr size_t kLeastWidth = 16;
  std::vector<TextColumn> columns;
  for (const view::RowPart part : by) {
    columns.push_back({std::string(view::row_part_info(part).heading), Align::kLeft, 0, 0, {}});
  }
  if (columns.empty()) columns.push_back({"KEY", Align::kLeft, 0, 0, {}});
  columns.back().least_width = kLeastWidth;
  for (const view::Row* row : rows) {
    const auto fields = view::row_fields(row->key, by);
    for (size_t i = 0; i < fields.size(); ++i) columns[i].cells.push_back(key_text(fields[i]));
    if (row->key_truncated) columns.back().cells.back() += "…";
  }
  std::rotate(columns.begin(), columns.end() - 1, columns.end());
  return columns;
}

}  // namespace mcbt::render
