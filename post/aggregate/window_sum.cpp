#include "post/aggregate/window_sum.h"

#include <algorithm>

namespace mcbt::aggregate {

WindowSum::WindowSum() {
  sum_.summary = true;
  sum_.windows = 0;
}

// An entry a capture, as far as it has got.
void WindowSum::leave_out(const LeftOut& left) {
  const auto known = std::ranges::find(sum_.left_out, left.file, &LeftOut::file);
  if (known == sum_.left_out.end()) {
    sum_.left_out.push_back(left);
  } else {
    *known = left;
  }
}

void WindowSum::add(const Snapshot& window) {
  for (const LeftOut& left : window.left_out) leave_out(left);
  if (!window.summary && !window.left_out.empty()) return;
  if (sum_.windows == 0) {
    sum_.origin = window.origin;
  } else {
    merge(sum_.origin, window.origin);
  }
  sum_.windows += window.windows;
  if (window.cost) {
    if (!sum_.cost) sum_.cost.emplace();
    model::add(*sum_.cost, *window.cost);
  }
  sum_.sampled = window.sampled;
  sum_.busiest = std::max(sum_.busiest, window.busiest);
  sum_.asked_window_ns = window.asked_window_ns;
  sum_.max_keys = std::max(sum_.max_keys, window.max_keys);
  if (window.start_ns) {
    sum_.start_ns = std::min(sum_.start_ns.value_or(INT64_MAX), *window.start_ns);
  }
  if (window.end_ns) sum_.end_ns = std::max(sum_.end_ns.value_or(INT64_MIN), *window.end_ns);
  if (window.seconds) {
    has_rated_time_ = true;
    // A sum may have pauses between its windows.
    if (!window.summary && window.start_ns && window.end_ns) {
      rated_time_.add(*window.start_ns, *window.end_ns);
    } else {
      rated_time_.add_duration(static_cast<uint64_t>(*window.seconds * 1e9));
    }
  }
  for (size_t op = 0; op < sum_.calls.size(); ++op) sum_.calls[op] += window.calls[op];
  sum_.attributed += window.attributed;
  sum_.unrated_calls += window.seconds ? window.unrated_calls : window.total_calls();
  aggregate::add(sum_.losses, window.losses);
  keys_.add(*window.keys);
  if (!window.seconds) {
    unrated_.add(*window.keys);
  } else if (window.unrated != nullptr) {
    unrated_.add(*window.unrated);
  }
  if (window.latency != nullptr) latency_.add(*window.latency);
}

Snapshot WindowSum::snapshot() const {
  Snapshot sum = sum_;
  sum.keys = &keys_;
  sum.unrated = &unrated_;
  sum.latency = &latency_;
  if (has_rated_time_) sum.seconds = rated_time_.seconds();
  sum.losses.keys_truncated = keys_.truncated();
  return sum;
}

}  // namespace mcbt::aggregate
