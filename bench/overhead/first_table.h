// How long it takes from Enter to the first table.
#pragma once

#include <sys/types.h>

namespace mcbt::bench {

// Prints the medians of `rounds`: bpftrace alone with top's script until its probes are on, and
// mcbt top until its first window of 100 ms is out; no load.
void print_first_table(pid_t server, int rounds);

}  // namespace mcbt::bench
