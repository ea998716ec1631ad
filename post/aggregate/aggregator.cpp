#include "post/aggregate/aggregator.h"

#include <algorithm>
#include <utility>

#include "model/counter.h"
#include "post/aggregate/window_apart.h"

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

void add_table_losses(const KeyTable& keys, Losses& losses) {
  losses.keys_truncated = keys.truncated();
  losses.overflowed = losses.overflowed || keys.overflowed();
  losses.keys_let_go = keys.let_go();
  losses.most_let_go = keys.most_let_go();
}

Origin origin_of(const model::CaptureHeader& header) {
  Origin origin{header.script, header.source, header.host, header.memcached, header.pid, {},
                header.unseen, header.blind};
  for (const auto& [code, name] : header.ops) {
    if (const auto op = model::op_by_code(code)) origin.known_ops[op_index(*op)] = true;
  }
  return origin;
}

bool counts_connections(const model::CaptureHeader& header) {
  return std::ranges::find(header.maps, model::MapRole::kConnections,
                           &model::MapDescription::role) != header.maps.end();
}

}  // namespace

Aggregator::Aggregator(WindowHandler on_window, const std::vector<model::Op>& ops)
    : on_window_(std::move(on_window)) {
  if (ops.empty()) counted_.set();
  for (const model::Op op : ops) counted_.set(op_index(op));
  sum_.summary = true;
  sum_.windows = 0;
}

void Aggregator::count_apart(size_t threads) {
  shards_ = std::make_unique<KeyShards>(threads);
}

// A window has few keys beside the sum, and so has what the probes' taking off leaves without a
// rate.
void Aggregator::hold_to(size_t most_bytes) {
  constexpr size_t kSmallShare = 8;
  window_keys_ = KeyTable(most_bytes / kSmallShare);
  unrated_keys_ = KeyTable(most_bytes / kSmallShare);
  sum_keys_ = KeyTable(most_bytes - 2 * (most_bytes / kSmallShare));
}

