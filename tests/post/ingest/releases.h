// The releases of bpftrace whose output is in tests/captures.
#pragma once

#include <string>
#include <vector>

namespace mcbt::ingest {

inline const std::vector<std::string> kReleases = {"0.14.0", "0.17.0", "0.20.2", "0.21.3",
                                                   "0.23.2", "0.24.2", "0.26.1"};

}  // namespace mcbt::ingest
