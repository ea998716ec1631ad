// Latency histograms by operation.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <utility>

#include "model/event.h"

namespace mcbt::aggregate {

// Counts by bucket; a bucket is its first and last microsecond. Empty buckets are left out.
using Histogram = std::map<std::pair<uint64_t, uint64_t>, uint64_t>;

// By operation; no op stands for requests that no command probe names.
class LatencyTable {
 public:
  void add(const model::LatencyBucket& bucket) {
    histograms_[bucket.op][{bucket.min_us, bucket.max_us}] += bucket.count;
  }
  void add(std::optional<model::Op> op, const Histogram& histogram) {
    for (const auto& [range, count] : histogram) histograms_[op][range] += count;
  }
  void add(const LatencyTable& other) {
    for (const auto& [op, histogram] : other.histograms_) add(op, histogram);
  }
  void clear() { histograms_.clear(); }
  const std::map<std::optional<model::Op>, Histogram>& histograms() const { return histograms_; }

 private:
  std::map<std::optional<model::Op>, Histogram> histograms_;
};

}  // namespace mcbt::aggregate
