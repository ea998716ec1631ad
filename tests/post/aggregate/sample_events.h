// Events of captures, for tests of what adds them up.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "model/event.h"
#include "post/aggregate/aggregator.h"

namespace mcbt::aggregate {

inline constexpr uint64_t kSecond = 1'000'000'000;
// The moment of kStartNs on the script's clock, in nanoseconds since the epoch
// (2026-11-22T18:00:00Z).
inline constexpr int64_t kEpochNs = 1'795'370'400'000'000'000;
inline constexpr uint64_t kStartNs = 50 * kSecond;

// Of a top capture with windows of a second, on host cache7, pid 7744, that knows get_hit, get_miss
// and set.
model::CaptureHeader top_header();

struct Counted {
  model::Op op = model::Op::kGetHit;
  std::string key;
  uint64_t calls = 0;
  uint64_t bytes = 0;
};

// A window `seconds` after kStartNs, of a second, with these operations in rows and in totals.
void add_window(model::EventSink& sink, uint64_t seq, uint64_t seconds,
                const std::vector<Counted>& operations, bool rated = true);

// The same with edges of any kind; the totals are as given.
void add_window(model::EventSink& sink, const model::WindowEdges& edges,
                const std::vector<Counted>& operations, const std::vector<model::OpTotal>& totals);

// What a handler saw of a window, which does not live longer.
struct SeenWindow {
  Snapshot snapshot;  // its tables are gone
  std::map<std::string, uint64_t> calls;
  size_t histograms = 0;
};
Aggregator::WindowHandler remember(std::vector<SeenWindow>& seen);

// Calls by key.
std::map<std::string, uint64_t> calls_of(const KeyTable& table);

}  // namespace mcbt::aggregate
