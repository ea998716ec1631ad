// Events → windows and their sum.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "model/event.h"
#include "post/aggregate/counted_time.h"
#include "post/aggregate/key_shards.h"
#include "post/aggregate/key_table.h"
#include "post/aggregate/latency_table.h"
#include "post/aggregate/open_window.h"
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

  // How the keys of the sum are kept; before the first event.
  // So many threads may count windows, each one window. Only the sum is counted that way: with a
  // handler nothing changes.
  void count_apart(size_t threads);
  // The tables take at most so many bytes of memory together: keys with few calls are let go, and
  // the sum says so.
  void hold_to(size_t most_bytes);

  void on_header(const model::CaptureHeader& header) override;
  void on_window(const model::WindowEdges& edges) override;
  std::unique_ptr<model::EventSink> on_window_apart(const model::WindowEdges& edges) override;
  void on_keys(std::span<const model::KeyStats> keys) override;
  void on_total(const model::OpTotal& total) override;
  void on_not_attributed(const model::NotAttributed& seen) override;
  void on_connection(const model::ConnectionStats& stats) override;
  void on_latency(const model::LatencyBucket& bucket) override;
  void on_key_latency(const model::KeyLatency& latency) override;
  void on_window_end() override;
  void on_operation(const model::Operation& operation) override;
  void on_lost(const model::LostEvents& lost) override;
  void on_helper_error(const model::HelperError& error) override;
  void on_bad_line(const model::BadLine& line) override;
  void on_interrupted() override;
  void on_cost(const model::Cost& cost) override;
  void on_untraced_end(double seconds) override { sampled_time_.end_untraced(seconds); }
  void on_end(bool complete) override;

  // Of latencies by key, only those of keys that this is true of enter the histograms; all count as
  // operations. For all captures that are to come; called on all threads that count.
  void select_keys(KeySelection selected) { selected_ = std::move(selected); }

  // Whether a capture of one of mcbt's own scripts was among what came.
  bool has_capture() const { return origin_.has_value(); }

  // The sum of all that came so far, of all captures. Valid until the next event.
  Snapshot summary();

 private:
  class Apart;

  OpenWindow begin_window(const model::WindowEdges& edges);
  void time_window(const model::WindowEdges& edges, Snapshot& window);
  void leave_out(OpenWindow& window);
  LeftOut& left_out_of_capture(const CountedBefore& counted);
  bool any_in_sum(const OpenWindow& window) const {
    return (capture_ops_ & ~window.left_out).any();
  }
  void place_in_sum(const OpenWindow& window);
  void add_to_sum(std::span<const model::KeyStats> keys, bool rated);
  void add_connection(const OpenWindow& window, const model::ConnectionStats& stats);
  void add_not_attributed(size_t reason, uint64_t seen, Losses& losses);
  void add_to_sum(const OpenWindow& window);
  void finish_window(OpenWindow& window);
  void collect_shards();

  WindowHandler on_window_;
  OpSet counted_;          // what is wanted
  KeySelection selected_;  // empty: all keys

  // Of the capture that is being read.
  model::CaptureHeader header_;
  decltype(Losses::not_attributed) not_attributed_ = {};
  OpSet capture_ops_;            // that it can tell
  bool has_left_out_ = false;    // sum_.left_out's last entry is of it
  bool has_operations_ = false;  // of a snoop capture, which has no windows
  uint64_t last_operation_ns_ = 0;

  OpenWindow window_;  // that is open, unless it is counted apart
  KeyTable window_keys_;
  KeyTable window_connections_;
  Losses since_window_;  // events between windows belong to the next
  std::optional<model::Cost> cost_since_window_;

  // Of the sum.
  Snapshot sum_;
  std::unique_ptr<KeyShards> shards_;  // what several threads have counted and is in no table yet
  KeyTable sum_keys_;
  KeyTable unrated_keys_;
  KeyTable sum_connections_;
  KeyTable unrated_connections_;
  LatencyTable sum_latency_;
  RatedTime rated_time_;
  SampledTime sampled_time_;
  CountedTime counted_time_;
  bool has_rated_time_ = false;
  bool interrupted_ = false;
  bool has_connections_ = false;  // a capture that counts them was among what came
  std::optional<Origin> origin_;
};

}  // namespace mcbt::aggregate
