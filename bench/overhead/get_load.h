// Gets at full speed from some connections, with the time that each took.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace mcbt::bench {

// One key in ten is not stored, so that a tenth of all gets miss.
struct KeyShape {
  uint64_t keys = 1000;
  size_t bytes = 16;  // of each key
  std::string key(uint64_t index) const;
};

struct LoadResult {
  uint64_t operations = 0;
  double rate = 0;    // operations a second
  double p99_us = 0;  // of the times from request to response
};

void store_values(uint16_t port, const KeyShape& shape);

// Single gets from `clients` connections, each sent when the one before is answered.
LoadResult send_gets(uint16_t port, const KeyShape& shape, unsigned clients, double seconds);

}  // namespace mcbt::bench
