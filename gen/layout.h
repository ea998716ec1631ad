// How one script, for one dialect, lays its maps out: the sizes and names that the script's text
// and its capture header must agree on.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "gen/dialect.h"
#include "gen/script_spec.h"
#include "model/schema.h"

namespace mcbt::gen {

struct Layout {
  model::MapValue statistics;  // of the per-key maps
  uint32_t part = 0;           // bytes of a key that one string holds
  uint32_t parts = 1;          // where more than one, keys longer than `part` go to @long_*
  uint32_t key_bytes = 0;      // longest key that is kept whole
  // Ops whose totals are maps without keys, which cost a fifth of a look into one by op code. None
  // where people read the script, or a source finds ops while it runs.
  std::vector<model::Op> totals;
  bool connections = false;  // as in ScriptSpec
  bool histograms = false;
  uint64_t tick_ms = 0;  // period of the interval probe
  uint64_t ticks = 0;    // of them in a window
  std::vector<std::pair<std::string, std::string>> environment;
};

Layout lay_out(const ScriptSpec& spec, const Dialect& dialect);

// The maps that side "a" or "b" of a script fills, in the order in which it prints them.
std::vector<model::MapDescription> maps_of_side(ScriptKind kind, const Layout& layout,
                                                std::string_view side);

// The ops that the script's probes can yield, or one of them, ordered by code.
std::vector<model::Op> ops_of(const ScriptSpec& spec);
std::vector<model::Op> ops_of(const ScriptSpec& spec, const model::Probe& probe);

// The JSON object of mcbt-capture, as the format string of a printf with two arguments: nsecs and
// the wall clock as "%s.%f". Not yet escaped for a string literal.
std::string capture_format(const ScriptSpec& spec, const Dialect& dialect, const Layout& layout);

}  // namespace mcbt::gen
