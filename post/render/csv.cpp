#include "post/render/csv.h"

#include <fmt/format.h>

#include "post/render/number_text.h"

namespace mcbt::render {

void append_csv_field(std::string_view field, std::string& line) {
  if (field.find_first_of(",\"\r\n") == std::string_view::npos) {
    line += field;
    return;
  }
  line += '"';
  for (const char c : field) {
    if (c == '"') line += '"';
    line += c;
  }
  line += '"';
}

std::string csv_number(std::optional<double> value, int decimals) {
  return value ? fmt::format("{}", rounded(*value, decimals)) : std::string();
}

std::string csv_line(const std::vector<std::string>& fields) {
  std::string line;
  for (const std::string& field : fields) {
    if (&field != &fields.front()) line += ',';
    append_csv_field(field, line);
  }
  return line + "\n";
}

}  // namespace mcbt::render
