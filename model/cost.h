// What tracing costs the machine that is traced.
#pragma once

#include <cstdint>
#include <optional>

namespace mcbt::model {

// What was spent within a stretch of time. All times are in nanoseconds.
struct Cost {
  uint64_t wall_ns = 0;  // the stretch
  uint64_t bpf_ns = 0;   // in the script's BPF programs, as the kernel's statistics say
  uint64_t runs = 0;     // of these programs
  // In the traps that start the programs, which the kernel's statistics leave out: their number
  // times what one was measured to take. 0 where none are needed; nothing where it is not known.
  std::optional<uint64_t> trap_ns = 0;
  uint64_t cpu_ns = 0;  // CPU time of bpftrace and of mcbt

  // Of one CPU, 1 being all of it. Nothing where a part is not known, and of no time.
  std::optional<double> share() const {
    if (!trap_ns || wall_ns == 0) return std::nullopt;
    return static_cast<double>(bpf_ns + *trap_ns + cpu_ns) / static_cast<double>(wall_ns);
  }
};

inline void add(Cost& sum, const Cost& more) {
  sum.wall_ns += more.wall_ns;
  sum.bpf_ns += more.bpf_ns;
  sum.runs += more.runs;
  sum.trap_ns =
      sum.trap_ns && more.trap_ns ? std::optional(*sum.trap_ns + *more.trap_ns) : std::nullopt;
  sum.cpu_ns += more.cpu_ns;
}

}  // namespace mcbt::model
