// What the kernel's statistics themselves cost.
#pragma once

#include <string>

namespace mcbt::bench {

// Nanoseconds that a BPF program's run takes longer while the statistics are on, by the kernel's
// own test runs of a program that does nothing; "?" where it does not let us.
std::string statistics_ns_of_run();

}  // namespace mcbt::bench
