// A window, or the sum of several, as views take it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/cost.h"
#include "model/operation.h"
#include "post/aggregate/key_table.h"
#include "post/aggregate/latency_table.h"
#include "post/aggregate/sampled_time.h"

namespace mcbt::aggregate {

// Where a capture comes from; what differs between captures that were merged is empty.
struct Origin {
  std::string script;
  std::string source;
  std::string host;
  std::string memcached;  // its version
  std::optional<int64_t> pid;
  std::array<bool, model::kOpLimit> known_ops = {};  // what the capture can tell
  std::vector<std::string> unseen;                   // what this memcached's probes do not show
  std::vector<std::string> blind;  // of that, what totals are not complete without

  bool operator==(const Origin&) const = default;
};

// Keeps of `known` what `other` says too.
void merge(Origin& known, const Origin& other);

// What went wrong while the numbers were made. All zero: they are complete.
struct Losses {
  uint64_t unattributed = 0;    // operations counted but in no row: the key map was full
  uint64_t overattributed = 0;  // operations in rows and not in the counters
  uint64_t lost_events = 0;
  uint64_t helper_errors = 0;
  uint64_t bad_lines = 0;
  uint64_t missing_windows = 0;  // whose lines a capture does not have
  uint64_t unfinished = 0;       // windows that the capture breaks off in
  uint64_t cut_captures = 0;     // captures without mcbt-end
  uint64_t keys_truncated = 0;
  uint64_t keys_let_go = 0;    // by a table that is held to some memory; a key as often as it was
  uint64_t most_let_go = 0;    // calls that a key which is in no row may have had
  uint64_t cut_latencies = 0;  // requests that a pattern was to choose by a key that was cut
  bool interrupted = false;    // the reading was given up
  bool overflowed = false;     // a counter went beyond 64 bits and stopped there
  std::array<uint64_t, model::kUnattributedReasons.size()> not_attributed =
      {};                     // by reason_index()
  uint64_t late_windows = 0;  // lasted much longer than asked for: nothing is lost by it
};

// Adds all but what a table of keys tells of itself: keys_truncated and those let go.
void add(Losses& sum, const Losses& more);

// Windows, or operations of a snoop capture, that are not in the sum, because a capture that was
// read before has counted the same process at that time.
struct LeftOut {
  std::string file;     // of the windows; empty where it has no name
  std::string counted;  // the capture that counts instead
  std::optional<int64_t> pid;
  std::string host;
  uint64_t windows = 0;
  uint64_t first_seq = 0;
  uint64_t last_seq = 0;
  uint64_t operations = 0;
  uint64_t uncovered_ns = 0;  // of their time, what no other capture has: it is not counted
};

struct Snapshot {
  Origin origin;
  bool summary = false;
  uint64_t seq = 0;
  uint64_t windows = 1;  // in it
  // Wall clock, nanoseconds since the epoch; nothing where the capture does not know it.
  std::optional<int64_t> start_ns;
  std::optional<int64_t> end_ns;
  // The time that rates refer to; nothing where there is none: then there are no rates.
  std::optional<double> seconds;
  uint64_t asked_window_ns = 0;
  uint64_t max_keys = 0;
  uint64_t busiest = 0;  // pairs of operation and key that a window printed at most; 0: all

  std::array<uint64_t, model::kOpLimit> calls = {};  // from the audit counters
  uint64_t attributed = 0;                           // what the rows add up to
  uint64_t unrated_calls = 0;                        // the part of `calls` that rates leave out
  const KeyTable* keys = nullptr;
  const KeyTable* unrated = nullptr;  // the part of `keys` that rates leave out; may be null
  const LatencyTable* latency = nullptr;
  // By connection, whose file descriptor in decimal stands for the key; null where the capture does
  // not count them. The second is the part of it that rates leave out; may be null.
  const KeyTable* connections = nullptr;
  const KeyTable* unrated_connections = nullptr;

  std::optional<model::Cost> cost;  // of a live trace, where the kernel tells it
  // Where the trace had pauses, up to the end of this: the numbers are of the time between them,
  // unless `estimated` (aggregate/estimate.h).
  std::optional<Sampled> sampled;
  bool estimated = false;

  Losses losses;
  std::vector<LeftOut> left_out;  // an entry a capture; a window has one where it is not in the sum

  uint64_t total_calls() const;
  // Gets that missed, of which those that hit are not shown (model::Op::kGet from USDT).
  uint64_t meta_misses() const;
  bool complete() const;
  // One sentence a loss: what happened, how much of it, what to do.
  std::vector<std::string> notes() const;
};

}  // namespace mcbt::aggregate
