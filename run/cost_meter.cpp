#include "run/cost_meter.h"

#include <sys/resource.h>
#include <time.h>

#include <utility>

#include "run/trap_cost.h"

namespace mcbt::run {
namespace {

constexpr uint64_t kNanos = 1'000'000'000;

uint64_t cpu_of(int who) {
  rusage usage = {};
  getrusage(who, &usage);
  const auto ns = [](const timeval& time) {
    return static_cast<uint64_t>(time.tv_sec) * kNanos + static_cast<uint64_t>(time.tv_usec) * 1000;
  };
  return ns(usage.ru_utime) + ns(usage.ru_stime);
}

// Of a process with all its threads; 0 once it was reaped.
uint64_t cpu_of_process(pid_t pid) {
  clockid_t clock = 0;
  timespec time = {};
  if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &time) != 0) return 0;
  return static_cast<uint64_t>(time.tv_sec) * kNanos + static_cast<uint64_t>(time.tv_nsec);
}

// Readings of clocks of different grain may cross.
uint64_t since(uint64_t now, uint64_t before) {
  return now > before ? now - before : 0;
}

}  // namespace

CostMeter::CostMeter(bool traps) : statistics_(BpfStatistics::enable()) {
  if (traps && statistics_) trap_ns_ = measure_trap_ns();
  last_ = read();
}

void CostMeter::watch(pid_t bpftrace) {
  bpftrace_ = bpftrace;
  programs_.emplace(bpftrace);
}

void CostMeter::forget() {
  bpftrace_ = -1;
  if (!programs_) return;
  const BpfTime time = programs_->time();
  earlier_.ns += time.ns;
  earlier_.runs += time.runs;
  programs_.reset();
}

CostMeter::Reading CostMeter::read() {
  Reading now{std::chrono::steady_clock::now(), earlier_, cpu_of(RUSAGE_SELF)};
  now.cpu_ns += cpu_of(RUSAGE_CHILDREN);
  if (bpftrace_ > 0) now.cpu_ns += cpu_of_process(bpftrace_);
  if (programs_) {
    const BpfTime time = programs_->time();
    now.bpf.ns += time.ns;
    now.bpf.runs += time.runs;
  }
  return now;
}

std::optional<model::Cost> CostMeter::take() {
  if (!statistics_) return std::nullopt;
  const Reading now = read();
  const Reading before = std::exchange(last_, now);
  model::Cost cost;
  cost.wall_ns = static_cast<uint64_t>(
      std::chrono::duration_cast<std::chrono::nanoseconds>(now.time - before.time).count());
  cost.bpf_ns = since(now.bpf.ns, before.bpf.ns);
  cost.runs = since(now.bpf.runs, before.bpf.runs);
  cost.cpu_ns = since(now.cpu_ns, before.cpu_ns);
  if (trap_ns_) {
    cost.trap_ns = *trap_ns_ * cost.runs;
  } else {
    cost.trap_ns.reset();
  }
  return cost;
}

}  // namespace mcbt::run
