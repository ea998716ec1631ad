#include "post/aggregate/sampled_time.h"

#include <algorithm>
#include <cmath>

namespace mcbt::aggregate {

void SampledTime::begin_capture(const model::CaptureHeader& header) {
  if (!first_) first_ = header;
  ++captures_;
  pauses_ = pauses_ || header.max_overhead != 0;
  alike_ = alike_ && header.max_overhead == first_->max_overhead && header.pid == first_->pid &&
           header.host == first_->host;
  stretches_.emplace_back();
}

void SampledTime::add(uint64_t start_ns, uint64_t end_ns, uint64_t calls) {
  if (stretches_.empty()) return;
  stretches_.back().seconds += static_cast<double>(end_ns - start_ns) / 1e9;
  stretches_.back().calls += static_cast<double>(calls);
  start_ns_ = std::min(start_ns_.value_or(start_ns), start_ns);
  end_ns_ = std::max(end_ns_, end_ns);
}

// The stretches are a sample of clusters: windows of one are too much alike to count singly.
std::optional<double> SampledTime::error(double traced_s, double whole_s) const {
  constexpr double kFewest = 3;
  double calls = 0;
  double count = 0;
  for (const Stretch& stretch : stretches_) {
    calls += stretch.calls;
    if (stretch.seconds > 0) ++count;
  }
  if (count < kFewest || calls == 0) return std::nullopt;
  const double mean = calls / traced_s;
  double squares = 0;
  for (const Stretch& stretch : stretches_) {
    const double off = stretch.calls - mean * stretch.seconds;
    squares += off * off;
  }
  const double deviation = std::sqrt(squares * count / (count - 1)) / traced_s;
  return 2 * deviation / mean * std::sqrt(std::max(0.0, 1 - traced_s / whole_s));
}

std::optional<Sampled> SampledTime::sampled() const {
  const bool paused = captures_ > 1 || untraced_end_s_ > 0;
  if (!pauses_ || !paused || !start_ns_) return std::nullopt;
  Sampled sampled;
  sampled.max_overhead = first_->max_overhead;
  for (const Stretch& stretch : stretches_) sampled.traced_s += stretch.seconds;
  sampled.whole_s = static_cast<double>(end_ns_ - *start_ns_) / 1e9 + untraced_end_s_;
  if (sampled.traced_s <= 0) return std::nullopt;
  sampled.scales = alike_ && sampled.whole_s >= sampled.traced_s;
  sampled.error = error(sampled.traced_s, sampled.whole_s);
  return sampled;
}

}  // namespace mcbt::aggregate
