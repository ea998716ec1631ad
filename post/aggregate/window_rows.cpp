#include "post/aggregate/window_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace mcbt::aggregate {
namespace {

// The bytes of gets that are not told to be hits are not known.
std::optional<uint64_t> known_bytes(const OpStats& stats, model::Op op) {
  if (op == model::Op::kGet) return std::nullopt;
  return stats.bytes;
}

}  // namespace

WindowRows::WindowRows(WindowHandler on_window, RowHandler on_row, std::vector<model::Op> ops)
    : on_window_(std::move(on_window)), on_row_(std::move(on_row)), selected_(std::move(ops)) {
  start_audit();
}

void WindowRows::start_audit() {
  audit_ =
      std::make_unique<Aggregator>([this](const Snapshot& window) { hand_on(window); }, selected_);
  if (has_capture_) audit_->on_header(header_);
}

void WindowRows::on_header(const model::CaptureHeader& header) {
  header_ = header;
  has_capture_ = true;
  windows_ = incomplete_ = left_out_ = 0;
  not_attributed_ = {};
  ops_ = ops_of(header);
  if (!selected_.empty()) {
    OpSet selected;
    for (const model::Op op : selected_) selected.set(op_index(op));
    ops_ &= selected;
  }
  counted_time_.begin_capture(header_, ops_);
  start_audit();
}

void WindowRows::leave_out(const CountedBefore& before) {
  if (before.ops.none()) return;
  ++left_out_;
  counted_by_ = before.file;
}

void WindowRows::on_window(const model::WindowEdges& edges) {
  const uint64_t end_ns = edges.end_ns.value_or(edges.start_ns + header_.window_ns);
  const CountedBefore before = counted_time_.counted_before(edges.start_ns, end_ns);
  counted_before_ = before.ops;
  leave_out(before);
  counted_time_.add(edges.start_ns, end_ns, ops_ & ~counted_before_);
  audit_->on_window(edges);
}

void WindowRows::on_keys(std::span<const model::KeyStats> keys) {
  audit_->on_keys(keys);
  const OpSet wanted = ops_ & ~counted_before_;
  for (const model::KeyStats& stats : keys) {
    if (wanted[op_index(stats.op)]) rows_[op_index(stats.op)].add(stats);
  }
}

void WindowRows::on_total(const model::OpTotal& total) {
  audit_->on_total(total);
}

// Counted since the trace began, which a fresh aggregator does not know.
void WindowRows::on_not_attributed(const model::NotAttributed& seen) {
  uint64_t& before = not_attributed_[reason_index(seen.reason)];
  if (seen.count > before) audit_->on_not_attributed({seen.reason, seen.count - before});
  before = std::max(before, seen.count);
}

// Their calls; a power of two is no sum of times.
void WindowRows::on_key_latency(const model::KeyLatency& latency) {
  const model::KeyStats stats{latency.key, latency.length, latency.whole, *latency.bucket.op,
                              latency.bucket.count};
  on_keys({&stats, 1});
}

void WindowRows::on_window_end() {
  audit_->on_window_end();
  for (KeyTable& table : rows_) {
    if (table.size() != 0) table.clear();
  }
  start_audit();
}

void WindowRows::hand_on(const Snapshot& window) {
  Snapshot counted = window;
  counted.losses.keys_truncated = 0;  // rows say so one by one
  const RowWindow shared{header_, window.seq, window.start_ns, window.end_ns, counted.complete()};
  ++windows_;
  if (!shared.complete) ++incomplete_;
  on_window_(shared);
  for (const model::OpInfo& info : model::kOps) {
    const size_t op = op_index(info.op);
    if (ops_[op] && !counted_before_[op]) hand_on_rows(info.op, window.calls[op]);
  }
}

void WindowRows::hand_on_rows(model::Op op, uint64_t counted) {
  const KeyTable& table = rows_[op_index(op)];
  for (size_t i = 0; i < table.size(); ++i) {
    const KeyRow row = table.row(i);
    const OpStats& stats = row.ops[op_index(op)];
    on_row_({row.key, row.length, row.whole, op, stats.calls, known_bytes(stats, op), row.times});
  }
  const uint64_t attributed = table.totals()[op_index(op)].calls;
  if (counted > attributed) {
    on_row_({std::nullopt, 0, true, op, counted - attributed, std::nullopt, {}});
  }
}

void WindowRows::on_operation(const model::Operation& operation) {
  if (!ops_[op_index(operation.op)]) return;
  const auto before = counted_time_.counted_before(operation.time_ns, operation.time_ns + 1);
  if (before.ops[op_index(operation.op)]) return leave_out(before);
  const auto time = header_.wall_clock_ns(operation.time_ns);
  on_window_({header_, operation.time_ns, time, time, true});
  on_row_({operation.key,
           operation.length,
           operation.whole,
           operation.op,
           1,
           known_bytes({1, operation.size.value_or(0)}, operation.op),
           {}});
}

void WindowRows::on_lost(const model::LostEvents& lost) {
  audit_->on_lost(lost);
}

void WindowRows::on_helper_error(const model::HelperError& error) {
  audit_->on_helper_error(error);
}

void WindowRows::on_bad_line(const model::BadLine& line) {
  audit_->on_bad_line(line);
}

// Losses behind the last window, and that the capture was cut off, are in no row.
void WindowRows::on_end(bool complete) {
  audit_->on_end(complete);
  CaptureNotes notes{header_.file, audit_->summary().notes()};
  if (incomplete_ != 0) {
    notes.notes.push_back(
        fmt::format("{} of {} windows are not complete, as their rows say", incomplete_, windows_));
  }
  if (left_out_ != 0) {
    notes.notes.push_back(
        fmt::format("no rows of {} {}: {} has counted the same process at that time", left_out_,
                    header_.script == "snoop" ? "operations" : "windows", counted_by_));
  }
  if (!notes.notes.empty()) notes_.push_back(std::move(notes));
  start_audit();
}

}  // namespace mcbt::aggregate