void Aggregator::on_header(const model::CaptureHeader& header) {
  header_ = header;
  capture_ops_ = ops_of(header);
  counted_time_.begin_capture(header, capture_ops_);
  sampled_time_.begin_capture(header);
  has_left_out_ = false;
  not_attributed_ = {};
  has_connections_ = has_connections_ || counts_connections(header);
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

void Aggregator::time_window(const model::WindowEdges& edges, Snapshot& window) {
  window.start_ns = header_.wall_clock_ns(edges.start_ns);
  if (edges.end_ns) window.end_ns = header_.wall_clock_ns(*edges.end_ns);
  if (!edges.end_ns) ++window.losses.unfinished;
  if (!edges.rated || !edges.end_ns) return;
  const auto ns = static_cast<double>(*edges.end_ns - edges.start_ns);
  window.seconds = ns / 1e9;
  const double asked = static_cast<double>(header_.window_ns);
  if (asked > 0 && ns > kLateFactor * asked) ++window.losses.late_windows;
}

// A window that no earlier capture has counted, or not all of it.
void Aggregator::place_in_sum(const OpenWindow& window) {
  const Snapshot& known = window.snapshot;
  // How long a window without an end was is not known: as long as was asked for.
  const uint64_t end_ns = window.edges.end_ns.value_or(window.edges.start_ns + header_.window_ns);
  counted_time_.add(window.edges.start_ns, end_ns, capture_ops_ & ~window.left_out);
  if (known.start_ns) sum_.start_ns = std::min(sum_.start_ns.value_or(INT64_MAX), *known.start_ns);
  if (known.end_ns) sum_.end_ns = std::max(sum_.end_ns.value_or(INT64_MIN), *known.end_ns);
  if (!known.seconds) return;
  if (known.start_ns && known.end_ns) {
    rated_time_.add(*known.start_ns, *known.end_ns);
  } else {
    rated_time_.add_duration(*window.edges.end_ns - window.edges.start_ns);
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
void Aggregator::leave_out(OpenWindow& window) {
  const model::WindowEdges& edges = window.edges;
  const uint64_t end_ns = edges.end_ns.value_or(edges.start_ns + header_.window_ns);
  const CountedBefore counted = counted_time_.counted_before(edges.start_ns, end_ns);
  window.left_out = counted.ops;
  if (counted.ops.none()) return;
  LeftOut& left = left_out_of_capture(counted);
  if (left.windows == 0) left.first_seq = edges.seq;
  left.last_seq = edges.seq;
  ++left.windows;
  model::add_to(left.uncovered_ns, counted.uncovered_ns);
  window.snapshot.left_out = {left};
}

OpenWindow Aggregator::begin_window(const model::WindowEdges& edges) {
  OpenWindow window;
  window.edges = edges;
  window.counted = counted_;
  Snapshot& known = window.snapshot;
  known.origin = origin_of(header_);
  known.seq = edges.seq;
  known.asked_window_ns = header_.window_ns;
  known.max_keys = header_.max_keys;
  known.busiest = header_.busiest;
  known.losses = std::exchange(since_window_, {});
  known.cost = std::exchange(cost_since_window_, {});
  model::add_to(known.losses.missing_windows, edges.missing);
  time_window(edges, known);
  leave_out(window);
  if (any_in_sum(window)) place_in_sum(window);
  return window;
}

void Aggregator::on_window(const model::WindowEdges& edges) {
  window_ = begin_window(edges);
  window_keys_.clear();
  window_connections_.clear();
}

std::unique_ptr<model::EventSink> Aggregator::on_window_apart(const model::WindowEdges& edges) {
  if (on_window_ || !shards_) return nullptr;
  return std::make_unique<Apart>(*this, begin_window(edges));
}

void Aggregator::add_to_sum(std::span<const model::KeyStats> keys, bool rated) {
  sum_keys_.add(keys);
  if (!rated) unrated_keys_.add(keys);
}

void Aggregator::on_keys(std::span<const model::KeyStats> keys) {
  const bool rated = window_.snapshot.seconds.has_value();
  const auto count = [&](std::span<const model::KeyStats> some, bool in_sum) {
    window_.count_attributed(some);
    if (on_window_) window_keys_.add(some);
    if (in_sum) add_to_sum(some, rated);
  };
  if (window_.sums_all()) return count(keys, true);
  for (const model::KeyStats& stats : keys) {
    if (window_.counts(stats.op)) count({&stats, 1}, window_.sums(stats.op));
  }
}

void Aggregator::on_total(const model::OpTotal& total) {
  window_.count_total(total);
}

void Aggregator::on_not_attributed(const model::NotAttributed& seen) {
  // Snoop has no windows.
  if (header_.script == "snoop") {
    return add_not_attributed(reason_index(seen.reason), seen.count, since_window_);
  }
  window_.count_not_attributed(seen);
}

void Aggregator::add_connection(const OpenWindow& window, const model::ConnectionStats& stats) {
  if (!window.counts(stats.op)) return;
  const std::string number = std::to_string(stats.connection);
  const model::KeyStats row{
      number, static_cast<uint32_t>(number.size()), true, stats.op, stats.calls, stats.bytes};
  if (on_window_) window_connections_.add(row);
  if (!window.sums(stats.op)) return;
  sum_connections_.add(row);
  if (!window.snapshot.seconds) unrated_connections_.add(row);
}

void Aggregator::on_connection(const model::ConnectionStats& stats) {
  add_connection(window_, stats);
}

void Aggregator::on_latency(const model::LatencyBucket& bucket) {
  window_.count_latency(bucket);
}

// What was counted since the trace began, less what earlier windows had.
void Aggregator::add_not_attributed(size_t reason, uint64_t seen, Losses& losses) {
  uint64_t& before = not_attributed_[reason];
  if (seen <= before) return;
  losses.not_attributed[reason] += seen - before;
  before = seen;
}

void Aggregator::on_key_latency(const model::KeyLatency& latency) {
  window_.count_key_latency(latency, selected_);
}

// What of the window is in the sum, and what went wrong with it.
void Aggregator::add_to_sum(const OpenWindow& window) {
  const auto count = [&](uint64_t& counter, uint64_t more) {
    if (!model::add_to(counter, more)) sum_.losses.overflowed = true;
  };
  uint64_t calls = 0;
  for (const model::OpInfo& info : model::kOps) {
    if (!window.sums(info.op)) continue;
    const uint64_t of_op = window.snapshot.calls[op_index(info.op)];
    count(calls, of_op);
    count(sum_.calls[op_index(info.op)], of_op);
  }
  for (const auto& [op, histogram] : window.latency.histograms()) {
    if (!window.left_out[op ? op_index(*op) : 0]) sum_latency_.add(op, histogram);
  }
  if (!any_in_sum(window)) return;
  Losses losses = window.snapshot.losses;
  audit(calls, window.summed, losses);
  ++sum_.windows;
  if (window.snapshot.seconds) {
    sampled_time_.add(window.edges.start_ns, *window.edges.end_ns, calls);
  } else {
    count(sum_.unrated_calls, calls);
  }
  add_cost(sum_.cost, window.snapshot.cost);
  count(sum_.attributed, window.summed);
  add(sum_.losses, losses);
}

void Aggregator::finish_window(OpenWindow& window) {
  for (size_t reason = 0; reason < window.not_attributed.size(); ++reason) {
    add_not_attributed(reason, window.not_attributed[reason], window.snapshot.losses);
  }
  add_to_sum(window);
  if (!on_window_) return;
  Snapshot& known = window.snapshot;
  known.attributed = window.attributed;
  audit(known.total_calls(), window.attributed, known.losses);
  known.sampled = sampled_time_.sampled();
  known.keys = &window_keys_;
  known.latency = &window.latency;
  if (counts_connections(header_)) known.connections = &window_connections_;
  add_table_losses(window_keys_, known.losses);
  on_window_(known);
}

void Aggregator::on_window_end() {
  // Damage that was found while the window's maps were read is this window's.
  add(window_.snapshot.losses, std::exchange(since_window_, {}));
  finish_window(window_);
}

void Aggregator::on_operation(const model::Operation& operation) {
  if (!counted_[op_index(operation.op)]) return;
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
  add_to_sum({&stats, 1}, true);
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

void Aggregator::on_interrupted() {
  interrupted_ = true;
}

void Aggregator::on_cost(const model::Cost& cost) {
  add_cost(cost_since_window_, cost);
}

void Aggregator::on_end(bool complete) {
  if (!complete && !interrupted_) ++sum_.losses.cut_captures;
  if (has_operations_ && last_operation_ns_ > header_.start_ns) {
    OpenWindow all;
    all.edges = {0, header_.start_ns, last_operation_ns_, true};
    time_window(all.edges, all.snapshot);
    place_in_sum(all);
  }
  add(sum_.losses, std::exchange(since_window_, {}));
  has_operations_ = false;
  last_operation_ns_ = 0;
}

void Aggregator::collect_shards() {
  if (!shards_) return;
  const auto collect = [](KeyTable& table, KeyTable more) {
    if (table.size() == 0) {
      table = std::move(more);
    } else {
      table.add(more);
    }
  };
  collect(sum_keys_, shards_->take_all());
  collect(unrated_keys_, shards_->take_unrated());
}

Snapshot Aggregator::summary() {
  collect_shards();
  Snapshot sum = sum_;
  sum.origin = origin_.value_or(Origin{});
  sum.keys = &sum_keys_;
  sum.unrated = &unrated_keys_;
  sum.latency = &sum_latency_;
  // Without all that they must leave out, rates would be too high.
  if (has_rated_time_ && unrated_keys_.let_go() == 0) sum.seconds = rated_time_.seconds();
  if (has_connections_) {
    sum.connections = &sum_connections_;
    sum.unrated_connections = &unrated_connections_;
  }
  sum.sampled = sampled_time_.sampled();
  add(sum.losses, since_window_);
  add_table_losses(sum_keys_, sum.losses);
  sum.losses.interrupted = interrupted_;
  return sum;
}

}  // namespace mcbt::aggregate
