// Which time of which process captures have counted, so that none of it is counted twice.
#pragma once

#include <bitset>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/operation.h"
#include "model/schema.h"

namespace mcbt::aggregate {

// Indexed by op_index(); 0: what belongs to no op.
using OpSet = std::bitset<model::kOpLimit>;

// What a capture can tell; of one that does not say it: all. Histograms also have requests of no
// op.
OpSet ops_of(const model::CaptureHeader& header);

// Of a stretch of a capture's time, what captures before it have counted of the same process.
struct CountedBefore {
  OpSet ops;                  // none: nothing
  uint64_t uncovered_ns = 0;  // of the stretch, what is in none of them; 0 where `ops` is empty
  std::string file;           // one of them
};

// Captures are of one process where their hosts, process ids and clocks agree. Of those that know
// no process, only the same trace can be told, by the moment it began. Histograms of latency and
// counters do not count the same thing.
class CountedTime {
 public:
  void begin_capture(const model::CaptureHeader& header, OpSet ops);

  // Of [start_ns, end_ns] on the clock of the capture that began last.
  CountedBefore counted_before(uint64_t start_ns, uint64_t end_ns) const;

  // The capture that began last counts these operations of that time itself.
  void add(uint64_t start_ns, uint64_t end_ns, OpSet ops);

 private:
  struct Span {
    uint64_t start_ns = 0;
    uint64_t end_ns = 0;
    OpSet ops;
  };
  struct Capture {
    model::CaptureHeader header;  // without its lists
    OpSet ops;
    std::vector<Span> spans;  // in order; adjoining windows are one span
  };

  static bool same_process(const model::CaptureHeader& a, const model::CaptureHeader& b);

  std::vector<Capture> captures_;
  std::vector<size_t> same_process_;  // as the last of them, which is not in it
};

}  // namespace mcbt::aggregate
