// Who else traces a memcached by probes.
#pragma once

#include <string_view>

#include "run/check.h"

namespace mcbt::run {

// Tracers that hold uprobes of the binary of `intent.pid` now, and the kernel's complaints about
// that binary's probes in its log. Without a pid: complaints about any.
Check check_other_tracers(const Intent& intent);

// Whether a record of the kernel log is a ref_ctr_offset mismatch, and about `inode` where that is
// given.
bool is_mismatch(std::string_view record, std::optional<uint64_t> inode);

}  // namespace mcbt::run
