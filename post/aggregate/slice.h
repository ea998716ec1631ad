// The part of captures that lies in a stretch of time.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "post/aggregate/forwarding_sink.h"

namespace mcbt::aggregate {

// Wall clock, nanoseconds since the epoch; an end that is absent is open.
struct TimeRange {
  std::optional<int64_t> from_ns;  // inclusive
  std::optional<int64_t> to_ns;    // exclusive
};

struct SliceOf {
  // The stretch, where `start_ns` is when the first capture began that knows the wall clock. Empty:
  // all time.
  std::function<TimeRange(int64_t start_ns)> range;
  // Windows by their number, of each capture; both inclusive.
  std::optional<uint64_t> first_seq;
  std::optional<uint64_t> last_seq;

  bool all() const { return !range && !first_seq && !last_seq; }
};

// Hands on the windows that are in the slice, whole, and drops the others and all that was lost
// with them. A window is in the stretch in which its middle lies (one without an end: its start),
// so that slices that adjoin add up to the whole. A capture of which nothing is in it is not handed
// on at all.
class Slice : public ForwardingSink {
 public:
  Slice(model::EventSink& next, SliceOf of);

  void on_header(const model::CaptureHeader& header) override;
  void on_window(const model::WindowEdges& edges) override;
  void on_keys(std::span<const model::KeyStats> keys) override;
  void on_total(const model::OpTotal& total) override;
  void on_not_attributed(const model::NotAttributed& seen) override;
  void on_connection(const model::ConnectionStats& stats) override;
  void on_latency(const model::LatencyBucket& bucket) override;
  void on_key_latency(const model::KeyLatency& latency) override;
  void on_window_end() override;
  void on_operation(const model::Operation& operation) override;
  void on_map(model::MapDump&& dump) override;
  void on_text(const model::Text&) override {}
  void on_lost(const model::LostEvents& lost) override;
  void on_helper_error(const model::HelperError& error) override;
  void on_bad_line(const model::BadLine& line) override;
  void on_end(bool complete) override;

  // Whether anything was in the slice.
  bool took_any() const { return took_any_; }
  // The wall clock from the first to the last window of all captures, in the slice or not.
  const std::optional<TimeRange>& seen() const { return seen_; }
  // Files of which it cannot be told what is in the slice, so that nothing is taken from them: they
  // know no wall clock, or have no windows. Empty where a capture has no name for itself.
  const std::vector<std::string>& unplaced() const { return unplaced_; }

 private:
  bool in_sequence(std::optional<uint64_t> seq);
  bool in_range(uint64_t start_ns, uint64_t end_ns);
  void take();
  void hand_on_losses();
  void drop_losses();
  bool dropped() const { return in_window_ && !taken_; }
  void cannot_place();

  SliceOf of_;
  std::optional<TimeRange> range_;  // once it is known
  std::optional<TimeRange> seen_;
  std::vector<std::string> unplaced_;
  bool took_any_ = false;

  // Of the capture that is being read.
  model::CaptureHeader header_;
  bool has_header_ = false;
  bool handed_on_ = false;  // its header
  bool passed_ = false;     // windows behind the slice were seen: its end is of no interest
  std::array<uint64_t, model::kUnattributedReasons.size()> counted_before_ = {};

  // Of the window that is open.
  bool in_window_ = false;
  bool taken_ = false;

  // What was lost since the last window: it belongs to the next one.
  uint64_t lost_ = 0;
  std::vector<model::HelperError> helper_errors_;
  std::vector<model::BadLine> bad_lines_;
};

}  // namespace mcbt::aggregate
