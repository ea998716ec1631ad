// Captures of the protocol's shape, of any size.
#pragma once

#include <cstdint>
#include <string>

namespace mcbt::bench {

struct CaptureShape {
  uint64_t bytes = 0;            // at least; the last window is whole
  uint64_t window_keys = 20000;  // entries of each window
  uint64_t distinct_keys = 0;    // that the windows' keys are drawn from
  bool packed = false;  // one packed sum a key, as mcbt's own scripts have, and not stats()
  bool skewed = false;  // few keys are hot, as in caches; else all are alike, the worst for a table
};

struct CaptureFacts {
  uint64_t keys = 0;       // distinct ones that are in it
  uint64_t key_bytes = 0;  // of all of them together
};

CaptureFacts write_capture(const std::string& path, const CaptureShape& shape);

}  // namespace mcbt::bench
