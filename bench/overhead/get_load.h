// Gets at full speed from some connections, with the time that each took.
#pragma once

#include <sys/types.h>

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
  double rate = 0;       // operations a second
  double p99_us = 0;     // of the times from request to response
  double server_us = 0;  // CPU time of the server for each operation
};

// CPU time of a process so far, with all its threads; 0 where there is none.
double cpu_seconds(pid_t pid);

void store_values(uint16_t port, const KeyShape& shape);

struct Target {
  pid_t pid = 0;
  uint16_t port = 0;
};

// Single gets to each server from `clients` connections, each sent when the one before is answered:
// `seconds` for all servers together, which take turns of milliseconds, as the speed of a virtual
// machine changes within seconds. One result for each.
std::vector<LoadResult> send_gets(const std::vector<Target>& servers, const KeyShape& shape,
                                  unsigned clients, double seconds);

}  // namespace mcbt::bench
