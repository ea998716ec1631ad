#include "run/diagnosis.h"

#include <gtest/gtest.h>

namespace mcbt::run {
namespace {

// What bpftrace 0.27.1 says of a script that runs.
constexpr std::string_view kWarnings =
    "WARNING: Addrspace is not set\n"
    "stdin:47:26-43: WARNING: length param (64) is too long and will be shortened to 64 bytes (see "
    "BPFTRACE_MAX_STRLEN)\n"
    "\t\t\t@long_a[$op, $length, str($key, 63 + 1),\n"
    "                         ~~~~~~~~~~~~~~~~~\n"
    "WARNING: Unknown error -1: couldn't set RLIMIT_MEMLOCK for bpftrace.\n";

TEST(Diagnosis, ASignalIsTheCauseWhereThereAreOnlyWarnings) {
  EXPECT_EQ(diagnose(kWarnings, 137).what, "bpftrace was killed by signal 9");
  EXPECT_EQ(diagnose("", 137).what, "bpftrace was killed by signal 9");
}

TEST(Diagnosis, WarningsAreNoReason) {
  EXPECT_EQ(diagnose(kWarnings, 1).what, "bpftrace ended with status 1 and said nothing");
}

TEST(Diagnosis, WhatStandsBehindWarningsIsTheReason) {
  const std::string errors = std::string(kWarnings) + "ERROR: Failed to compile\n more\n";
  EXPECT_EQ(diagnose(errors, 1).what, "bpftrace failed: ERROR: Failed to compile");
}

TEST(Diagnosis, ASymptomThatIsKnownHasItsRemedy) {
  const model::Error error =
      diagnose(std::string(kWarnings) + "ERROR: failed to create map: '@keys_a'\n", 1);
  EXPECT_EQ(error.what,
            "the kernel has no room for the script's maps (bpftrace: ERROR: failed to create map: "
            "'@keys_a')");
  EXPECT_EQ(error.hint, "lower --max-keys");
}

TEST(Diagnosis, WhatBpftraceSaysIsPrintable) {
  EXPECT_EQ(diagnose("bad \x1b]0;\xff\n", 1).what, "bpftrace failed: bad ?]0;?");
}

}  // namespace
}  // namespace mcbt::run
