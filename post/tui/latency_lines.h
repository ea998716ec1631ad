// Latency histograms as lines of a screen.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "post/aggregate/snapshot.h"
#include "post/tui/scene.h"

namespace mcbt::tui {

// A histogram an operation; where the source has none, what it has and who has more.
std::vector<Line> latency_lines(const aggregate::Snapshot& snapshot, size_t width, bool ascii);

// One histogram under a line with its name. `mean_us`, where it is known, is marked in the bucket
// that it falls into.
std::vector<Line> histogram_lines(const std::string& name, const aggregate::Histogram& histogram,
                                  std::optional<double> mean_us, size_t width, bool ascii);

}  // namespace mcbt::tui
