#include "post/aggregate/counted_time.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "post/aggregate/rated_time.h"

namespace mcbt::aggregate {
namespace {

constexpr const char* kLatency = "latency";

// Whether two captures of one host are of one boot, so that their nsecs are of one clock. Scripts
// of some releases know the wall clock to a second only, and clocks are set.
bool same_clock(const model::CaptureHeader& a, const model::CaptureHeader& b) {
  constexpr int64_t kToleranceUs = 5'000'000;
  if (!a.start_epoch_us || !b.start_epoch_us) return true;
  const auto boot_us = [](const model::CaptureHeader& header) {
    return *header.start_epoch_us - static_cast<int64_t>(header.start_ns / 1000);
  };
  return std::abs(boot_us(a) - boot_us(b)) <= kToleranceUs;
}

bool same_trace(const model::CaptureHeader& a, const model::CaptureHeader& b) {
  return a.start_ns != 0 && a.start_ns == b.start_ns && a.start_epoch_us == b.start_epoch_us &&
         a.source == b.source && a.binary == b.binary && a.host == b.host;
}

}  // namespace

OpSet ops_of(const model::CaptureHeader& header) {
  OpSet ops;
  for (const auto& [code, name] : header.ops) {
    if (const auto op = model::op_by_code(code)) ops.set(op_index(*op));
  }
  if (ops.none()) ops.set();
  return ops.set(0, header.script == kLatency);
}

bool CountedTime::same_process(const model::CaptureHeader& a, const model::CaptureHeader& b) {
  if ((a.script == kLatency) != (b.script == kLatency) || a.pid != b.pid) return false;
  return a.pid ? a.host == b.host && same_clock(a, b) : same_trace(a, b);
}

void CountedTime::begin_capture(const model::CaptureHeader& header, OpSet ops) {
  model::CaptureHeader kept;
  kept.script = header.script;
  kept.source = header.source;
  kept.host = header.host;
  kept.binary = header.binary;
  kept.pid = header.pid;
  kept.start_ns = header.start_ns;
  kept.start_epoch_us = header.start_epoch_us;
  kept.file = header.file;
  same_process_.clear();
  for (size_t i = 0; i < captures_.size(); ++i) {
    if (same_process(captures_[i].header, kept)) same_process_.push_back(i);
  }
  captures_.push_back({std::move(kept), ops, {}});
}

CountedBefore CountedTime::counted_before(uint64_t start_ns, uint64_t end_ns) const {
  CountedBefore counted;
  RatedTime covered;
  for (const size_t index : same_process_) {
    const Capture& capture = captures_[index];
    auto span = std::ranges::upper_bound(capture.spans, start_ns, {}, &Span::end_ns);
    for (; span != capture.spans.end() && span->start_ns < end_ns; ++span) {
      const OpSet both = span->ops & captures_.back().ops;
      if (both.none()) continue;
      if (counted.ops.none()) counted.file = capture.header.file;
      counted.ops |= both;
      covered.add(static_cast<int64_t>(std::max(start_ns, span->start_ns) - start_ns),
                  static_cast<int64_t>(std::min(end_ns, span->end_ns) - start_ns));
    }
  }
  if (counted.ops.none()) return counted;
  const auto covered_ns = static_cast<uint64_t>(std::llround(covered.seconds() * 1e9));
  counted.uncovered_ns = end_ns - start_ns - std::min(covered_ns, end_ns - start_ns);
  return counted;
}

void CountedTime::add(uint64_t start_ns, uint64_t end_ns, OpSet ops) {
  if (captures_.empty() || ops.none() || end_ns <= start_ns) return;
  std::vector<Span>& spans = captures_.back().spans;
  // Windows come in order; a damaged capture's that do not are the same time again.
  if (!spans.empty()) start_ns = std::max(start_ns, spans.back().end_ns);
  if (end_ns <= start_ns) return;
  if (!spans.empty() && spans.back().end_ns == start_ns && spans.back().ops == ops) {
    spans.back().end_ns = end_ns;
  } else {
    spans.push_back({start_ns, end_ns, ops});
  }
}

}  // namespace mcbt::aggregate
