// What the kernel's way from a uprobe to its BPF program takes, which no statistic tells.
#pragma once

#include <cstdint>
#include <optional>

namespace mcbt::run {

// Nanoseconds of one trap, measured on a place in mcbt itself in some 20 ms: the same breakpoint,
// with a counter behind it in place of a BPF program. Nothing where the kernel does not let us.
std::optional<uint64_t> measure_trap_ns();

}  // namespace mcbt::run
