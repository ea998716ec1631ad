// Script specification + catalogue + dialect → the text of a .bt. A pure function.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "gen/dialect.h"
#include "gen/script_spec.h"
#include "model/result.h"

namespace mcbt::gen {

struct Script {
  std::string text;  // with a header comment and a "// Run:" line that works as it stands
  std::vector<std::pair<std::string, std::string>> environment;  // what bpftrace needs to run it
};

// Fails where `spec.binary` has characters that bpftrace cannot take in a probe's name, where
// `spec.file` does not fit a comment, and where `spec.probes` leaves nothing to attach.
model::Result<Script> render_script(const ScriptSpec& spec, const Dialect& dialect);

}  // namespace mcbt::gen
