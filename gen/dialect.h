// What differs between bpftrace releases, as data. Source of the facts: docs/dialects.md.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "model/result.h"
#include "model/version.h"

namespace mcbt::gen {

// How a key of up to 250 bytes gets into a map whole.
enum class KeyShape : uint8_t {
  kTwoParts,  // strings of at most 125 bytes: longer keys go to a map of their own, in two parts
  kOnePart,   // one string holds any key
};

struct Dialect {
  std::string_view name;  // as the script's header calls the releases it serves
  model::Version first;
  model::Version last;                     // inclusive; its patch counts as any
  std::string_view string_limit_variable;  // bytes of a string with its NUL; "": leave the default
  int string_limit = 0;                    // what to set it to, for whole keys
  std::string_view map_keys_variable;
  KeyShape key_shape = KeyShape::kTwoParts;
  int str_length_bias = 0;      // str(p, n) yields n - bias bytes
  int entries_a_stats_key = 1;  // of the map's capacity, that one key of a stats() map takes

  // Bytes of a key that one string holds.
  int part_bytes() const { return string_limit - 1; }
};

std::span<const Dialect> dialects();

// The dialect of a release. Fails for releases that no dialect serves, and says which are served.
model::Result<Dialect> dialect_for(const model::Version& bpftrace);

// The dialect for scripts whose bpftrace is not known.
const Dialect& default_dialect();

}  // namespace mcbt::gen
