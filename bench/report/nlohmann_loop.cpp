#include "bench/report/nlohmann_loop.h"

#include <fstream>
#include <nlohmann/json.hpp>
#include <unordered_map>

namespace mcbt::bench {

LoopResult nlohmann_loop(const std::string& path) {
  struct Sum {
    uint64_t calls = 0;
    uint64_t bytes = 0;
  };
  constexpr unsigned kShift = 38;
  std::unordered_map<std::string, Sum> sums;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    const auto record = nlohmann::json::parse(line);
    if (record["type"] == "printf") continue;
    for (const auto& [map, entries] : record["data"].items()) {
      if (!map.starts_with("@keys_")) continue;
      for (const auto& [key, value] : entries.items()) {
        const bool packed = value.is_number();
        Sum& sum = sums[key.substr(key.find(',', key.find(',') + 1) + 1)];
        sum.calls += packed ? value.get<uint64_t>() >> kShift : value["count"].get<uint64_t>();
        sum.bytes += packed ? value.get<uint64_t>() & ((uint64_t{1} << kShift) - 1)
                            : value["total"].get<uint64_t>();
      }
    }
  }
  LoopResult result{sums.size(), 0};
  for (const auto& [key, sum] : sums) result.calls += sum.calls;
  return result;
}

}  // namespace mcbt::bench
