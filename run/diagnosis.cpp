#include "run/diagnosis.h"

#include <algorithm>
#include <array>
#include <sstream>
#include <vector>

namespace mcbt::run {
namespace {

struct Symptom {
  std::string_view words;  // of bpftrace, any release
  std::string_view what;
  std::string_view hint;
};

constexpr std::string_view kVerifierHint =
    "try a smaller --key-bytes; `-v` shows the kernel's words, please report them";
constexpr std::string_view kRootHint = "run as root (sudo mcbt …)";

// The first that occurs counts: causes stand before their consequences.
constexpr std::array<Symptom, 19> kSymptoms = {{
    {"only supports running as the root user", "bpftrace needs root", kRootHint},
    {"Operation not permitted", "the kernel does not permit tracing here",
     "run as root outside of containers, or with CAP_BPF and CAP_PERFMON"},
    {"Permission denied", "the kernel does not permit tracing here",
     "run as root outside of containers, or with CAP_BPF and CAP_PERFMON"},
    {"unknown type name", "bpftrace finds no types of the kernel",
     "it takes a kernel with /sys/kernel/btf/vmlinux, and bpftrace 0.17 or newer"},
    {"tracepoint not found", "the kernel's tracepoints of system calls are not to be found",
     "mount -t tracefs tracefs /sys/kernel/tracing"},
    {"available_events", "tracefs is not mounted", "mount -t tracefs tracefs /sys/kernel/tracing"},
    {"lockdown", "the kernel is locked down and refuses BPF",
     "see `cat /sys/kernel/security/lockdown`"},
    {"ref_ctr_offset mismatch", "another tracer holds the same probes", "stop it first"},
    {"BPF stack limit", "the script does not fit on BPF's stack", kVerifierHint},
    {"Error loading program", "the kernel's verifier refused the script", kVerifierHint},
    {"Error loading BPF program", "the kernel's verifier refused the script", kVerifierHint},
    {"failed to create map", "the kernel has no room for the script's maps", "lower --max-keys"},
    {"BPF maps has failed", "the kernel has no room for the script's maps", "lower --max-keys"},
    {"does not exist or is not executable", "the binary to trace is gone",
     "was memcached stopped or replaced?"},
    {"No matches for usdt", "this memcached lacks a probe of the script",
     "let mcbt write the script for it: mcbt emit … -p PID"},
    {"No probes to attach", "this memcached has none of the script's probes",
     "it must be built with --enable-dtrace"},
    {"ttach", "the probes cannot be attached",
     "is another tracer on them? `dmesg | tail` shows the kernel's words"},
    {"debugfs", "tracefs or debugfs is not mounted",
     "mount -t tracefs tracefs /sys/kernel/tracing"},
    {"tracefs", "tracefs or debugfs is not mounted",
     "mount -t tracefs tracefs /sys/kernel/tracing"},
}};

// Without consequence. A warning may begin with its place in the script: stdin:47:26-43: WARNING: …
bool harmless(std::string_view line) {
  return line.empty() || line.find("RLIMIT_MEMLOCK") != std::string_view::npos ||
         line.find("WARNING: ") != std::string_view::npos || line.starts_with("Attach");
}

// Lines of bpftrace's that tell of something that went wrong. Behind a warning it shows the place.
std::vector<std::string> meant_lines(std::string_view errors) {
  std::vector<std::string> meant;
  bool of_warning = false;
  std::istringstream lines{std::string(errors)};
  for (std::string line; std::getline(lines, line);) {
    const bool indented = line.starts_with(' ') || line.starts_with('\t');
    if (of_warning && indented) continue;
    of_warning = harmless(line);
    if (!of_warning) meant.push_back(line);
  }
  return meant;
}

std::string printable(std::string_view line) {
  std::string text;
  for (const char c : line.substr(0, 300)) text += c >= ' ' && c <= '~' ? c : '?';
  return text;
}

}  // namespace

model::Error diagnose(std::string_view errors, int exit_code) {
  const std::vector<std::string> meant = meant_lines(errors);
  const std::string first = meant.empty() ? std::string() : meant.front();
  const auto* symptom = std::ranges::find_if(kSymptoms, [&](const Symptom& candidate) {
    return std::ranges::any_of(meant, [&](const std::string& line) {
      return line.find(candidate.words) != std::string::npos;
    });
  });
  if (symptom != kSymptoms.end()) {
    return {std::string(symptom->what) + " (bpftrace: " + printable(first) + ")",
            {},
            std::string(symptom->hint)};
  }
  if (!first.empty()) return {"bpftrace failed: " + printable(first), {}, "`-v` shows all it said"};
  constexpr int kKilled = 128;
  if (exit_code > kKilled) {
    return {"bpftrace was killed by signal " + std::to_string(exit_code - kKilled),
            {},
            "who did that? the kernel, when memory is short: `dmesg | tail`"};
  }
  return {"bpftrace ended with status " + std::to_string(exit_code) + " and said nothing",
          {},
          "try it by hand: mcbt emit top -p PID"};
}

}  // namespace mcbt::run
