// Where mcbt and the memcached live: on the host, or in containers.
#pragma once

#include "run/check.h"

namespace mcbt::run {

// Bad where bpftrace would not know the process of `intent` by its number: a trace would start
// there and count nothing.
Check check_namespaces(const Intent& intent);

}  // namespace mcbt::run
