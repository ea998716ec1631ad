// One tracer under load: what it takes and what it loses.
#pragma once

#include "bench/overhead/get_load.h"
#include "bench/overhead/tracers.h"

namespace mcbt::bench {

struct Measured {
  LoadResult load;         // of the server that is traced
  LoadResult untraced;     // at the same time, of that which is not, if one was given
  double ns_per_op = 0;    // in BPF programs
  double runs_per_op = 0;  // of them
  // Of the program that was started and all below it, while under load.
  double tracer_cpu = 0;  // of one CPU, bpftrace's and peers'
  double mcbt_cpu = 0;    // of one CPU
  double tracer_mb = 0;   // resident at the end
  double mcbt_mb = 0;
  uint64_t lost = 0;  // events
};

// Sends the load, and nothing else. `servers`: that which is traced, and perhaps one to compare it
// with, which is not.
Measured measure_load(const std::vector<Target>& servers, const KeyShape& shape, unsigned clients,
                      double seconds);

// Starts the tracer, waits until its probes are attached, sends the load and ends it. Throws
// std::runtime_error where it does not start.
Measured measure(const Tracer& tracer, const std::vector<Target>& servers, const KeyShape& shape,
                 unsigned clients, double seconds);

}  // namespace mcbt::bench
