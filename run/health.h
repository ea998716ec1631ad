// Whether this machine lets anybody trace: a check each, with its remedy.
#pragma once

#include <string>
#include <vector>

namespace mcbt::run {

enum class Health : uint8_t {
  kGood,
  kNote,  // works, but the user should know
  kBad,   // tracing cannot work
};

struct Check {
  std::string name;  // "tracefs"; the same words every time, for programs
  Health health = Health::kGood;
  std::string what;    // what was found
  std::string remedy;  // what to do; empty where all is well
};

// Root or capabilities, BPF, BTF, tracefs, uprobes, syscall tracepoints, lockdown, memlock,
// seccomp, and other tracers' marks in the kernel log. Reads /proc and /sys, and makes one BPF map
// that it closes again; changes nothing.
std::vector<Check> check_machine();

// Of a process: whether it lives in other namespaces than this one, and whether its probes are
// behind semaphores. Fails nothing: tracing crosses namespaces.
std::vector<Check> check_process(int64_t pid);

}  // namespace mcbt::run
