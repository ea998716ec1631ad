// What a script is to do, before any bpftrace release is thought of.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/catalogue.h"
#include "model/version.h"

namespace mcbt::gen {

enum class ScriptKind : uint8_t { kTop, kSnoop, kLatency, kKeyLatency };

// Where a script's numbers come from. The names are those of --source and of captures.
enum class Source : uint8_t { kUsdt, kSyscall };
std::string_view source_name(Source source);

// The name that `emit` takes and captures carry: top, snoop, latency, keylatency.
std::string_view script_name(ScriptKind kind);
std::optional<ScriptKind> script_by_name(std::string_view name);

// The file name of a standalone script: "mc", the name, ".bt".
std::string script_file(ScriptKind kind);

// Room for 50,000 keys that are read and written in a window; of the syscall source, whose pairs
// take two entries and whose other maps grow with it, for half as many. docs/dialects.md has the
// cost.
constexpr uint64_t default_max_keys(Source source) {
  constexpr uint64_t kPairs = 131072;
  return source == Source::kSyscall ? kPairs / 2 : kPairs;
}

// Longer windows have stats() and no packed sums.
inline constexpr uint64_t kLongestPackedMs = 10'000;

struct ScriptSpec {
  ScriptKind kind = ScriptKind::kTop;
  Source source = Source::kUsdt;  // kSyscall needs `pid`, and has no probes to choose
  std::string file;               // name of the script's file, for the Run line

  // Where the probes are: one process (then only its operations count), or every process of a
  // binary, given as a path or as a name that bpftrace looks up in $PATH.
  std::optional<int64_t> pid;
  std::string binary = "memcached";

  // With Source::kSyscall, the ops that snoop prints; empty: all.
  std::vector<model::Op> ops;
  // With Source::kSyscall, count datagrams that come. Of no use where the process has no UDP
  // socket, and a program run at each recvfrom of the machine.
  bool datagrams = true;

  bool has_windows() const { return kind != ScriptKind::kSnoop; }
  bool has_keys() const { return kind != ScriptKind::kLatency; }

  // The probes to attach, of model::probes(); those that are not operations are ignored.
  std::vector<const model::Probe*> probes;

  // Per-key statistics as bpftrace's stats(), which people can read, and not packed into one sum,
  // which costs half.
  bool readable = true;

  // What the full screen shows beside keys, with ScriptKind::kTop. Each costs a map's update an
  // operation, so that who does not show it does not ask for it.
  bool connections = false;  // operations and their bytes by connection
  bool histograms = false;   // of latency by operation; with Source::kSyscall only

  uint64_t window_ms = 1000;
  uint32_t key_bytes = model::kMaxKeyBytes;  // longer keys are cut; at least 1
  // [op, key] pairs that a window has room for; of kKeyLatency, [op, bucket, key] triples.
  uint64_t max_keys = default_max_keys(Source::kUsdt);

  // Percent of a CPU above which who runs the script makes pauses; only told on, in the capture.
  std::optional<double> max_overhead;

  // Of each window, print only so many of the busiest [op, key] pairs; 0: all. Only where readable
  // is not and windows are of at most kLongestPackedMs: else bpftrace sorts by something else.
  uint64_t busiest = 0;

  std::string host;                         // "" where not known
  std::optional<model::Version> memcached;  // of the binary, where known
};

// The probes that every memcached build with USDT has, for scripts that know no binary: bpftrace
// 0.21 and later refuse a script that names one that is not there.
std::vector<const model::Probe*> common_probes();

}  // namespace mcbt::gen
