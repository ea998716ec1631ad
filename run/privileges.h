// Whether this user may trace.
#pragma once

#include <cstdint>

#include "run/check.h"

namespace mcbt::run {

// Of the capabilities that mcbt has now; bad where bpftrace would refuse, or the kernel.
Check check_privileges(const Intent& intent);

// The same of those in `effective`, a bit each as in /proc/PID/status.
Check judge_privileges(const Intent& intent, bool root, uint64_t effective);

}  // namespace mcbt::run
