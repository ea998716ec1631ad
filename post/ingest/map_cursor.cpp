#include "post/ingest/map_cursor.h"

#include <algorithm>
#include <array>
#include <utility>

namespace mcbt::ingest {
namespace {

// {"count": 3, "average": -1, "total": -3}, in the one way in which bpftrace writes it.
[[gnu::always_inline]] inline bool take_usual_stats(Scanner& scanner, model::StatsValue& stats) {
  return scanner.take_exactly("{\"count\": ") && scanner.take_usual_integer(stats.count) &&
         scanner.take_exactly(", \"average\": ") && scanner.take_usual_integer(stats.average) &&
         scanner.take_exactly(", \"total\": ") && scanner.take_usual_integer(stats.total) &&
         scanner.take_exactly("}");
}

// The same in any order and spacing.
bool take_stats(Scanner& scanner, model::StatsValue& stats) {
  const std::array<std::pair<std::string_view, int64_t*>, 3> members = {
      {{"count", &stats.count}, {"average", &stats.average}, {"total", &stats.total}}};
  std::array<bool, 3> seen = {};
  RawString name;
  if (!scanner.take('{')) return false;
  do {
    if (!scanner.take_string(name) || !scanner.take(':')) return false;
    const auto* member =
        std::ranges::find(members, name.text, &decltype(members)::value_type::first);
    if (member == members.end() || !scanner.take_integer(*member->second)) return false;
    seen[static_cast<size_t>(member - members.begin())] = true;
  } while (scanner.take(','));
  return seen[0] && seen[1] && seen[2] && scanner.take('}');
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
  if (bucket.min && bucket.max && *bucket.max < *bucket.min) return false;
  return has_count && scanner.take('}');
}

// A map without keys whose value is stats() is an object too, as one with keys is.
bool is_one_stats(std::string_view type, std::string_view body) {
  if (type != "stats") return false;
  Scanner scanner(body);
  scanner.skip_space();
  // Cut before its end, members of stats() would look like keys of avg().
  const bool cut = body.find("}}") == std::string_view::npos;
  if (cut) return scanner.rest().starts_with(R"({"count":)");
  model::StatsValue stats;
  return take_stats(scanner, stats) && scanner.take('}');
}

}  // namespace

MapCursor::MapCursor(std::string_view type, std::string_view body) : scanner_(body) {
  keyed_ = !is_one_stats(type, body) && scanner_.take('{');
}

bool MapCursor::fail(std::string reason) {
  done_ = true;
  damage_ = std::move(reason);
  return false;
}

// A map is whole with the first brace; another record behind the record's own would go unread.
bool MapCursor::end_record() {
  done_ = true;
  if (!scanner_.take('}')) return fail("a map was cut");
  while (scanner_.take('}')) {
  }
  return scanner_.done() ? false : fail("a map has more behind it");
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
    if (!read_value(entry.value) || scanner_.peek_behind_space() != '}') {
      return fail("a map's value was cut or is not JSON");
    }
    end_record();
    return true;
  }
  if (first_ ? scanner_.peek_behind_space() == '}' : !scanner_.take(',')) return end_record();
  first_ = false;
  if (!scanner_.take_string(entry.key) || !scanner_.take(':')) {
    return fail("a map was cut in a key");
  }
  if (!read_value(entry.value)) return fail("a map's value was cut or is not JSON");
  return true;
}

// Nothing here may ask for the address of `ahead`: so it stays in registers.
bool MapCursor::next_usual(UsualEntry& entry) {
  if (done_ || !keyed_) return false;
  Scanner ahead = scanner_;
  uint32_t length = 0;
  if (!(first_ ? ahead.take_exactly("\"") : ahead.take_exactly(", \"")) ||
      !ahead.take_digits(entry.op_code) || !ahead.take_exactly(",") || !ahead.take_digits(length) ||
      !ahead.take_exactly(",") || !ahead.take_plain(length, entry.key) ||
      !ahead.take_exactly("\": ")) {
    return false;
  }
  if (ahead.peek() == '{') {
    if (!take_usual_stats(ahead, entry.value.stats)) return false;
    entry.value.kind = RawValue::Kind::kStats;
  } else {
    if (!ahead.take_usual_integer(entry.value.integer)) return false;
    entry.value.kind = RawValue::Kind::kInteger;
  }
  first_ = false;
  scanner_ = ahead;
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
