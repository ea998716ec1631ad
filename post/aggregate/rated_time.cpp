#include "post/aggregate/rated_time.h"

#include <algorithm>

namespace mcbt::aggregate {

void RatedTime::add(int64_t start_ns, int64_t end_ns) {
  if (!spans_.empty() && spans_.back().end == start_ns) {
    spans_.back().end = end_ns;
  } else {
    spans_.push_back({start_ns, end_ns});
  }
}

double RatedTime::seconds() const {
  std::vector<Span> spans = spans_;
  std::ranges::sort(spans, {}, &Span::start);
  auto total = static_cast<double>(unplaced_ns_);
  int64_t covered_to = INT64_MIN;
  for (const Span& span : spans) {
    const int64_t start = std::max(span.start, covered_to);
    if (span.end > start) total += static_cast<double>(span.end - start);
    covered_to = std::max(covered_to, span.end);
  }
  return total / 1e9;
}

}  // namespace mcbt::aggregate
