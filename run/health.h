// Whether this machine lets anybody trace: a check each, with its remedy.
#pragma once

#include <vector>

#include "model/result.h"
#include "run/check.h"

namespace mcbt::run {

// BPF, perf events, BTF, tracefs, debugfs, uprobes, syscall tracepoints, lockdown, memlock and
// seccomp. Reads /proc and /sys, makes one BPF map and one perf event of nothing, that it closes
// again; changes nothing.
std::vector<Check> check_machine(const Intent& intent);

// What stands in the way of a trace before it is tried: privileges, or a process that bpftrace
// would not know. Without that a trace may start, and count nothing.
model::Status check_before_trace(const Intent& intent);

// The first bad thing of the machine, as an error, for a trace that did not start; ok where all
// seems well.
model::Status explain_failed_start(const Intent& intent);

}  // namespace mcbt::run
