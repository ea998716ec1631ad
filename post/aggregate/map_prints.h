// The maps of somebody else's script, as it printed them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "model/event.h"

namespace mcbt::aggregate {

// A map that a script prints again and again may have been cleared in between or not, and its
// prints do not say so: they cannot be added up. The last one with anything in it stands for the
// map.
class MapPrints {
 public:
  struct Map {
    model::MapDump last;
    uint64_t prints = 0;
  };

  void add(model::MapDump dump) {
    auto map =
        std::ranges::find(maps_, dump.name, [](const Map& known) { return known.last.name; });
    if (map == maps_.end()) map = maps_.insert(maps_.end(), Map{});
    ++map->prints;
    if (map->prints == 1 || !dump.entries.empty()) map->last = std::move(dump);
  }

  // In the order of their first prints.
  const std::vector<Map>& maps() const { return maps_; }

 private:
  std::vector<Map> maps_;
};

}  // namespace mcbt::aggregate
