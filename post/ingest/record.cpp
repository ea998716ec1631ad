#include "post/ingest/record.h"

#include <algorithm>
#include <array>

namespace mcbt::ingest {
namespace {

// Moves the scanner behind `"name":`, passing over other members before it.
bool find_member(Scanner& scanner, std::string_view name) {
  RawString member;
  std::string_view skipped;
  while (scanner.take_string(member) && scanner.take(':')) {
    if (member.text == name) return true;
    if (!scanner.take_value(skipped) || !scanner.take(',')) return false;
  }
  return false;
}

// {"type": "lost_events", "data": {"events": 158}}, from 0.24 on with a "count" before the data.
Record parse_lost(Scanner& scanner) {
  int64_t events = 0;
  if (find_member(scanner, "data") && scanner.take('{') && find_member(scanner, "events") &&
      scanner.take_integer(events) && events >= 0) {
    return Lost{static_cast<uint64_t>(events)};
  }
  return Damaged{"a lost_events record without a number"};
}

// {"type": "helper_error", "helper": "map_update_elem", "retcode": -7, …}
Record parse_helper_error(Scanner& scanner) {
  RawString helper;
  int64_t code = 0;
  if (find_member(scanner, "helper") && scanner.take_string(helper) && scanner.take(',') &&
      find_member(scanner, "retcode") && scanner.take_integer(code)) {
    return HelperFailed{unescaped(helper), code};
  }
  return Damaged{"a helper_error record without its helper or its code"};
}

Record parse_printed(Scanner& scanner) {
  if (!find_member(scanner, "data")) return Damaged{"printed text without data"};
  RawString text;
  if (!scanner.take_string(text)) return Damaged{"printed text that was cut"};
  scanner.take('}');
  scanner.skip_space();
  return Printed{text, scanner.done()};
}

Record parse_map(std::string_view type, Scanner& scanner) {
  if (!find_member(scanner, "data") || !scanner.take('{')) return Damaged{"a map without data"};
  RawString name;
  if (!scanner.take_string(name) || !scanner.take(':')) return Damaged{"a map whose name was cut"};
  return MapPrinted{type, name.text, scanner.rest()};
}

constexpr std::array<std::string_view, 4> kMapTypes = {"map", "stats", "hist", "lhist"};
constexpr std::array<std::string_view, 5> kTextTypes = {"printf", "time", "cat", "join", "syscall"};

bool is_blank(std::string_view line) {
  return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

}  // namespace

Record parse_record(std::string_view line) {
  if (is_blank(line)) return Blank{};
  Scanner scanner(line);
  if (!scanner.take('{')) return NotJson{};
  if (!find_member(scanner, "type")) return Damaged{"a JSON object without a type"};
  RawString type;
  if (!scanner.take_string(type) || !scanner.take(',')) return Damaged{"a record that was cut"};

  if (std::ranges::find(kMapTypes, type.text) != kMapTypes.end()) {
    return parse_map(type.text, scanner);
  }
  if (std::ranges::find(kTextTypes, type.text) != kTextTypes.end()) return parse_printed(scanner);
  if (type.text == "lost_events") return parse_lost(scanner);
  if (type.text == "helper_error") return parse_helper_error(scanner);
  if (type.text == "attached_probes") return AttachedProbes{find_member(scanner, "count")};
  return OtherRecord{};
}

}  // namespace mcbt::ingest
