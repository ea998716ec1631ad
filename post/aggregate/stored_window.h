// A window that outlives the aggregator's call.
#pragma once

#include "post/aggregate/snapshot.h"

namespace mcbt::aggregate {

// A copy of a snapshot with tables of its own. It does not move, because its snapshot points into
// it.
class StoredWindow {
 public:
  explicit StoredWindow(const Snapshot& snapshot);
  StoredWindow(const StoredWindow&) = delete;
  StoredWindow& operator=(const StoredWindow&) = delete;

  const Snapshot& snapshot() const { return snapshot_; }

 private:
  KeyTable keys_;
  KeyTable unrated_;
  LatencyTable latency_;
  KeyTable connections_;
  KeyTable unrated_connections_;
  Snapshot snapshot_;
};

}  // namespace mcbt::aggregate
