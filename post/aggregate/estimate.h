// What a trace with pauses would have counted without them.
#pragma once

#include "post/aggregate/snapshot.h"

namespace mcbt::aggregate {

// A sum whose calls and bytes are scaled from the time that was traced to the whole. Histograms are
// left as they are: of them the shape matters. It does not move, because its snapshot points into
// it.
class Estimate {
 public:
  // `sum` has a `sampled` that scales.
  explicit Estimate(const Snapshot& sum);
  Estimate(const Estimate&) = delete;
  Estimate& operator=(const Estimate&) = delete;

  const Snapshot& snapshot() const { return snapshot_; }

 private:
  void add(const KeyRow& row, const KeyTable* unrated, double factor);

  KeyTable keys_;
  Snapshot snapshot_;
};

}  // namespace mcbt::aggregate
