#include "post/ingest/map_cursor.h"

#include <utility>

namespace mcbt::ingest {
namespace {

// {"count": 3, "average": -1, "total": -3}, behind the brace. From 0.24 on there are other orders
// and numbers in quotes.
bool take_stats(Scanner& scanner, model::StatsValue& stats) {
  int members = 0;
  do {
    const auto name = scanner.take_string();
    if (!name || !scanner.take(':')) return false;
    const auto number = scanner.take_integer();
    if (!number) return false;
    if (name->text == "count") {
      stats.count = *number;
    } else if (name->text == "average") {
      stats.average = *number;
    } else if (name->text == "total") {
      stats.total = *number;
    } else {
      return false;
    }
    ++members;
  } while (scanner.take(','));
  return members == 3 && scanner.take('}');
}

std::optional<model::Bucket> take_bucket(Scanner& scanner) {
  model::Bucket bucket;
  bool has_count = false;
  if (!scanner.take('{')) return std::nullopt;
  do {
    const auto name = scanner.take_string();
    if (!name || !scanner.take(':')) return std::nullopt;
    const auto number = scanner.take_integer();
    if (!number) return std::nullopt;
    if (name->text == "min") bucket.min = *number;
    if (name->text == "max") bucket.max = *number;
    if (name->text == "count") {
      if (*number < 0) return std::nullopt;
      bucket.count = static_cast<uint64_t>(*number);
      has_count = true;
    }
  } while (scanner.take(','));
  if (!has_count || !scanner.take('}')) return std::nullopt;
  return bucket;
}

}  // namespace

MapCursor::MapCursor(std::string_view type, std::string_view body) : scanner_(body) {
  // A map without keys whose value is stats() is an object too.
  model::StatsValue stats;
  Scanner ahead = scanner_;
  const bool object = ahead.take('{');
  const bool one_stats = object && type == "stats" && take_stats(ahead, stats) && ahead.take('}');
  keyed_ = object && !one_stats;
  if (keyed_) scanner_.take('{');
}

bool MapCursor::fail(std::string reason) {
  done_ = true;
  damage_ = std::move(reason);
  return false;
}

bool MapCursor::read_value(RawValue& value) {
  scanner_.skip_space();
  const char first = scanner_.peek();
  if (first == '{') {
    scanner_.take('{');
    value.kind = RawValue::Kind::kStats;
    return take_stats(scanner_, value.stats);
  }
  if (first != '[') {
    if (const auto integer = scanner_.take_integer()) {
      value.kind = RawValue::Kind::kInteger;
      value.integer = *integer;
      return true;
    }
  }
  const auto text = scanner_.take_value();
  if (!text || text->empty()) return false;
  const bool hist = text->starts_with("[{") || *text == "[]";
  value.kind = hist ? RawValue::Kind::kHist : RawValue::Kind::kText;
  value.text = *text;
  return true;
}

bool MapCursor::next(RawEntry& entry) {
  if (done_) return false;
  if (!keyed_) {
    done_ = true;
    entry.key = {};
    return read_value(entry.value) || fail("a map's value was cut or is not JSON");
  }
  if (first_ && scanner_.take('}')) {
    done_ = true;
    return false;
  }
  if (!first_ && !scanner_.take(',')) {
    if (!scanner_.take('}')) return fail("a map was cut");
    done_ = true;
    return false;
  }
  first_ = false;
  const auto key = scanner_.take_string();
  if (!key || !scanner_.take(':')) return fail("a map was cut in a key");
  entry.key = *key;
  if (!read_value(entry.value)) return fail("a map's value was cut or is not JSON");
  return true;
}

std::vector<model::Bucket> parse_buckets(std::string_view text, bool& damaged) {
  std::vector<model::Bucket> buckets;
  Scanner scanner(text);
  damaged = !scanner.take('[');
  if (damaged || scanner.take(']')) return buckets;
  do {
    const auto bucket = take_bucket(scanner);
    if (!bucket) {
      damaged = true;
      return buckets;
    }
    buckets.push_back(*bucket);
  } while (scanner.take(','));
  damaged = !scanner.take(']');
  return buckets;
}

}  // namespace mcbt::ingest
