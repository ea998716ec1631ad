// What mcbt counted beside what was sent.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bench/exactness/traffic.h"

namespace mcbt::bench {

struct Audit {
  uint64_t sent = 0;       // operations
  uint64_t calls = 0;      // by the counters that need no room for keys
  uint64_t in_rows = 0;    // by key
  uint64_t lost = 0;       // of all keys, what is missing from their rows
  uint64_t twice = 0;      // of all keys, what their rows have too much
  uint64_t off_bytes = 0;  // keys whose counts are right and bytes are not
  uint64_t windows = 0;
  uint64_t late = 0;      // windows half as long again as asked for
  double longest = 0;     // seconds
  bool complete = false;  // as mcbt says

  bool exact() const { return calls == sent && lost == 0 && twice == 0 && off_bytes == 0; }
};

// `output` is JSON Lines of mcbt top or report with all rows; with windows, those are audited too:
// their rows must add up to the summary's.
Audit audit(const std::string& output, const std::vector<KeyCounts>& sent, double interval);

}  // namespace mcbt::bench
