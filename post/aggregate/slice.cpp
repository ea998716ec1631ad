#include "post/aggregate/slice.h"

#include <algorithm>
#include <utility>

#include "model/counter.h"

namespace mcbt::aggregate {

Slice::Slice(model::EventSink& next, SliceOf of) : ForwardingSink(next), of_(std::move(of)) {}

void Slice::on_header(const model::CaptureHeader& header) {
  header_ = header;
  has_header_ = true;
  handed_on_ = passed_ = false;
  counted_before_ = {};
  if (!of_.range || range_) return;
  if (const auto start = header.wall_clock_ns(header.start_ns)) range_ = of_.range(*start);
}

void Slice::cannot_place() {
  if (std::ranges::find(unplaced_, header_.file) == unplaced_.end()) {
    unplaced_.push_back(header_.file);
  }
}

bool Slice::in_sequence(std::optional<uint64_t> seq) {
  if (!of_.first_seq && !of_.last_seq) return true;
  if (!seq) {
    cannot_place();
    return false;
  }
  if (of_.last_seq && *seq > *of_.last_seq) passed_ = true;
  return !passed_ && (!of_.first_seq || *seq >= *of_.first_seq);
}

bool Slice::in_range(uint64_t start_ns, uint64_t end_ns) {
  const auto start = header_.wall_clock_ns(start_ns);
  const auto middle = header_.wall_clock_ns(start_ns + (end_ns - start_ns) / 2);
  const auto end = header_.wall_clock_ns(end_ns);
  if (start && end) {
    if (!seen_) seen_ = {start, end};
    seen_->from_ns = std::min(seen_->from_ns, start);
    seen_->to_ns = std::max(seen_->to_ns, end);
  }
  if (!of_.range) return true;
  if (!middle || !range_) {
    cannot_place();
    return false;
  }
  if (range_->to_ns && *middle >= *range_->to_ns) passed_ = true;
  return !passed_ && (!range_->from_ns || *middle >= *range_->from_ns);
}

// Something of the capture is in the slice.
void Slice::take() {
  took_any_ = true;
  if (!std::exchange(handed_on_, true)) next().on_header(header_);
  hand_on_losses();
}

void Slice::hand_on_losses() {
  if (lost_ != 0) next().on_lost({lost_});
  for (const model::HelperError& error : helper_errors_) next().on_helper_error(error);
  for (const model::BadLine& line : bad_lines_) next().on_bad_line(line);
  drop_losses();
}

void Slice::drop_losses() {
  lost_ = 0;
  helper_errors_.clear();
  bad_lines_.clear();
}

void Slice::on_window(const model::WindowEdges& edges) {
  in_window_ = true;
  const bool in_time = in_range(edges.start_ns, edges.end_ns.value_or(edges.start_ns));
  taken_ = in_sequence(edges.seq) && in_time;
  if (!taken_) return drop_losses();
  take();
  next().on_window(edges);
}

void Slice::on_keys(std::span<const model::KeyStats> keys) {
  if (taken_) next().on_keys(keys);
}

void Slice::on_total(const model::OpTotal& total) {
  if (taken_) next().on_total(total);
}

// Counted since the trace began: what windows before the slice have counted is not the slice's.
void Slice::on_not_attributed(const model::NotAttributed& seen) {
  uint64_t& before = counted_before_[reason_index(seen.reason)];
  if (dropped()) {
    before = seen.count;
  } else if (seen.count > before) {
    next().on_not_attributed({seen.reason, seen.count - before});
  }
}

void Slice::on_connection(const model::ConnectionStats& stats) {
  if (taken_) next().on_connection(stats);
}

void Slice::on_latency(const model::LatencyBucket& bucket) {
  if (taken_) next().on_latency(bucket);
}

void Slice::on_key_latency(const model::KeyLatency& latency) {
  if (taken_) next().on_key_latency(latency);
}

void Slice::on_window_end() {
  if (taken_) next().on_window_end();
  drop_losses();
  in_window_ = taken_ = false;
}

void Slice::on_operation(const model::Operation& operation) {
  const bool in_time = in_range(operation.time_ns, operation.time_ns);
  if (!in_sequence(std::nullopt) || !in_time) return drop_losses();
  take();
  next().on_operation(operation);
}

// Somebody else's script: its maps are of no time.
void Slice::on_map(model::MapDump&&) {
  header_.file.clear();
  cannot_place();
}

void Slice::on_lost(const model::LostEvents& lost) {
  if (taken_) return next().on_lost(lost);
  if (!dropped()) model::add_to(lost_, lost.count);
}

void Slice::on_helper_error(const model::HelperError& error) {
  if (taken_) return next().on_helper_error(error);
  if (!dropped()) helper_errors_.push_back(error);
}

void Slice::on_bad_line(const model::BadLine& line) {
  if (taken_) return next().on_bad_line(line);
  if (!dropped()) bad_lines_.push_back(line);
}

// Damage where no header was read, or that of one, is said in any case.
void Slice::on_end(bool complete) {
  if (handed_on_ || !has_header_) {
    if (!passed_) hand_on_losses();
    next().on_end(complete || passed_);
  }
  drop_losses();
  header_ = {};
  has_header_ = handed_on_ = passed_ = false;
}

}  // namespace mcbt::aggregate
