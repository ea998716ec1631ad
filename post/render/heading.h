// What stands above and below any of the tables that people read.
#pragma once

#include <functional>
#include <string>

#include "post/aggregate/snapshot.h"

namespace mcbt::render {

struct TextStyle {
  size_t width = 0;  // of the terminal; 0: there is none, nothing is cut
  // Nanoseconds since the epoch → the time as the reader's clock shows it.
  std::function<std::string(int64_t)> clock;
};

// "18:00:01 memcached 1.6.38 pid 7744 on cache7 (usdt), window 3, 1 s", with a newline.
std::string heading_text(const aggregate::Snapshot& snapshot, const TextStyle& style);

// A line for each note; empty where all is complete.
std::string notes_text(const aggregate::Snapshot& snapshot);

}  // namespace mcbt::render
