// How long programs and functions take.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace mcbt::bench {

// Seconds of wall time of the call.
double seconds_of(const std::function<void()>& call);

// Seconds of processor time of the call, in all threads: what else the machine does counts little.
double cpu_seconds_of(const std::function<void()>& call);

struct ProgramRun {
  double seconds = 0;       // wall time
  double cpu_seconds = 0;   // in all threads
  uint64_t peak_bytes = 0;  // resident
};

// Runs a program with its output thrown away. Ends this one where it fails.
ProgramRun run_program(const std::vector<std::string>& command);

double median(std::vector<double> values);

}  // namespace mcbt::bench
