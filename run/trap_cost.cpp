#include "run/trap_cost.h"

#include <linux/perf_event.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <string>

// A nop, as a USDT probe is one, at an address of its own.
extern "C" void mcbt_trap_place();
asm(".pushsection .text\n"
    ".type mcbt_trap_place, @function\n"
    "mcbt_trap_place:\n"
    "  nop\n"
    "  ret\n"
    ".size mcbt_trap_place, . - mcbt_trap_place\n"
    ".popsection\n");

namespace mcbt::run {
namespace {

using Clock = std::chrono::steady_clock;

constexpr const char* kSelf = "/proc/self/exe";

// Where in mcbt's file the place stands.
std::optional<uint64_t> place_in_file() {
  const auto address = reinterpret_cast<uintptr_t>(&mcbt_trap_place);
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);) {
    unsigned long start = 0;
    unsigned long end = 0;
    unsigned long offset = 0;
    if (std::sscanf(line.c_str(), "%lx-%lx %*s %lx", &start, &end, &offset) != 3) continue;
    if (address >= start && address < end) return address - start + offset;
  }
  return std::nullopt;
}

// A counter that a uprobe at the place feeds; -1 where there is none to be had.
int open_uprobe(uint64_t place) {
  perf_event_attr attributes = {};
  std::ifstream types("/sys/bus/event_source/devices/uprobe/type");
  if (!(types >> attributes.type)) return -1;
  attributes.size = sizeof attributes;
  attributes.config1 = reinterpret_cast<uintptr_t>(kSelf);
  attributes.config2 = place;
  return static_cast<int>(
      syscall(SYS_perf_event_open, &attributes, 0, -1, -1, PERF_FLAG_FD_CLOEXEC));
}

// Of one call, the quickest of some batches: what disturbs a batch only makes it slower.
uint64_t ns_of_call() {
  constexpr int kBatches = 10;
  constexpr int kCalls = 500;
  uint64_t least = UINT64_MAX;
  for (int batch = 0; batch < kBatches; ++batch) {
    const auto start = Clock::now();
    for (int i = 0; i < kCalls; ++i) mcbt_trap_place();
    const std::chrono::nanoseconds took = Clock::now() - start;
    least = std::min(least, static_cast<uint64_t>(took.count()) / kCalls);
  }
  return least;
}

}  // namespace

std::optional<uint64_t> measure_trap_ns() {
  const auto place = place_in_file();
  if (!place) return std::nullopt;
  const int uprobe = open_uprobe(*place);
  if (uprobe < 0) return std::nullopt;
  const uint64_t with = ns_of_call();
  close(uprobe);
  const uint64_t without = ns_of_call();
  return with > without ? with - without : 0;
}

}  // namespace mcbt::run
