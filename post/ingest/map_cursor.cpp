#include "post/ingest/map_cursor.h"

#include <utility>

namespace mcbt::ingest {
namespace {

// {"count": 3, "average": -1, "total": -3}, in the one way in which bpftrace writes it.
bool take_usual_stats(Scanner& scanner, model::StatsValue& stats) {
  return scanner.take_exactly("{\"count\": ") && scanner.take_integer(stats.count) &&
         scanner.take_exactly(", \"average\": ") && scanner.take_integer(stats.average) &&
         scanner.take_exactly(", \"total\": ") && scanner.take_integer(stats.total) &&
         scanner.take_exactly("}");
}

// The same in any order and spacing.
bool take_stats(Scanner& scanner, model::StatsValue& stats) {
  RawString name;
  int members = 0;
  if (!scanner.take('{')) return false;
  do {
    int64_t number = 0;
    if (!scanner.take_string(name) || !scanner.take(':') || !scanner.take_integer(number)) {
      return false;
    }
    if (name.text == "count") {
      stats.count = number;
    } else if (name.text == "average") {
      stats.average = number;
    } else if (name.text == "total") {
      stats.total = number;
    } else {
      return false;
    }
    ++members;
  } while (scanner.take(','));
  return members == 3 && scanner.take('}');
}

bool take_bucket(Scanner& scanner, model::Bucket& bucket) {
  RawString name;
  bool has_count = false;
  if (!scanner.take('{')) return false;
  do {
    int64_t number = 0;
    if (!scanner.take_string(name) || !scanner.take(':') || !scanner.take_integer(number)) {
      return false;
    }
    if (name.text == "min") bucket.min = number;
    if (name.text == "max") bucket.max = number;
    if (name.text == "count") {
      if (number < 0) return false;
      bucket.count = static_cast<uint64_t>(number);
      has_count = true;
    }
  } while (scanner.take(','));
  return has_count && scanner.take('}');
}

}  // namespace

MapCursor::MapCursor(std::string_view type, std::string_view body) : scanner_(body) {
  // A map without keys whose value is stats() is an object too.
  model::StatsValue stats;
  Scanner ahead = scanner_;
  const bool one_stats = type == "stats" && take_stats(ahead, stats) && ahead.take('}');
  keyed_ = !one_stats && scanner_.take('{');
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
    value.kind = RawValue::Kind::kStats;
    Scanner usual = scanner_;
    if (!take_usual_stats(usual, value.stats)) return take_stats(scanner_, value.stats);
    scanner_ = usual;
    return true;
  }
  if (first != '[' && scanner_.take_integer(value.integer)) {
    value.kind = RawValue::Kind::kInteger;
    return true;
  }
  if (!scanner_.take_value(value.text) || value.text.empty()) return false;
  const bool hist = value.text.starts_with("[{") || value.text == "[]";
  value.kind = hist ? RawValue::Kind::kHist : RawValue::Kind::kText;
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
  if (!scanner_.take_string(entry.key) || !scanner_.take(':')) {
    return fail("a map was cut in a key");
  }
  if (!read_value(entry.value)) return fail("a map's value was cut or is not JSON");
  return true;
}

std::vector<model::Bucket> parse_buckets(std::string_view text, bool& damaged) {
  std::vector<model::Bucket> buckets;
  Scanner scanner(text);
  damaged = !scanner.take('[');
  if (damaged || scanner.take(']')) return buckets;
  do {
    model::Bucket bucket;
    if (!take_bucket(scanner, bucket)) {
      damaged = true;
      return buckets;
    }
    buckets.push_back(bucket);
  } while (scanner.take(','));
  damaged = !scanner.take(']');
  return buckets;
}

}  // namespace mcbt::ingest
