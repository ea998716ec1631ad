// Which source tells most about a memcached.
#pragma once

#include <string>

#include "cli/options.h"
#include "gen/script_spec.h"
#include "model/result.h"
#include "run/elf_binary.h"

namespace mcbt::cli {

struct SourceChoice {
  gen::Source source = gen::Source::kUsdt;
  std::string why;  // ends the sentence "SOURCE, because …"
};

// The source that `options` ask for, or the one that can tell most. Fails where `kind` cannot be
// had of it; `where` names the process or binary.
model::Result<SourceChoice> choose_source(const Options& options, gen::ScriptKind kind,
                                          const run::ElfBinary& binary, const std::string& where);

}  // namespace mcbt::cli
