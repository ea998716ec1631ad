// The sum of some windows, beside the sum of all that an aggregator keeps.
#pragma once

#include "post/aggregate/rated_time.h"
#include "post/aggregate/snapshot.h"

namespace mcbt::aggregate {

// It does not move, because its snapshot points into it.
class WindowSum {
 public:
  WindowSum();
  WindowSum(const WindowSum&) = delete;
  WindowSum& operator=(const WindowSum&) = delete;

  // Adds a window, or the sum of several. A window of a time that another capture has counted is
  // left out, and the sum says so.
  void add(const Snapshot& window);

  size_t windows() const { return sum_.windows; }
  double seconds() const { return rated_time_.seconds(); }
  // Valid until the next add().
  Snapshot snapshot() const;

 private:
  void leave_out(const LeftOut& left);
  void add_connections(const Snapshot& window);

  Snapshot sum_;
  KeyTable keys_;
  KeyTable unrated_;
  LatencyTable latency_;
  KeyTable connections_;
  KeyTable unrated_connections_;
  RatedTime rated_time_;
  bool has_rated_time_ = false;
  bool has_connections_ = false;
};

}  // namespace mcbt::aggregate
