// Events → windows and their sum.
#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "model/event.h"
#include "post/aggregate/counted_time.h"
#include "post/aggregate/key_table.h"
#include "post/aggregate/latency_table.h"
#include "post/aggregate/rated_time.h"
#include "post/aggregate/snapshot.h"

namespace mcbt::aggregate {

class Aggregator : public model::EventSink {
 public:
  // Called at the end of each window; the snapshot's tables are valid during the call only.
  using WindowHandler = std::function<void(const Snapshot&)>;

  // Without a handler only the sum is kept, which is faster.
  // `ops`: only these are counted, of totals and rows alike; empty: all.
  explicit Aggregator(WindowHandler on_window = {}, const std::vector<model::Op>& ops = {});

  void on_header(const model::CaptureHeader& header) override;
  void on_window(const model::WindowEdges& edges) override;
  void on_keys(std::span<const model::KeyStats> keys) override;
  void on_total(const model::OpTotal& total) override;
  void on_not_attributed(const model::NotAttributed& seen) override;
  void on_latency(const model::LatencyBucket& bucket) override;
  void on_key_latency(const model::KeyLatency& latency) override;
  void on_window_end() override;
  void on_operation(const model::Operation& operation) override;
  void on_lost(const model::LostEvents& lost) override;
  void on_helper_error(const model::HelperError& error) override;
  void on_bad_line(const model::BadLine& line) override;
  void on_cost(const model::Cost& cost) override;
  void on_end(bool complete) override;

  // Of latencies by key, only those of keys that this is true of enter the histograms; all count as
  // operations. For all captures that are to come.
  void select_keys(std::function<bool(std::string_view)> selected) {
    selected_ = std::move(selected);
  }

  // Whether a capture of one of mcbt's own scripts was among what came.
  bool has_capture() const { return origin_.has_value(); }

  // The sum of all that came so far, of all captures. Valid until the next event.
  Snapshot summary() const;

 private:
  bool counted(model::Op op) const { return counted_[op_index(op)]; }
  void count(uint64_t& sum, uint64_t more);
  void add_to_window(std::span<const model::KeyStats> keys);
  void add_to_sum(std::span<const model::KeyStats> keys);
  bool in_sum(model::Op op) const { return !left_out_[op_index(op)]; }
  bool any_in_sum() const { return (capture_ops_ & ~left_out_).any(); }
  LeftOut& left_out_of_capture(const CountedBefore& counted);
  void leave_out();
  void time_window(const model::WindowEdges& edges);
  void place_in_sum();
  void add_window_to_sum();
  Snapshot finish_window();

  WindowHandler on_window_;
  std::array<bool, model::kOpLimit> counted_ = {};
  bool counts_all_ = true;
  std::function<bool(std::string_view)> selected_;  // empty: all keys

  // Of the capture that is being read.
  model::CaptureHeader header_;
  decltype(Losses::not_attributed) not_attributed_ = {};
  OpSet capture_ops_;            // that it can tell and that are counted
  bool has_left_out_ = false;    // sum_.left_out's last entry is of it
  bool has_operations_ = false;  // of a snoop capture, which has no windows
  uint64_t last_operation_ns_ = 0;

  // Of the window that is open.
  model::WindowEdges edges_;
  Snapshot window_;
  KeyTable window_keys_;
  LatencyTable window_latency_;
  uint64_t window_attributed_ = 0;
  OpSet left_out_;                  // what an earlier capture has counted
  uint64_t summed_attributed_ = 0;  // the part of it that is in the sum
  Losses since_window_;             // events between windows belong to the next
  std::optional<model::Cost> cost_since_window_;

  // Of the sum.
  Snapshot sum_;
  KeyTable sum_keys_;
  KeyTable unrated_keys_;
  LatencyTable sum_latency_;
  RatedTime rated_time_;
  SampledTime sampled_time_;
  CountedTime counted_time_;
  bool has_rated_time_ = false;
  std::optional<Origin> origin_;
};

}  // namespace mcbt::aggregate
