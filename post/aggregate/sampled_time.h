// Which part of the time a trace with pauses has seen (--max-overhead), and what follows for its
// sums.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "model/schema.h"

namespace mcbt::aggregate {

struct Sampled {
  double max_overhead = 0;  // percent of a CPU, which the pauses keep
  double traced_s = 0;      // seconds of windows with a rate
  double whole_s = 0;  // from the first of them to the end of the last, or of the pause behind it
  // How far off the estimate of all calls may be, as a part of it: two standard errors, from how
  // the stretches between pauses differ. Nothing where they are too few to tell.
  std::optional<double> error;
  // Whether the sums, times factor(), are estimates of the whole: not where captures of other
  // traces are among them.
  bool scales = true;

  double factor() const { return whole_s / traced_s; }
};

class SampledTime {
 public:
  void begin_capture(const model::CaptureHeader& header);
  // A window that has a rate, of the capture that began last. Times are on its script's clock.
  void add(uint64_t start_ns, uint64_t end_ns, uint64_t calls);

  // After the last window the probes were off for this long.
  void end_untraced(double seconds) { untraced_end_s_ = seconds; }

  // Nothing where there was no pause.
  std::optional<Sampled> sampled() const;

 private:
  // What was traced between two pauses.
  struct Stretch {
    double seconds = 0;
    double calls = 0;
  };
  std::optional<double> error(double traced_s, double whole_s) const;

  std::optional<model::CaptureHeader> first_;
  std::vector<Stretch> stretches_;
  uint64_t captures_ = 0;
  bool pauses_ = false;  // a capture is of a trace that was to pause
  bool alike_ = true;    // all are of one trace
  std::optional<uint64_t> start_ns_;
  uint64_t end_ns_ = 0;
  double untraced_end_s_ = 0;
};

}  // namespace mcbt::aggregate
