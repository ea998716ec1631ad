// The views that are lists: a heading and lines.
#pragma once

#include <string>
#include <vector>

#include "post/aggregate/snapshot.h"
#include "post/tui/scene.h"

namespace mcbt::tui {

struct List {
  std::string heading;
  std::vector<std::string> lines;
};

List connection_list(const Connections& connections);

// A histogram an operation; where the source has none, what it has.
List latency_list(const aggregate::Snapshot& snapshot, size_t width);

}  // namespace mcbt::tui
