// A stage with windows for it, and what it shows.
#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "post/tui/stage.h"
#include "tests/post/aggregate/sample_events.h"

namespace mcbt::tui {

// A stage, and windows of a second for it.
class StageSample : public testing::Test {
 protected:
  void start(Size size, bool capture = false) {
    StageOptions options;
    options.capture = capture;
    if (!capture) {
      options.connections = [] {
        return std::vector<Connection>{{24, "10.0.0.2:37720", 0, 301}, {25, "", {}, {}}};
      };
    }
    start(size, std::move(options));
  }
  void start(Size size, StageOptions options) {
    model::CaptureHeader header = aggregate::top_header();
    if (!options.capture) header.maps = {{"@connections_a", model::MapRole::kConnections, {}, {}}};
    options.summary = [this] { return aggregator_.summary(); };
    stage_.emplace(std::move(options), State{}, size);
    aggregator_.on_header(header);
  }

  void add(const std::vector<aggregate::Counted>& operations) {
    aggregate::add_window(aggregator_, seq_, seq_, operations);
    ++seq_;
  }
  void add_usual(uint64_t times = 1) {
    add({{model::Op::kGetHit, "user:1:profile", 60 * times, 6000},
         {model::Op::kSet, "user:1:profile", 5 * times, 500},
         {model::Op::kGetHit, "user:2:profile", 25 * times, 100},
         {model::Op::kGetMiss, "session:9e3779b97f4a7c15", 10 * times, 0}});
  }

  // A window with more than keys in it.
  void add_with(const std::vector<model::ConnectionStats>& connections,
                const std::vector<model::LatencyBucket>& latency,
                const std::vector<model::KeyStats>& keys = {}) {
    const uint64_t start = aggregate::kStartNs + seq_ * aggregate::kSecond;
    aggregator_.on_window({seq_++, start, start + aggregate::kSecond, true});
    aggregator_.on_keys(keys);
    for (const auto& stats : keys) aggregator_.on_total({stats.op, stats.calls});
    for (const auto& stats : connections) {
      aggregator_.on_connection(stats);
    }
    for (const auto& bucket : latency) aggregator_.on_latency(bucket);
    aggregator_.on_window_end();
  }

  // A window of two connections, of which one is closed by now, beside one that was not used.
  void add_connections() {
    add_with({{24, model::Op::kGetHit, 60, 600},
              {24, model::Op::kSet, 10, 50},
              {26, model::Op::kGetMiss, 30, 0}},
             {},
             {{"a", 1, true, model::Op::kGetHit, 60, 600},
              {"a", 1, true, model::Op::kSet, 10, 50},
              {"b", 1, true, model::Op::kGetMiss, 30, 0}});
  }

  void press(const std::string& letters) {
    for (const char letter : letters) press({KeyCode::kCharacter, std::string(1, letter)});
  }
  void press(const Key& key) { stage_->press(key); }

  std::string text() {
    stage_->complete_frame();
    return stage_->frame().grid.text();
  }
  std::string line(size_t number) {
    std::istringstream lines(text());
    std::string line;
    for (size_t i = 0; i <= number; ++i) std::getline(lines, line);
    return line;
  }
  bool shows(const std::string& words) { return text().find(words) != std::string::npos; }

  uint64_t seq_ = 0;
  std::optional<Stage> stage_;
  aggregate::Aggregator aggregator_{
      [this](const aggregate::Snapshot& window) { stage_->add(window); }};
};

}  // namespace mcbt::tui
