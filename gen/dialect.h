// What differs between bpftrace releases, as data. Source of the facts: docs/dialects.md.
#pragma once

#include <span>
#include <string_view>
#include <utility>

#include "gen/script_spec.h"
#include "model/result.h"
#include "model/version.h"

namespace mcbt::gen {

// How many bytes str(p, n) yields of a string that is long enough.
enum class StrLength : uint8_t {
  kAsAsked,  // n
  kOneLess,  // n - 1: n counts the NUL
  kUnknown,  // the script has to find out
};

struct Dialect {
  std::string_view name;  // as the script's header calls the releases it serves
  model::Version first;
  model::Version last;  // inclusive; its patch counts as any
  // Names of variables of the environment; several where the release is not known.
  std::span<const std::string_view> string_limit = {};  // bytes of a string with its NUL
  std::span<const std::string_view> map_keys = {};
  // More that strings of that limit need.
  std::span<const std::pair<std::string_view, std::string_view>> strings = {};
  StrLength str_length = StrLength::kAsAsked;
  bool stats_adds_up = true;    // else stats() by key loses values, and packed sums do not
  bool takes_syscalls = true;   // else the script of the source syscall does not load, or cuts keys
  int entries_a_stats_key = 1;  // of the map's capacity, that one key of a stats() map takes
  int map_key_escapes = 1;      // how often printed map keys are escaped; 0: the script finds out
};

// Bytes of a key that one string holds. Longer keys take several, in a map of their own: most keys
// are short, and what a probe costs grows with the strings' limit. Four of 63 bytes hold the
// longest key and load on every release; longer strings overflow BPF's stack on 0.21 and 0.22.
inline constexpr uint32_t kStringBytes = 63;

// In the order of the releases.
std::span<const Dialect> dialects();

// The dialect of a release. Fails for releases that no dialect serves, and says which are served.
model::Result<Dialect> dialect_for(const model::Version& bpftrace);

// For scripts whose bpftrace is not known. Those with maps of keys run on all releases that
// dialects() serve but 0.21 and 0.27, and cost somewhat more than theirs; those of snoop and of
// latencies, which have none, run on all; those of the source syscall on the ones that take it.
const Dialect& portable_dialect(const ScriptSpec& spec);

}  // namespace mcbt::gen
