#include "post/ingest/protocol_map.h"

#include <array>
#include <utility>

#include "post/ingest/key_fields.h"
#include "post/ingest/map_cursor.h"

namespace mcbt::ingest {
namespace {

using Value = model::MapValue::Kind;

// Operations and value bytes of an entry. Nothing where they cannot be: counters never go negative.
struct Statistics {
  uint64_t calls = 0;
  uint64_t bytes = 0;
};
[[gnu::always_inline]] inline std::optional<Statistics> statistics(const RawValue& raw,
                                                                   const model::MapValue& value) {
  int64_t calls = 0;
  int64_t bytes = 0;
  if (value.kind == Value::kStats && raw.kind == RawValue::Kind::kStats) {
    calls = raw.stats.count;
    bytes = raw.stats.total;
  } else if (value.kind == Value::kPacked && raw.kind == RawValue::Kind::kInteger) {
    calls = raw.integer >> value.shift;
    bytes = raw.integer & ((int64_t{1} << value.shift) - 1);
  } else if (value.kind == Value::kCount && raw.kind == RawValue::Kind::kInteger) {
    calls = raw.integer;
  } else {
    return std::nullopt;
  }
  if (calls < 0 || bytes < 0) return std::nullopt;
  return Statistics{static_cast<uint64_t>(calls), static_cast<uint64_t>(bytes)};
}

// Reads entries and passes them on in batches.
class Decoder {
 public:
  Decoder(const model::MapDescription& map, uint32_t escapes, model::EventSink& sink)
      : map_(map), escapes_(escapes), sink_(sink) {}

  bool entry(const RawEntry& raw) {
    KeyFields fields;
    if (!read_key(raw.key, fields)) return false;
    if (map_.role == model::MapRole::kLatency) return latency(raw.value, fields);
    const auto numbers = statistics(raw.value, map_.value);
    if (!numbers) return false;
    if (map_.role == model::MapRole::kUnattributed) {
      const auto reason = model::unattributed_by_code(fields.op_code);
      if (reason) sink_.on_not_attributed({*reason, numbers->calls});
      return reason.has_value();
    }
    if (map_.role == model::MapRole::kKeys) return add(fields, *numbers);
    if (map_.role == model::MapRole::kKeyLatency) return key_latency(fields, numbers->calls);
    const auto op = model::op_by_code(fields.op_code);
    if (!op) return false;
    if (map_.role == model::MapRole::kConnections) {
      sink_.on_connection({fields.connection, *op, numbers->calls, numbers->bytes});
    } else {
      sink_.on_total({*op, numbers->calls});
    }
    return true;
  }

  // Of a map of keys whose parts are op, length, key.
  bool usual_entry(const UsualEntry& entry) {
    const auto numbers = statistics(entry.value, map_.value);
    return numbers &&
           add({entry.op_code, static_cast<uint32_t>(entry.key.size()), entry.key, true}, *numbers);
  }

  void flush() {
    if (used_ != 0) sink_.on_keys({batch_.data(), used_});
    used_ = 0;
  }

 private:
  bool read_key(const RawString& raw, KeyFields& fields) {
    if (!raw.escaped) return split_key(raw.text, map_.key, joined_[used_], fields);
    std::string& bytes = unescaped_[used_];
    bytes.clear();
    unescape(raw.text, bytes);
    if (escapes_ > 1) {
      const std::string once = std::exchange(bytes, {});
      unescape(once, bytes);
    }
    return split_key(bytes, map_.key, joined_[used_], fields);
  }

  bool add(const KeyFields& fields, const Statistics& numbers) {
    const bool times = fields.op_code >= model::kTimeCode;
    const auto op = model::op_by_code(fields.op_code - (times ? model::kTimeCode : 0));
    if (!op) return false;
    model::KeyStats& stats = batch_[used_++];
    stats.key = fields.key;
    stats.length = fields.length;
    stats.whole = fields.whole;
    stats.op = *op;
    stats.calls = times ? 0 : numbers.calls;
    stats.bytes = times ? 0 : numbers.bytes;
    stats.timed = times ? numbers.calls : 0;
    stats.time_us = times ? numbers.bytes : 0;
    if (used_ == batch_.size()) flush();
    return true;
  }

