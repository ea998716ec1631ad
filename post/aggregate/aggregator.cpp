#include "post/aggregate/aggregator.h"

#include <algorithm>
#include <utility>

#include "model/counter.h"

namespace mcbt::aggregate {
namespace {

// Windows are this much longer than asked for before they count as late: the turn waits for a tick.
constexpr double kLateFactor = 1.5;

void add_cost(std::optional<model::Cost>& sum, const std::optional<model::Cost>& more) {
  if (!more) return;
  if (!sum) sum.emplace();
  model::add(*sum, *more);
}

// Operations in counters and in rows must be the same ones.
void audit(uint64_t calls, uint64_t attributed, Losses& losses) {
  losses.unattributed += calls > attributed ? calls - attributed : 0;
  losses.overattributed += attributed > calls ? attributed - calls : 0;
}

Origin origin_of(const model::CaptureHeader& header) {
  Origin origin{header.script, header.source, header.host, header.memcached, header.pid, {},
                header.unseen, header.blind};
  for (const auto& [code, name] : header.ops) {
    if (const auto op = model::op_by_code(code)) origin.known_ops[op_index(*op)] = true;
  }
  return origin;
}

}  // namespace

Aggregator::Aggregator(WindowHandler on_window, const std::vector<model::Op>& ops)
    : on_window_(std::move(on_window)) {
  counts_all_ = ops.empty();
  counted_.fill(counts_all_);
  for (const model::Op op : ops) counted_[op_index(op)] = true;
  sum_.summary = true;
  sum_.windows = 0;
}

void Aggregator::on_header(const model::CaptureHeader& header) {
  header_ = header;
  capture_ops_ = ops_of(header);
  counted_time_.begin_capture(header, capture_ops_);
  sampled_time_.begin_capture(header);
  has_left_out_ = false;
  left_out_.reset();
  not_attributed_ = {};
  const Origin origin = origin_of(header);
  if (origin_) {
    merge(*origin_, origin);
  } else {
    origin_ = origin;
  }
  sum_.asked_window_ns = header.window_ns;
  sum_.max_keys = std::max(sum_.max_keys, header.max_keys);
  sum_.busiest = std::max(sum_.busiest, header.busiest);
}

void Aggregator::time_window(const model::WindowEdges& edges) {
  edges_ = edges;
  window_.start_ns = header_.wall_clock_ns(edges.start_ns);
  if (edges.end_ns) window_.end_ns = header_.wall_clock_ns(*edges.end_ns);
  if (!edges.end_ns) ++window_.losses.unfinished;
  if (!edges.rated || !edges.end_ns) return;
  const auto ns = static_cast<double>(*edges.end_ns - edges.start_ns);
  window_.seconds = ns / 1e9;
  const double asked = static_cast<double>(header_.window_ns);
  if (asked > 0 && ns > kLateFactor * asked) ++window_.losses.late_windows;
}

// A window that no earlier capture has counted, or not all of it.
void Aggregator::place_in_sum() {
  // How long a window without an end was is not known: as long as was asked for.
  const uint64_t end_ns = edges_.end_ns.value_or(edges_.start_ns + header_.window_ns);
  counted_time_.add(edges_.start_ns, end_ns, capture_ops_ & ~left_out_);
  if (window_.start_ns)
    sum_.start_ns = std::min(sum_.start_ns.value_or(INT64_MAX), *window_.start_ns);
  if (window_.end_ns) sum_.end_ns = std::max(sum_.end_ns.value_or(INT64_MIN), *window_.end_ns);
  if (!window_.seconds) return;
  if (window_.start_ns && window_.end_ns) {
    rated_time_.add(*window_.start_ns, *window_.end_ns);
  } else {
    rated_time_.add_duration(*edges_.end_ns - edges_.start_ns);
  }
  has_rated_time_ = true;
}

LeftOut& Aggregator::left_out_of_capture(const CountedBefore& counted) {
  if (!std::exchange(has_left_out_, true)) {
    sum_.left_out.push_back({header_.file, counted.file, header_.pid, header_.host});
  }
  return sum_.left_out.back();
}

// What an earlier capture has counted of the window that begins.
void Aggregator::leave_out() {
  const uint64_t end_ns = edges_.end_ns.value_or(edges_.start_ns + header_.window_ns);
  const CountedBefore counted = counted_time_.counted_before(edges_.start_ns, end_ns);
  left_out_ = counted.ops;
  if (left_out_.none()) return;
  LeftOut& left = left_out_of_capture(counted);
  if (left.windows == 0) left.first_seq = edges_.seq;
  left.last_seq = edges_.seq;
  ++left.windows;
  model::add_to(left.uncovered_ns, counted.uncovered_ns);
  window_.left_out = {left};
}

void Aggregator::on_window(const model::WindowEdges& edges) {
  window_ = Snapshot{};
  window_.origin = origin_of(header_);
  window_.seq = edges.seq;
  window_.asked_window_ns = header_.window_ns;
  window_.max_keys = header_.max_keys;
  window_.busiest = header_.busiest;
  window_.losses = std::exchange(since_window_, {});
  window_.cost = std::exchange(cost_since_window_, {});
  model::add_to(window_.losses.missing_windows, edges.missing);
  window_keys_.clear();
  window_latency_.clear();
  window_attributed_ = summed_attributed_ = 0;
  time_window(edges);
  leave_out();
  if (any_in_sum()) place_in_sum();
}

// A counter of the window or of the sum.
void Aggregator::count(uint64_t& sum, uint64_t more) {
  if (!model::add_to(sum, more)) window_.losses.overflowed = sum_.losses.overflowed = true;
}

void Aggregator::add_to_window(std::span<const model::KeyStats> keys) {
  if (on_window_) window_keys_.add(keys);
  for (const model::KeyStats& stats : keys) count(window_attributed_, stats.calls);
}

void Aggregator::add_to_sum(std::span<const model::KeyStats> keys) {
  sum_keys_.add(keys);
  if (!window_.seconds) unrated_keys_.add(keys);
  for (const model::KeyStats& stats : keys) count(summed_attributed_, stats.calls);
}

void Aggregator::on_keys(std::span<const model::KeyStats> keys) {
  if (counts_all_ && left_out_.none()) {
    add_to_window(keys);
    add_to_sum(keys);
    return;
  }
  for (const model::KeyStats& stats : keys) {
    if (!counted(stats.op)) continue;
    add_to_window({&stats, 1});
    if (in_sum(stats.op)) add_to_sum({&stats, 1});
  }
}

void Aggregator::on_total(const model::OpTotal& total) {
  if (!counted(total.op)) return;
  count(window_.calls[op_index(total.op)], total.calls);
  if (in_sum(total.op)) count(sum_.calls[op_index(total.op)], total.calls);
}

// A count since the trace began grows from print to print.
void Aggregator::on_not_attributed(const model::NotAttributed& seen) {
  uint64_t& before = not_attributed_[reason_index(seen.reason)];
  if (seen.count <= before) return;
  // Of the window that is open, or, of snoop, of the whole capture.
  since_window_.not_attributed[reason_index(seen.reason)] += seen.count - before;
  before = seen.count;
}

void Aggregator::on_latency(const model::LatencyBucket& bucket) {
  if (bucket.op && !counted(*bucket.op)) return;
  window_latency_.add(bucket);
  if (!left_out_[bucket.op ? op_index(*bucket.op) : 0]) sum_latency_.add(bucket);
}

void Aggregator::on_key_latency(const model::KeyLatency& latency) {
  const model::Op op = *latency.bucket.op;
  if (!counted(op)) return;
  count(window_attributed_, latency.bucket.count);
  if (in_sum(op)) count(summed_attributed_, latency.bucket.count);
  if (selected_ && !latency.whole) {
    model::add_to(since_window_.cut_latencies, latency.bucket.count);
  }
  if (!selected_ || selected_(latency.key)) on_latency(latency.bucket);
}

// What of the window is in the sum, and what went wrong with it.
void Aggregator::add_window_to_sum() {
  uint64_t calls = 0;
  for (const model::OpInfo& info : model::kOps) {
    if (in_sum(info.op)) count(calls, window_.calls[op_index(info.op)]);
  }
  Losses losses = window_.losses;
  audit(calls, summed_attributed_, losses);
  ++sum_.windows;
  if (window_.seconds) {
    sampled_time_.add(edges_.start_ns, *edges_.end_ns, calls);
  } else {
    count(sum_.unrated_calls, calls);
  }
  add_cost(sum_.cost, window_.cost);
  count(sum_.attributed, summed_attributed_);
  add(sum_.losses, losses);
}

Snapshot Aggregator::finish_window() {
  if (any_in_sum()) add_window_to_sum();
  window_.attributed = window_attributed_;
  audit(window_.total_calls(), window_attributed_, window_.losses);
  window_.sampled = sampled_time_.sampled();
  window_.keys = &window_keys_;
  window_.latency = &window_latency_;
  window_.losses.keys_truncated = window_keys_.truncated();
  window_.losses.overflowed = window_.losses.overflowed || window_keys_.overflowed();
  return window_;
}

void Aggregator::on_window_end() {
  // Damage that was found while the window's maps were read is this window's.
  add(window_.losses, std::exchange(since_window_, {}));
  const Snapshot window = finish_window();
  if (on_window_) on_window_(window);
}

void Aggregator::on_operation(const model::Operation& operation) {
  if (!counted(operation.op)) return;
  const auto before = counted_time_.counted_before(operation.time_ns, operation.time_ns + 1);
  if (before.ops[op_index(operation.op)]) {
    ++left_out_of_capture(before).operations;
    return;
  }
  const model::KeyStats stats{operation.key,
                              operation.length,
                              operation.whole,
                              operation.op,
                              1,
                              operation.size.value_or(0)};
  sum_keys_.add(stats);
  ++sum_.attributed;
  ++sum_.calls[op_index(operation.op)];
  last_operation_ns_ = std::max(last_operation_ns_, operation.time_ns);
  has_operations_ = true;
}

void Aggregator::on_lost(const model::LostEvents& lost) {
  model::add_to(since_window_.lost_events, lost.count);
}

void Aggregator::on_helper_error(const model::HelperError&) {
  ++since_window_.helper_errors;
}

void Aggregator::on_bad_line(const model::BadLine&) {
  ++since_window_.bad_lines;
}

void Aggregator::on_cost(const model::Cost& cost) {
  add_cost(cost_since_window_, cost);
}

void Aggregator::on_end(bool complete) {
  if (!complete) ++sum_.losses.cut_captures;
  if (has_operations_ && last_operation_ns_ > header_.start_ns) {
    time_window({0, header_.start_ns, last_operation_ns_, true});
    place_in_sum();
  }
  add(sum_.losses, std::exchange(since_window_, {}));
  has_operations_ = false;
  last_operation_ns_ = 0;
}

Snapshot Aggregator::summary() const {
  Snapshot sum = sum_;
  sum.origin = origin_.value_or(Origin{});
  sum.keys = &sum_keys_;
  sum.unrated = &unrated_keys_;
  sum.latency = &sum_latency_;
  if (has_rated_time_) sum.seconds = rated_time_.seconds();
  sum.sampled = sampled_time_.sampled();
  add(sum.losses, since_window_);
  sum.losses.keys_truncated = sum_keys_.truncated();
  sum.losses.overflowed = sum.losses.overflowed || sum_keys_.overflowed();
  return sum;
}

}  // namespace mcbt::aggregate
