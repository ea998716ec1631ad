// The capture protocol, version 1: all that a generated script says about itself and its windows,
// as docs/capture-protocol.md tells it to people. It is the whole contract between `gen`, which
// writes scripts, and `post`, which reads what they print.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mcbt::model {

// First words of the lines that a script prints by printf.
//   mcbt-capture 1 {…}               once, from BEGIN: a JSON object
//   mcbt-window SEQ START_NS END_NS  closes a window; its maps were printed just before
//   mcbt-stopping [PRINTING]         from END: the probes were detached, one by one, during the
//                                    window that follows; 0: no side was being printed then
//   mcbt-end                         from END; a capture without it was cut off
inline constexpr std::string_view kCaptureMark = "mcbt-capture";
inline constexpr std::string_view kWindowMark = "mcbt-window";
inline constexpr std::string_view kStoppingMark = "mcbt-stopping";
inline constexpr std::string_view kEndMark = "mcbt-end";
inline constexpr int kProtocolVersion = 1;

// A map that a script for any release prints once, from BEGIN: its one key is a double quote, which
// shows how often that bpftrace escapes the keys of maps.
inline constexpr std::string_view kEscapesMap = "@escapes";

// What a map is for. The names are those in the header's JSON.
enum class MapRole : uint8_t {
  kCalls,         // "calls": operations by op code, whatever room the other maps have
  kKeys,          // "keys": per-key statistics
  kLatency,       // "latency": histograms of microseconds by op code
  kKeyLatency,    // "key_latency": operations by op code, time and key
  kConnections,   // "connections": statistics by op code and connection
  kUnattributed,  // "unattributed": what was seen and is in no row, since the start, by reason
};

// A part of a map's key, in order. bpftrace joins parts with commas and memcached keys may contain
// commas, so the key stands last and may span several parts: all but the last have a fixed size.
struct KeyPart {
  enum class Kind : uint8_t {
    kOp,          // "op": an op code; in a map of keys, with kTimeCode added, one of times
    kOneOp,       // "op:N": op code N; the map is a number without keys
    kReason,      // "reason": a code of model::Unattributed
    kBucket,      // "bucket": bits of a number of microseconds: N is 2^(N-1) to 2^N - 1, 0 is 0
    kLength,      // "length": bytes of the whole memcached key, of which a part may have been cut
    kConnection,  // "connection": its file descriptor in the server
    kKey,         // "key": its bytes, or the rest of them
    kKeyPrefix,   // "key:N": its first N bytes
  };
  Kind kind = Kind::kKey;
  uint32_t size = 0;  // bytes, of a kKeyPrefix; the code, of a kOneOp

  bool operator==(const KeyPart&) const = default;
};

// How to read a map's values.
struct MapValue {
  enum class Kind : uint8_t {
    kCount,   // "count": operations
    kStats,   // "stats": count = operations, total = value bytes
    kPacked,  // "packed:N": operations << N + value bytes, in one sum: half the cost of stats
    kHist,    // "hist": buckets of microseconds
  };
  Kind kind = Kind::kCount;
  uint32_t shift = 0;  // N of a kPacked

  bool operator==(const MapValue&) const = default;
};

struct MapDescription {
  std::string name;  // with the @
  MapRole role = MapRole::kCalls;
  std::vector<KeyPart> key;
  MapValue value;

  bool operator==(const MapDescription&) const = default;
};

// The JSON object of mcbt-capture. Strings are empty and optionals empty where the script could
// not know: a standalone script knows no host and no pid.
struct CaptureHeader {
  std::string script;            // top, snoop, latency, keylatency
  std::string source;            // usdt
  std::string producer;          // "mcbt 0.1.0"
  std::string bpftrace;          // the releases it was generated for
  uint32_t map_key_escapes = 0;  // how often printed map keys are escaped; 0: kEscapesMap tells
  std::string memcached;         // the version found in the binary
  std::string host;
  std::string binary;  // the path that the probes name
  std::optional<int64_t> pid;
  uint64_t window_ns = 0;  // as asked for; 0: the script has no windows
  uint32_t key_bytes = 0;  // longer keys are cut to this
  uint64_t max_keys = 0;   // room for [op, key] pairs a window
  uint64_t busiest = 0;    // of the pairs, how many are printed; 0: all
  // Percent of a CPU above which the trace was to pause: a pause ends this capture, and another
  // follows it. 0: it was not to.
  double max_overhead = 0;
  std::vector<std::pair<std::string, std::string>> environment;  // what the run needs
  std::vector<std::pair<uint64_t, std::string>> ops;             // code, name
  std::vector<MapDescription> maps;
  bool timed = false;               // snoop's lines have the latency before the key's length
  std::vector<std::string> unseen;  // what this memcached's probes do not show
  std::vector<std::string> blind;   // of that, what totals are not complete without

  // Filled in by the running script: nsecs in BEGIN and the wall clock at that moment, in
  // microseconds since the epoch.
  uint64_t start_ns = 0;
  std::optional<int64_t> start_epoch_us;

  // Filled in by the reader: the capture's file; empty: a live trace.
  std::string file;

  // The wall clock, in nanoseconds since the epoch, at `nsecs` of the script's clock. Nothing where
  // the capture does not know it, and for times too far from its start to be right.
  std::optional<int64_t> wall_clock_ns(uint64_t nsecs) const;
};

// Names in the header's JSON.
std::string_view name_of(MapRole role);
std::string name_of(const MapValue& value);
std::string name_of(const KeyPart& part);
std::optional<MapRole> map_role(std::string_view name);
std::optional<MapValue> map_value(std::string_view name);
std::optional<KeyPart> key_part(std::string_view name);

}  // namespace mcbt::model
