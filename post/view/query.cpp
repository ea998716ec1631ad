#include "post/view/query.h"

#include <algorithm>

namespace mcbt::view {

std::optional<SortColumn> sort_column(std::string_view name) {
  const auto* found = std::ranges::find(kSortNames, name, &SortName::name);
  if (found == kSortNames.end()) return std::nullopt;
  return found->column;
}

std::string_view sort_name(SortColumn column) {
  return std::ranges::find(kSortNames, column, &SortName::column)->name;
}

}  // namespace mcbt::view
