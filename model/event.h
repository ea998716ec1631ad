// What a capture says, in the order in which it says it. `post/ingest` makes these of lines,
// `post/aggregate` makes tables of them.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "model/cost.h"
#include "model/operation.h"
#include "model/request.h"
#include "model/schema.h"

namespace mcbt::model {

// Operations of one kind on one key within a window. `key` is valid during the call only.
struct KeyStats {
  std::string_view key;  // its bytes, as the client sent them
  uint32_t length = 0;   // bytes of the whole key
  bool whole = true;     // false: `key` was cut, or could not be read byte for byte
  Op op = Op::kGet;
  uint64_t calls = 0;
  uint64_t bytes = 0;  // value bytes as the client sees them
  // Operations whose time is known, of which there are as many calls in other KeyStats of the key.
  uint64_t timed = 0;
  uint64_t time_us = 0;  // the sum of their times
};

// Operations of one kind within a window, from counters that no full map can starve.
struct OpTotal {
  Op op = Op::kGet;
  uint64_t calls = 0;
};

// What a source saw and could not attribute to a key, since its trace began.
struct NotAttributed {
  Unattributed reason = Unattributed::kBinary;
  uint64_t count = 0;
};

// Operations of one kind on one connection within a window.
struct ConnectionStats {
  uint32_t connection = 0;  // its file descriptor in the server
  Op op = Op::kGet;
  uint64_t calls = 0;
  uint64_t bytes = 0;  // value bytes as the client sees them
};

// A bucket of a latency histogram within a window.
struct LatencyBucket {
  std::optional<Op> op;  // nothing: requests that no command probe names
  uint64_t min_us = 0;   // inclusive
  uint64_t max_us = 0;   // inclusive
  uint64_t count = 0;
};

// Operations of one kind on one key that took about the same time. `key` is valid during the call
// only.
struct KeyLatency {
  std::string_view key;
  uint32_t length = 0;  // bytes of the whole key
  bool whole = true;    // as in KeyStats
  LatencyBucket bucket;
};

// A window. What comes until its end belongs to it.
struct WindowEdges {
  uint64_t seq = 0;
  uint64_t start_ns = 0;           // on the script's nsecs clock
  std::optional<uint64_t> end_ns;  // nothing: the capture was cut before the end
  bool rated = true;               // false: counted while probes came off, so it has no rates
  uint64_t missing = 0;            // windows before it whose lines the capture does not have
};

// One operation as it happened (script "snoop").
struct Operation {
  uint64_t time_ns = 0;  // on the script's nsecs clock
  int64_t connection = 0;
  Op op = Op::kGet;
  Outcome outcome = Outcome::kUnknown;
  std::optional<uint64_t> size;  // value bytes as the client sees them, where there are any
  std::optional<uint64_t>
      latency_us;  // from its request to its response, where the source times it
  std::string_view key;
  uint32_t length = 0;  // bytes of the whole key
  bool whole = true;
};

// bpftrace could not keep up and dropped this many events.
struct LostEvents {
  uint64_t count = 0;
};

// A BPF helper failed in the kernel, for example an update of a full map.
struct HelperError {
  std::string helper;
  int64_t code = 0;
};

// The statistics value of somebody else's map.
struct StatsValue {
  int64_t count = 0;
  int64_t average = 0;
  int64_t total = 0;
};

// A bucket of somebody else's histogram; an end that is absent is open.
struct Bucket {
  std::optional<int64_t> min;
  std::optional<int64_t> max;
  uint64_t count = 0;
};

using AnyValue = std::variant<int64_t, std::string, StatsValue, std::vector<Bucket>>;

struct MapEntry {
  std::string key;  // bytes, parts joined with commas; empty in a map without keys
  AnyValue value;
};

// One print of a map that the capture's header does not describe: of somebody else's script.
struct MapDump {
  std::string name;  // with the @
  bool keyed = false;
  std::vector<MapEntry> entries;
};

// Text that a script printed and that is not of the protocol.
struct Text {
  std::string_view text;  // without its newline
};

// A line that could not be read, or not to its end; what stood before the damage was used.
struct BadLine {
  uint64_t line = 0;   // from 1
  std::string reason;  // may hold bytes of the capture
};

// Takes events in order. What a sink does not care for, it need not override.
class EventSink {
 public:
  EventSink() = default;
  EventSink(const EventSink&) = delete;
  EventSink& operator=(const EventSink&) = delete;
  virtual ~EventSink() = default;

  virtual void on_header(const CaptureHeader&) {}
  virtual void on_window(const WindowEdges&) {}
  // Instead of on_window(), where windows are decoded on several threads: a sink that takes the
  // events of this window, on any one thread, while this one takes what follows. Its
  // on_window_end() comes on this one's thread, in the order of the windows and before on_end().
  // Nothing: the window's events shall come here, as ever.
  virtual std::unique_ptr<EventSink> on_window_apart(const WindowEdges&) { return nullptr; }
  // The next six come between a window's start and its end. (Of snoop, which has no windows,
  // on_not_attributed() comes at any time, and none of the others.)
  virtual void on_keys(std::span<const KeyStats>) {}
  virtual void on_total(const OpTotal&) {}
  virtual void on_not_attributed(const NotAttributed&) {}
  virtual void on_connection(const ConnectionStats&) {}
  virtual void on_latency(const LatencyBucket&) {}
  virtual void on_key_latency(const KeyLatency&) {}
  virtual void on_window_end() {}
  virtual void on_operation(const Operation&) {}
  virtual void on_map(MapDump&&) {}
  virtual void on_text(const Text&) {}
  virtual void on_lost(const LostEvents&) {}
  virtual void on_helper_error(const HelperError&) {}
  virtual void on_bad_line(const BadLine&) {}
  // Before on_end(), where the reader was told to stop.
  virtual void on_interrupted() {}
  // Of a live trace, before the window that it is about.
  virtual void on_cost(const Cost&) {}
  // Of a live trace that ends while its probes are off (--max-overhead): since its last window.
  virtual void on_untraced_end(double /*seconds*/) {}
  // After the last event. `complete`: the capture says itself that it ended (mcbt-end), or is of
  // somebody else's script, which says nothing.
  virtual void on_end(bool /*complete*/) {}
};

}  // namespace mcbt::model
