// What a row of a table stands for, where that is not simply a key.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mcbt::view {

// In the order in which they stand in a row's name. At most one of the last two is there.
enum class RowPart : uint8_t { kHost, kPid, kCommand, kFamily, kKey };

struct RowPartInfo {
  RowPart part;
  std::string_view name;     // as --by takes it
  std::string_view heading;  // of its column
  std::string_view row;      // what a row of it is called
  std::string_view rows;
};
inline constexpr RowPartInfo kRowParts[] = {
    {RowPart::kHost, "host", "HOST", "host", "hosts"},
    {RowPart::kPid, "pid", "PID", "process", "processes"},
    {RowPart::kCommand, "command", "COMMAND", "command", "commands"},
    {RowPart::kFamily, "family", "FAMILY", "family", "families"},
    {RowPart::kKey, "key", "KEY", "key", "keys"},
};
constexpr const RowPartInfo& row_part_info(RowPart part) {
  return kRowParts[static_cast<size_t>(part)];
}
std::optional<RowPart> row_part(std::string_view name);

// Sorted, none twice. Empty: rows are keys, and a row's name is its key.
using RowParts = std::vector<RowPart>;

// What so many rows are called: "hosts"; those with several parts "rows".
std::string_view rows_called(const RowParts& parts, uint64_t count);

// Whether the last part of a name is (of) a key, so that each key has a row of its own or of its
// family.
bool names_keys(const RowParts& parts);

// The name of a row: its fields, one a part. Only the last may hold any byte.
std::string row_name(const std::vector<std::string>& fields);
// The fields of a name, as many as there are parts; the whole name where there are none.
std::vector<std::string_view> row_fields(std::string_view name, const RowParts& parts);

// A field that is not known.
inline constexpr std::string_view kUnknownField = "?";

}  // namespace mcbt::view
