#include "post/aggregate/snapshot.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "model/counter.h"

namespace mcbt::aggregate {
namespace {

std::string counted(uint64_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

std::string left_out_note(const LeftOut& left, bool summary) {
  std::string note = left.file.empty() ? "" : left.file + ": ";
  if (!summary) {
    note += "this window is";
  } else if (left.windows != 0) {
    note += left.first_seq == left.last_seq ? fmt::format("window {} is", left.first_seq)
                                            : fmt::format("{} windows ({} to {}) are", left.windows,
                                                          left.first_seq, left.last_seq);
  } else {
    note += counted(left.operations, "operation is", "operations are");
  }
  note += fmt::format(" left out of the sum: {} has counted the same process",
                      left.counted.empty() ? "another capture" : left.counted);
  if (left.pid) note += fmt::format(" (pid {}", *left.pid);
  if (left.pid && !left.host.empty()) note += fmt::format(" on {}", left.host);
  if (left.pid) note += ")";
  note += " at that time";
  if (summary && left.uncovered_ns != 0) {
    note += fmt::format("; {:.3g} s of it are in no other capture and not counted",
                        static_cast<double>(left.uncovered_ns) / 1e9);
  }
  return note;
}

std::string sampled_note(const Sampled& sampled, bool estimated) {
  const std::string traced = fmt::format("{:.3g} of {:.3g} s were traced (--max-overhead {:g})",
                                         sampled.traced_s, sampled.whole_s, sampled.max_overhead);
  if (!estimated) return traced + ": counts are of these seconds only";
  const std::string off =
      sampled.error ? fmt::format("by {:.2g} % (two standard errors)", *sampled.error * 100)
                    : "by an unknown part (too few pauses yet)";
  return traced + fmt::format(
                      ": counts are estimates, {:.3g} times what was counted; all calls may be off "
                      "{}, those of a row of n by {:.2g}/sqrt(n) and more",
                      sampled.factor(), off, 2 * std::sqrt(sampled.factor()));
}

bool is_gap(const LeftOut& left) {
  return left.uncovered_ns != 0;
}

void add_missing(std::vector<std::string>& known, const std::vector<std::string>& others) {
  for (const std::string& other : others) {
    if (std::ranges::find(known, other) == known.end()) known.push_back(other);
  }
}

}  // namespace

void add(Losses& sum, const Losses& more) {
  model::add_to(sum.unattributed, more.unattributed);
  model::add_to(sum.overattributed, more.overattributed);
  model::add_to(sum.lost_events, more.lost_events);
  sum.helper_errors += more.helper_errors;
  sum.bad_lines += more.bad_lines;
  model::add_to(sum.missing_windows, more.missing_windows);
  sum.unfinished += more.unfinished;
  sum.cut_captures += more.cut_captures;
  model::add_to(sum.cut_latencies, more.cut_latencies);
  sum.late_windows += more.late_windows;
  sum.overflowed = sum.overflowed || more.overflowed;
  sum.interrupted = sum.interrupted || more.interrupted;
  for (size_t i = 0; i < sum.not_attributed.size(); ++i) {
    model::add_to(sum.not_attributed[i], more.not_attributed[i]);
  }
}

void merge(Origin& known, const Origin& other) {
  if (known.script != other.script) known.script.clear();
  if (known.source != other.source) known.source.clear();
  if (known.host != other.host) known.host.clear();
  if (known.memcached != other.memcached) known.memcached.clear();
  if (known.pid != other.pid) known.pid.reset();
  for (size_t op = 0; op < known.known_ops.size(); ++op) {
    known.known_ops[op] = known.known_ops[op] && other.known_ops[op];
  }
  add_missing(known.unseen, other.unseen);
  add_missing(known.blind, other.blind);
}

uint64_t Snapshot::total_calls() const {
  uint64_t total = 0;
  for (const uint64_t of_op : calls) model::add_to(total, of_op);
  return total;
}

uint64_t Snapshot::meta_misses() const {
  return origin.source == "usdt" ? calls[op_index(model::Op::kGet)] : 0;
}

bool Snapshot::complete() const {
  const Losses& l = losses;
  return l.unattributed == 0 && l.overattributed == 0 && l.lost_events == 0 &&
         l.helper_errors == 0 && l.bad_lines == 0 && l.missing_windows == 0 && l.unfinished == 0 &&
         l.cut_captures == 0 && l.keys_truncated == 0 && l.keys_let_go == 0 &&
         l.cut_latencies == 0 && !l.overflowed && !l.interrupted &&
         l.not_attributed == decltype(l.not_attributed){} && origin.blind.empty() &&
         meta_misses() == 0 && !(summary && sampled) &&
         !(summary && std::ranges::any_of(left_out, is_gap));
}

std::vector<std::string> Snapshot::notes() const {
  std::vector<std::string> notes;
  const Losses& l = losses;
  if (!origin.blind.empty()) {
    notes.push_back(fmt::format("not counted: {}: the probes of this memcached do not show them",
                                fmt::join(origin.blind, ", ")));
  }
  if (meta_misses() != 0) {
    notes.push_back(
        fmt::format("{} (mg), which this memcached's probes show only where they "
                    "miss: there is no hit ratio for their keys",
                    counted(meta_misses(), "miss looks like that of a meta get",
                            "misses look like those of meta gets")));
  }
  for (const model::UnattributedInfo& info : model::kUnattributedReasons) {
    if (const uint64_t count = l.not_attributed[reason_index(info.reason)]; count != 0) {
      notes.push_back(fmt::format("not counted: {} {}", count, info.what));
    }
  }
  if (l.unattributed != 0) {
    const bool damaged = l.bad_lines != 0 || l.unfinished != 0;
    notes.push_back(fmt::format(
        "{} of {} are in no row: {}", counted(l.unattributed, "operation", "operations"),
        total_calls(),
        damaged ? std::string("the part of the capture that names their keys is missing")
        : busiest != 0
            ? fmt::format("of a window only the {} busiest pairs of operation and key were printed "
                          "(--busiest), so rows may lack operations",
                          busiest)
            : fmt::format("a window has room for {} {}; raise --max-keys", max_keys,
                          origin.script == "keylatency"
                              ? "triples of operation, power of two and key"
                              : "pairs of operation and key")));
  }
  if (l.overattributed != 0) {
    notes.push_back(
        fmt::format("{} in rows are missing from the totals: part of the capture is "
                    "damaged",
                    counted(l.overattributed, "operation", "operations")));
  }
  if (l.lost_events != 0) {
    notes.push_back(fmt::format("bpftrace lost {}: it could not keep up",
                                counted(l.lost_events, "event", "events")));
  }
  if (l.helper_errors != 0) {
    notes.push_back(fmt::format("{} failed in the kernel",
                                counted(l.helper_errors, "map update", "map updates")));
  }
  if (l.bad_lines != 0) {
    notes.push_back(
        fmt::format("{} could not be read to the end", counted(l.bad_lines, "line", "lines")));
  }
  if (l.missing_windows != 0) {
    notes.push_back(fmt::format("{} missing from the capture, and perhaps what was counted",
                                counted(l.missing_windows, "window line is", "window lines are")));
  }
  if (l.unfinished != 0) {
    notes.emplace_back("the last window has no end: its counts are in, its rates are not known");
  }
  if (l.cut_captures != 0) {
    notes.emplace_back(l.cut_captures == 1 ? "the capture was cut off: it has no mcbt-end"
                                           : fmt::format("{} captures were cut off: they have no "
                                                         "mcbt-end",
                                                         l.cut_captures));
  }
  if (l.interrupted) {
    notes.emplace_back("the reading was stopped before the end: what was read is counted");
  }
  if (l.keys_let_go != 0) {
    notes.push_back(fmt::format(
        "keys did not all fit into --max-memory: those that are in no row had at most {} each; a "
        "row may lack as many calls as ERR says, and what goes with them",
        counted(l.most_let_go, "call", "calls")));
  }
  if (l.keys_truncated != 0) {
    notes.push_back(fmt::format("{} cut: keys that begin alike may share a row",
                                counted(l.keys_truncated, "key was", "keys were")));
  }
  if (l.cut_latencies != 0) {
    notes.push_back(fmt::format("{} of keys that were cut: the pattern saw what is left of them",
                                counted(l.cut_latencies, "request is", "requests are")));
  }
  if (sampled) notes.push_back(sampled_note(*sampled, estimated));
  for (const LeftOut& left : left_out) notes.push_back(left_out_note(left, summary));
  if (l.overflowed) {
    notes.emplace_back("a counter is beyond 64 bits: what is shown of it is too small");
  }
  if (l.late_windows != 0) {
    notes.push_back(fmt::format(
        "{} longer than the {} s asked for, because printing took so long; nothing is lost, a "
        "longer interval mends it",
        summary ? counted(l.late_windows, "window was", "windows were") : "the window was",
        static_cast<double>(asked_window_ns) / 1e9));
  }
  return notes;
}

}  // namespace mcbt::aggregate
