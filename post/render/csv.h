// Comma-separated values as RFC 4180 quotes them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mcbt::render {

// Appends a field, quoted where it must be.
void append_csv_field(std::string_view field, std::string& line);

// What is not known is empty.
std::string csv_number(std::optional<double> value, int decimals);
template <typename T>
std::string csv_integer(const std::optional<T>& value) {
  return value ? std::to_string(*value) : std::string();
}
inline std::string csv_boolean(bool value) {
  return value ? "true" : "false";
}

// The fields, quoted where they must be, with a newline.
std::string csv_line(const std::vector<std::string>& fields);

}  // namespace mcbt::render
