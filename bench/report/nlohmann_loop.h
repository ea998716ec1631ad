// The straightforward way to read a capture: parse each line with nlohmann/json, add up in a hash
// map. What `mcbt report` is measured against.
#pragma once

#include <cstdint>
#include <string>

namespace mcbt::bench {

struct LoopResult {
  uint64_t keys = 0;
  uint64_t calls = 0;
};

LoopResult nlohmann_loop(const std::string& path);

}  // namespace mcbt::bench
