// One line of `bpftrace -f json`, taken apart as far as its kind.
//
// Source of the grammar: output of seven releases under real traffic (docs/dialects.md).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "post/ingest/scanner.h"

namespace mcbt::ingest {

struct Blank {};

struct AttachedProbes {
  bool has_count = false;  // beside its data: of a bpftrace from 0.24 on
};

struct Lost {
  uint64_t events = 0;
};

struct HelperFailed {
  std::string helper;
  int64_t code = 0;
};

// What printf, time, cat, join, … printed.
struct Printed {
  RawString text;
  bool ends = true;  // false: more stands behind its record
};

// A print of one map: {"type": "map|stats|hist|…", "data": {"@name": BODY}}.
struct MapPrinted {
  std::string_view type;
  std::string_view name;
  std::string_view body;  // from behind the name's colon to the line's end, or to where it was cut
};

// A record of a kind that says nothing about maps ("value", …).
struct OtherRecord {};

// Not a JSON object: another program's line, or one of bpftrace's warnings.
struct NotJson {};

// It starts as a record does and does not go on as one.
struct Damaged {
  std::string reason;
};

// The views point into the line.
using Record = std::variant<Blank, AttachedProbes, Lost, HelperFailed, Printed, MapPrinted,
                            OtherRecord, NotJson, Damaged>;

// `line` is without its newline; a carriage return before it is passed over.
Record parse_record(std::string_view line);

}  // namespace mcbt::ingest