  // Op code 0: a request that no command probe named.
  bool latency(const RawValue& raw, const KeyFields& fields) {
    const auto op = model::op_by_code(fields.op_code);
    if (raw.kind != RawValue::Kind::kHist || (!op && fields.op_code != 0)) return false;
    bool damaged = false;
    for (const model::Bucket& bucket : parse_buckets(raw.text, damaged)) {
      if (!bucket.min || *bucket.min < 0 || bucket.count == 0) continue;
      const int64_t max = bucket.max.value_or(INT64_MAX);
      sink_.on_latency(
          {op, static_cast<uint64_t>(*bucket.min), static_cast<uint64_t>(max), bucket.count});
    }
    return !damaged;
  }

  bool key_latency(const KeyFields& fields, uint64_t count) {
    constexpr uint32_t kMostBits = 64;
    const auto op = model::op_by_code(fields.op_code);
    if (!op || fields.bucket > kMostBits) return false;
    const uint64_t min = fields.bucket == 0 ? 0 : uint64_t{1} << (fields.bucket - 1);
    const uint64_t max = fields.bucket == 0 ? 0 : min - 1 + min;
    sink_.on_key_latency({fields.key, fields.length, fields.whole, {op, min, max, count}});
    return true;
  }

  static constexpr size_t kBatch = 512;  // what sinks that share keys out want at once

  const model::MapDescription& map_;
  const uint32_t escapes_;
  model::EventSink& sink_;
  std::array<model::KeyStats, kBatch> batch_;
  std::array<std::string, kBatch> unescaped_;
  std::array<std::string, kBatch> joined_;
  size_t used_ = 0;
};

bool has_usual_keys(const model::MapDescription& map) {
  using Part = model::KeyPart::Kind;
  return map.role == model::MapRole::kKeys && map.key.size() == 3 && map.key[0].kind == Part::kOp &&
         map.key[1].kind == Part::kLength && map.key[2].kind == Part::kKey;
}

}  // namespace

void add_printed_keys(std::string_view body, PrintedKeys& keys) {
  MapCursor cursor({}, body);
  RawEntry raw;
  while (cursor.next(raw)) keys.insert(raw.key.text);
}

std::optional<std::string> decode_protocol_map(const model::MapDescription& map,
                                               std::string_view body, uint32_t escapes,
                                               model::EventSink& sink, const PrintedKeys& known) {
  Decoder decoder(map, escapes, sink);
  MapCursor cursor({}, body);
  RawEntry raw;
  uint64_t unreadable = 0;
  UsualEntry usual;
  const bool usual_keys = has_usual_keys(map) && known.empty();
  while (true) {
    while (usual_keys && cursor.next_usual(usual)) {
      if (!decoder.usual_entry(usual)) ++unreadable;
    }
    if (!cursor.next(raw)) break;
    if (!known.contains(raw.key.text) && !decoder.entry(raw)) ++unreadable;
  }
  decoder.flush();
  if (cursor.damage()) return map.name + ": " + *cursor.damage();
  if (unreadable == 0) return std::nullopt;
  return map.name + ": " + std::to_string(unreadable) + " entries are not of the shape described";
}

uint32_t escapes_of_printed_quote(std::string_view body) {
  MapCursor cursor({}, body);
  RawEntry quote;
  return cursor.next(quote) && quote.key.text == R"(\\\")" ? 2 : 1;
}

bool is_empty_print(const model::MapDescription& map, std::string_view body) {
  Scanner scanner(body);
  if (scanner.take('{')) return scanner.take('}');
  int64_t number = 0;
  return !map.key.empty() && map.key.front().kind == model::KeyPart::Kind::kOneOp &&
         scanner.take_integer(number) && number == 0;
}

}  // namespace mcbt::ingest
