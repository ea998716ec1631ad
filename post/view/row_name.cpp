#include "post/view/row_name.h"

#include <algorithm>
#include <iterator>

namespace mcbt::view {
namespace {

constexpr char kSeparator = '\x1f';

}  // namespace

std::optional<RowPart> row_part(std::string_view name) {
  const auto* found = std::ranges::find(kRowParts, name, &RowPartInfo::name);
  if (found == std::end(kRowParts)) return std::nullopt;
  return found->part;
}

std::string_view rows_called(const RowParts& parts, uint64_t count) {
  const bool process = parts == RowParts{RowPart::kHost, RowPart::kPid};
  if (parts.size() > 1 && !process) return count == 1 ? "row" : "rows";
  const RowPartInfo& info = row_part_info(parts.empty() ? RowPart::kKey : parts.back());
  return count == 1 ? info.row : info.rows;
}

bool names_keys(const RowParts& parts) {
  return parts.empty() || parts.back() >= RowPart::kFamily;
}

std::string row_name(const std::vector<std::string>& fields) {
  std::string name;
  for (size_t i = 0; i < fields.size(); ++i) {
    name += fields[i];
    if (i + 1 == fields.size()) break;
    std::replace(name.end() - static_cast<ptrdiff_t>(fields[i].size()), name.end(), kSeparator,
                 '?');
    name += kSeparator;
  }
  return name;
}

std::vector<std::string_view> row_fields(std::string_view name, const RowParts& parts) {
  std::vector<std::string_view> fields;
  for (size_t i = 1; i < parts.size(); ++i) {
    const size_t end = std::min(name.find(kSeparator), name.size());
    fields.push_back(name.substr(0, end));
    name.remove_prefix(std::min(end + 1, name.size()));
  }
  fields.push_back(name);
  return fields;
}

}  // namespace mcbt::view
