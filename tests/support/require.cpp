#include "tests/support/require.h"

#include <unistd.h>

#include <cstdlib>

#include "tests/support/child_process.h"

namespace mcbt::support {

std::string why_no_bpf() {
  static const std::string reason = [] {
    if (geteuid() != 0) return std::string("tracing needs root");
    const char* named = std::getenv("MCBT_BPFTRACE");
    const Finished tried = run_program({named == nullptr ? "bpftrace" : named, "-e",
                                        "BEGIN { printf(\"it works\\n\"); exit(); }"});
    if (tried.output.find("it works") != std::string::npos) return std::string();
    return "bpftrace cannot trace here: " + tried.errors;
  }();
  return reason;
}

bool skipping_is_failure() {
  return std::getenv("MCBT_NO_SKIP") != nullptr;
}

}  // namespace mcbt::support
