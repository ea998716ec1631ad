// What a running trace costs.
#pragma once

#include <chrono>
#include <optional>

#include "model/cost.h"
#include "run/bpf_statistics.h"

namespace mcbt::run {

class CostMeter {
 public:
  // `traps`: the script's programs are started by traps (USDT), whose time is measured here.
  explicit CostMeter(bool traps);

  // From now on about this bpftrace, a child of mcbt whose programs are all attached.
  void watch(pid_t bpftrace);
  // It was reaped; its programs, and the memory of their maps, are let go.
  void forget();

  // What was spent since the last take(), or since this began. Nothing where the kernel does not
  // tell what BPF programs take.
  std::optional<model::Cost> take();

 private:
  struct Reading {
    std::chrono::steady_clock::time_point time;
    BpfTime bpf;
    uint64_t cpu_ns = 0;
  };
  Reading read();

  std::optional<BpfStatistics> statistics_;
  std::optional<uint64_t> trap_ns_ = 0;
  pid_t bpftrace_ = -1;
  std::optional<BpfPrograms> programs_;
  BpfTime earlier_;  // of those that were watched before
  Reading last_;
};

}  // namespace mcbt::run
