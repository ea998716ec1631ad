// Which memcached is meant.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/result.h"

namespace mcbt::run {

struct FoundProcess {
  int64_t pid = 0;
  std::vector<uint16_t> ports;  // on which it listens for TCP
};

// Every process named memcached, ordered by pid. Those whose sockets may not be read have no ports.
std::vector<FoundProcess> running_memcacheds();

// The process of `pid`; without it the memcached that listens on `port`; without both the only one
// that runs. Fails, listing what there is, where that is none or several.
model::Result<int64_t> find_memcached(std::optional<int64_t> pid, std::optional<uint16_t> port);

// "bash", from /proc/PID/comm; empty where there is no such process.
std::string process_name(int64_t pid);

}  // namespace mcbt::run
