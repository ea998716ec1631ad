// What a live test needs of the machine.
#pragma once

#include <gtest/gtest.h>

#include <string>

namespace mcbt::support {

// Why bpftrace cannot trace here; empty where it can.
std::string why_no_bpf();

// Whether a test that cannot run must fail and not be skipped ($MCBT_NO_SKIP; CI sets it).
bool skipping_is_failure();

}  // namespace mcbt::support

// At the start of each test that traces.
#define REQUIRE_BPF()                                                      \
  do {                                                                     \
    const std::string mcbt_reason = ::mcbt::support::why_no_bpf();         \
    if (!mcbt_reason.empty()) {                                            \
      ASSERT_FALSE(::mcbt::support::skipping_is_failure()) << mcbt_reason; \
      GTEST_SKIP() << mcbt_reason;                                         \
    }                                                                      \
  } while (false)
