// A window while it is counted.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>

#include "model/event.h"
#include "post/aggregate/counted_time.h"
#include "post/aggregate/latency_table.h"
#include "post/aggregate/snapshot.h"

namespace mcbt::aggregate {

// Whether a key's latencies are wanted; empty: those of all keys.
using KeySelection = std::function<bool(std::string_view)>;

struct OpenWindow {
  model::WindowEdges edges;
  Snapshot snapshot;  // without its tables
  OpSet counted;      // the ops that anybody wants
  OpSet left_out;     // of them, what an earlier capture has counted: it is not in the sum
  LatencyTable latency;
  // Since the trace began, by reason_index().
  decltype(Losses::not_attributed) not_attributed = {};
  uint64_t attributed = 0;  // what the rows add up to
  uint64_t summed = 0;      // the part of it that is in the sum

  bool counts(model::Op op) const { return counted[op_index(op)]; }
  bool sums(model::Op op) const { return counts(op) && !left_out[op_index(op)]; }
  bool sums_all() const { return counted.all() && left_out.none(); }

  void count_attributed(std::span<const model::KeyStats> keys);
  void count_total(const model::OpTotal& total);
  void count_not_attributed(const model::NotAttributed& seen);
  void count_latency(const model::LatencyBucket& bucket);
  void count_key_latency(const model::KeyLatency& some, const KeySelection& selected);
  // Adds to a counter of the window; where it is full, the window says so.
  void count(uint64_t& counter, uint64_t more);
};

}  // namespace mcbt::aggregate
