// The time that rates refer to, over windows of one or of several captures.
#pragma once

#include <cstdint>
#include <vector>

namespace mcbt::aggregate {

class RatedTime {
 public:
  // A window by the wall clock, in nanoseconds since the epoch. Time that several windows cover
  // (captures of several hosts) counts once.
  void add(int64_t start_ns, int64_t end_ns);

  // A window of a capture that does not know the wall clock.
  void add_duration(uint64_t ns) { unplaced_ns_ += ns; }

  double seconds() const;

 private:
  struct Span {
    int64_t start = 0;
    int64_t end = 0;
  };
  std::vector<Span> spans_;  // adjoining windows of one capture are one span
  uint64_t unplaced_ns_ = 0;
};

}  // namespace mcbt::aggregate
