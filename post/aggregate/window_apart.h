// One window that is decoded beside others: its keys go to the sum at once, the rest with its end.
#pragma once

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "post/aggregate/aggregator.h"

namespace mcbt::aggregate {

// Counts on whatever thread; on_window_end() is called on the aggregator's, which outlives it.
class Aggregator::Apart : public model::EventSink {
 public:
  Apart(Aggregator& whole, OpenWindow window) : whole_(whole), window_(std::move(window)) {}

  void on_keys(std::span<const model::KeyStats> keys) override {
    window_.count_attributed(keys);
    const bool rated = window_.snapshot.seconds.has_value();
    if (window_.sums_all()) return whole_.shards_->add(keys, rated);
    summed_.clear();
    std::ranges::copy_if(keys, std::back_inserter(summed_),
                         [&](const model::KeyStats& stats) { return window_.sums(stats.op); });
    whole_.shards_->add(summed_, rated);
  }
  void on_total(const model::OpTotal& total) override { window_.count_total(total); }
  void on_not_attributed(const model::NotAttributed& seen) override {
    window_.count_not_attributed(seen);
  }
  void on_key_latency(const model::KeyLatency& latency) override {
    window_.count_key_latency(latency, whole_.selected_);
  }
  void on_connection(const model::ConnectionStats& stats) override {
    connections_.push_back(stats);
  }
  void on_latency(const model::LatencyBucket& bucket) override { window_.count_latency(bucket); }
  void on_bad_line(const model::BadLine&) override { ++window_.snapshot.losses.bad_lines; }
  void on_window_end() override {
    for (const model::ConnectionStats& stats : connections_) whole_.add_connection(window_, stats);
    whole_.finish_window(window_);
  }

 private:
  Aggregator& whole_;
  OpenWindow window_;
  std::vector<model::KeyStats> summed_;
  std::vector<model::ConnectionStats> connections_;
};

}  // namespace mcbt::aggregate
