#include "post/render/row_name_text.h"

#include "post/render/key_text.h"

namespace mcbt::render {

const std::string* RowName::part(view::RowPart wanted) const {
  for (const auto& [part, text] : parts) {
    if (part == wanted) return &text;
  }
  return nullptr;
}

RowName row_name_text(std::string_view name, uint32_t length, const view::RowParts& by) {
  const auto fields = view::row_fields(name, by);
  RowName row;
  row.key_length = length - static_cast<uint32_t>(name.size() - fields.back().size());
  if (by.empty()) {
    row.key = key_text(name);
    return row;
  }
  std::string others;
  for (size_t i = 0; i < by.size(); ++i) {
    const std::string text = key_text(fields[i]);
    const bool of_process = by[i] == view::RowPart::kHost || by[i] == view::RowPart::kPid;
    (of_process ? others : row.key) += (of_process ? others : row.key).empty() ? text : " " + text;
    if (by[i] == view::RowPart::kKey) continue;
    row.parts.emplace_back(by[i], fields[i] == view::kUnknownField ? std::string() : text);
  }
  if (row.key.empty()) row.key = others;
  return row;
}

}  // namespace mcbt::render
