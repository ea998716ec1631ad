#include "post/render/histogram_text.h"

#include <fmt/format.h>

#include <algorithm>

namespace mcbt::render {
namespace {

constexpr size_t kWidestBar = 52;  // bpftrace's
constexpr size_t kNarrowestBar = 8;

// 4096 → 4K: hist()'s ends are powers of two.
std::string end_text(int64_t value) {
  constexpr int64_t kKilo = 1024;
  constexpr const char* kUnits[] = {"", "K", "M", "G", "T", "P", "E"};
  size_t unit = 0;
  while (value != 0 && value % kKilo == 0 && unit + 1 < std::size(kUnits)) {
    value /= kKilo;
    ++unit;
  }
  return std::to_string(value) + kUnits[unit];
}

}  // namespace

std::string range_text(const model::Bucket& bucket) {
  if (!bucket.min) return "(..., " + end_text(bucket.max.value_or(0)) + "]";
  if (!bucket.max || *bucket.max == INT64_MAX) return "[" + end_text(*bucket.min) + ", ...)";
  if (*bucket.min == *bucket.max) return "[" + end_text(*bucket.min) + "]";
  return "[" + end_text(*bucket.min) + ", " + end_text(*bucket.max + 1) + ")";
}

std::string histogram_text(const std::vector<model::Bucket>& buckets, size_t width) {
  uint64_t most = 1;
  size_t range_width = 0;
  size_t count_width = 0;
  for (const model::Bucket& bucket : buckets) {
    most = std::max(most, bucket.count);
    range_width = std::max(range_width, range_text(bucket).size());
    count_width = std::max(count_width, std::to_string(bucket.count).size());
  }
  const size_t taken = range_width + count_width + 4;
  size_t bar_width = kWidestBar;
  if (width != 0) {
    bar_width = std::clamp(width > taken ? width - taken : 0, kNarrowestBar, kWidestBar);
  }
  std::string text;
  for (const model::Bucket& bucket : buckets) {
    const auto filled =
        static_cast<size_t>(static_cast<double>(bucket.count) / static_cast<double>(most) *
                            static_cast<double>(bar_width));
    text += fmt::format("{:<{}} {:>{}} |{:<{}}|\n", range_text(bucket), range_width, bucket.count,
                        count_width, std::string(filled, '@'), bar_width);
  }
  return text;
}

}  // namespace mcbt::render
