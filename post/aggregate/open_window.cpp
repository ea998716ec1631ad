#include "post/aggregate/open_window.h"

#include <algorithm>

#include "model/counter.h"

namespace mcbt::aggregate {

void OpenWindow::count(uint64_t& counter, uint64_t more) {
  if (!model::add_to(counter, more)) snapshot.losses.overflowed = true;
}

void OpenWindow::count_attributed(std::span<const model::KeyStats> keys) {
  const bool all = sums_all();
  for (const model::KeyStats& stats : keys) {
    if (all || counts(stats.op)) count(attributed, stats.calls);
    if (all || sums(stats.op)) count(summed, stats.calls);
  }
}

void OpenWindow::count_total(const model::OpTotal& total) {
  if (counts(total.op)) count(snapshot.calls[op_index(total.op)], total.calls);
}

// A count since the trace began grows from print to print.
void OpenWindow::count_not_attributed(const model::NotAttributed& seen) {
  uint64_t& most = not_attributed[reason_index(seen.reason)];
  most = std::max(most, seen.count);
}

void OpenWindow::count_latency(const model::LatencyBucket& bucket) {
  if (!bucket.op || counts(*bucket.op)) latency.add(bucket);
}

void OpenWindow::count_key_latency(const model::KeyLatency& some, const KeySelection& selected) {
  const model::Op op = *some.bucket.op;
  if (!counts(op)) return;
  count(attributed, some.bucket.count);
  if (sums(op)) count(summed, some.bucket.count);
  if (selected && !some.whole) count(snapshot.losses.cut_latencies, some.bucket.count);
  if (!selected || selected(some.key)) count_latency(some.bucket);
}

}  // namespace mcbt::aggregate
