// The entries of one printed map, one after the other, whatever their number.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/event.h"
#include "post/ingest/scanner.h"

namespace mcbt::ingest {

// A value of a map; which members count depends on `kind`.
struct RawValue {
  enum class Kind : uint8_t {
    kInteger,  // count, sum, min, max, avg, an assigned number
    kStats,    // stats()
    kHist,     // hist() and lhist(): buckets are parsed by parse_buckets()
    kText,     // anything else: a string, a tuple, a time
  };
  Kind kind = Kind::kInteger;
  int64_t integer = 0;
  model::StatsValue stats;
  std::string_view text;  // of kHist and kText, as it stands in the line
};

struct RawEntry {
  RawString key;  // empty in a map without keys
  RawValue value;
};

// An entry of the shape that generated scripts print by the million: "OP,LENGTH,KEY": VALUE, with a
// whole key that has nothing to unescape.
struct UsualEntry {
  uint32_t op_code = 0;
  std::string_view key;
  RawValue value;  // kInteger or kStats
};

class MapCursor {
 public:
  // `body` is what stands behind the map's name and colon, `type` the record's; they must outlive
  // the cursor.
  MapCursor(std::string_view type, std::string_view body);

  // Whether the map has keys; without them next() yields one entry.
  bool keyed() const { return keyed_; }

  // The next entry. False at the end, and at damage.
  bool next(RawEntry& entry);

  // The next entry where it is a usual one. False where it is another or there is none: nothing was
  // taken then, and next() tells.
  bool next_usual(UsualEntry& entry);

  // After next() said false: nothing where the map ended as it should, else what was wrong.
  const std::optional<std::string>& damage() const { return damage_; }

 private:
  bool read_value(RawValue& value);
  bool end_record();
  bool fail(std::string reason);

  Scanner scanner_;
  bool keyed_ = false;
  bool first_ = true;
  bool done_ = false;
  std::optional<std::string> damage_;
};

// [{"min": 2, "max": 3, "count": 123}, …]. Buckets before any damage are returned; `damaged` says
// whether there was some.
std::vector<model::Bucket> parse_buckets(std::string_view text, bool& damaged);

}  // namespace mcbt::ingest
