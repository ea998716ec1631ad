// Comma-separated values as RFC 4180 quotes them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mcbt::render {

// The fields, quoted where they must be, with a newline.
std::string csv_line(const std::vector<std::string>& fields);

}  // namespace mcbt::render
