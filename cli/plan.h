// From the command line to a running trace: which memcached, which bpftrace, which script.
#pragma once

#include <string>

#include "cli/options.h"
#include "gen/render_script.h"
#include "gen/script_spec.h"
#include "model/result.h"
#include "run/check.h"

namespace mcbt::cli {

struct LivePlan {
  int64_t pid = 0;
  std::string memcached;  // "memcached 1.6.38, pid 7744"
  std::string bpftrace;   // path of the program
  std::string tracer;     // "bpftrace 0.17.0"
  std::string why;        // its source: "it has no USDT probes"
  run::Intent intent;     // for checks
  gen::Script script;
  gen::ScriptSpec spec;
};

// What a trace is to count beside what its kind does.
enum class Extras : uint8_t { kNone, kScreen };  // kScreen: what only the full screen shows

// Finds all that a trace needs, or says what is missing and what to do about it.
model::Result<LivePlan> plan_trace(const Options& options, gen::ScriptKind kind,
                                   Extras extras = Extras::kNone);

// --bpftrace, else $MCBT_BPFTRACE; empty: the one in $PATH.
std::string bpftrace_path(const Options& options);

// How the source gets at memcached, as checks know it.
run::Means means_of(gen::Source source);

// The script's specification for the process or binary that the options name; for emit too. `why`
// becomes the reason for its source.
model::Result<gen::ScriptSpec> plan_script(const Options& options, gen::ScriptKind kind,
                                           std::string& why);

}  // namespace mcbt::cli
