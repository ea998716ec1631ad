// What checks of a machine and of a memcached say, and what they are asked.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/version.h"

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

enum class Means : uint8_t { kProbes, kSyscalls };

// The trace that is to be made, as far as it is known: what is bad depends on it.
struct Intent {
  std::optional<model::Version> bpftrace;
  std::optional<Means> means;
  std::optional<int64_t> pid;
};

}  // namespace mcbt::run
