// A histogram drawn with bars, as bpftrace draws them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/event.h"

namespace mcbt::render {

// "[4K, 8K)"
std::string range_text(const model::Bucket& bucket);

// A line a bucket: its range, its count, a bar. Empty buckets between others are drawn. `width` is
// the terminal's, 0 where there is none.
std::string histogram_text(const std::vector<model::Bucket>& buckets, size_t width);

}  // namespace mcbt::render
