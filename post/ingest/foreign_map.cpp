#include "post/ingest/foreign_map.h"

#include "post/ingest/map_cursor.h"

namespace mcbt::ingest {
namespace {

model::AnyValue read_value(const RawValue& raw, bool& damaged) {
  switch (raw.kind) {
    case RawValue::Kind::kInteger:
      return raw.integer;
    case RawValue::Kind::kStats:
      return raw.stats;
    case RawValue::Kind::kHist:
      return parse_buckets(raw.text, damaged);
    case RawValue::Kind::kText:
      break;
  }
  Scanner scanner(raw.text);
  RawString string;
  if (scanner.take_string(string) && scanner.done()) return unescaped(string);
  return std::string(raw.text);
}

}  // namespace

ForeignMap read_foreign_map(const MapPrinted& printed) {
  ForeignMap map;
  map.dump.name = unescaped({printed.name, true});
  MapCursor cursor(printed.type, printed.body);
  map.dump.keyed = cursor.keyed();
  RawEntry raw;
  while (cursor.next(raw)) {
    bool damaged = false;
    map.dump.entries.push_back({unescaped(raw.key), read_value(raw.value, damaged)});
    if (damaged) map.damage = map.dump.name + ": a histogram that is not JSON";
  }
  if (cursor.damage()) map.damage = map.dump.name + ": " + *cursor.damage();
  return map;
}

}  // namespace mcbt::ingest
