// What stands between a decoder and an aggregator.
#pragma once

#include <utility>

#include "model/event.h"

namespace mcbt::aggregate {

// Hands on every event as it is. Derive from it and override what is to be changed or left out.
class ForwardingSink : public model::EventSink {
 public:
  // `next` must outlive it.
  explicit ForwardingSink(model::EventSink& next) : next_(next) {}

  void on_header(const model::CaptureHeader& header) override { next_.on_header(header); }
  void on_window(const model::WindowEdges& edges) override { next_.on_window(edges); }
  void on_keys(std::span<const model::KeyStats> keys) override { next_.on_keys(keys); }
  void on_total(const model::OpTotal& total) override { next_.on_total(total); }
  void on_not_attributed(const model::NotAttributed& seen) override {
    next_.on_not_attributed(seen);
  }
  void on_connection(const model::ConnectionStats& stats) override { next_.on_connection(stats); }
  void on_latency(const model::LatencyBucket& bucket) override { next_.on_latency(bucket); }
  void on_key_latency(const model::KeyLatency& latency) override { next_.on_key_latency(latency); }
  void on_window_end() override { next_.on_window_end(); }
  void on_operation(const model::Operation& operation) override { next_.on_operation(operation); }
  void on_map(model::MapDump&& dump) override { next_.on_map(std::move(dump)); }
  void on_text(const model::Text& text) override { next_.on_text(text); }
  void on_lost(const model::LostEvents& lost) override { next_.on_lost(lost); }
  void on_helper_error(const model::HelperError& error) override { next_.on_helper_error(error); }
  void on_bad_line(const model::BadLine& line) override { next_.on_bad_line(line); }
  void on_interrupted() override { next_.on_interrupted(); }
  void on_cost(const model::Cost& cost) override { next_.on_cost(cost); }
  void on_untraced_end(double seconds) override { next_.on_untraced_end(seconds); }
  void on_end(bool complete) override { next_.on_end(complete); }

 protected:
  model::EventSink& next() { return next_; }

 private:
  model::EventSink& next_;
};

}  // namespace mcbt::aggregate
