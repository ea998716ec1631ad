// Which processes a traced one has, and whether they are gone.
#pragma once

#include <sys/types.h>

#include <csignal>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

namespace mcbt::live {

// The children of a process, from /proc.
inline std::vector<pid_t> children_of(pid_t parent) {
  std::vector<pid_t> children;
  std::ifstream file("/proc/" + std::to_string(parent) + "/task/" + std::to_string(parent) +
                     "/children");
  for (pid_t child = 0; file >> child;) children.push_back(child);
  return children;
}

// Waits for its end, as long as bpftrace may take to take its probes off.
inline bool gone(pid_t pid) {
  for (int i = 0; i < 500; ++i) {
    if (kill(pid, 0) != 0) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return false;
}

inline bool all_gone(const std::vector<pid_t>& pids) {
  for (const pid_t pid : pids) {
    if (!gone(pid)) return false;
  }
  return true;
}

}  // namespace mcbt::live
