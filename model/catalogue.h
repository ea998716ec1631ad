// What memcached's USDT probes are and tell. The one place that knows: the generator, the capture
// reader and `mcbt probes` all read it.
//
// Sources: memcached_dtrace.d for the signatures; memcached's code at the tags 1.6.18, 1.6.38 and
// 1.6.45, and binaries of them under real traffic, for what fires when.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "model/operation.h"
#include "model/version.h"

namespace mcbt::model {

inline constexpr std::string_view kProvider = "memcached";

// Bytes of the longest key that memcached accepts (KEY_MAX_LENGTH).
inline constexpr uint32_t kMaxKeyBytes = 250;

// `size` counts the CRLF behind a value, which the client does not see.
inline constexpr int kValueTrailerBytes = 2;

enum class Arg : uint8_t {
  kConnection,  // int: the socket's file descriptor
  kKey,         // const char *, NOT NUL-terminated: only kKeyLength bounds it
  kKeyLength,   // bytes; uint8 where the key is an item's, uint64 where it is the request's
  kSize,        // int: value bytes with the trailing CRLF; -1: not found, not stored
  kNumber,      // int64: a cas id, a counter's value
  kBuffer,      // const void *: a request or a response
  kBufferSize,  // int: bytes of it
  kOther,       // of no use here
};

struct Probe {
  std::string_view name;        // within the provider, as bpftrace writes it
  std::span<const Arg> args;    // arg0, arg1, …
  std::optional<Op> op;         // what a firing counts as; nothing: not an operation on a key
  std::optional<Op> if_absent;  // what it counts as where kSize is -1, if that is another op
};

// Every probe that mcbt can use, the command probes first.
std::span<const Probe> probes();
const Probe* find_probe(std::string_view name);

// The index of `arg` among the probe's arguments, or nothing.
std::optional<size_t> arg_index(const Probe& probe, Arg arg);

// Something that clients do and the probes of some releases do not show.
struct BlindSpot {
  std::string_view command;      // the --command name it is about; "" for timing
  std::string_view what;         // ends the sentence "its probes do not show …"
  std::optional<Version> since;  // first release concerned; nothing: all before
  std::optional<Version> until;  // last release concerned; nothing: all after
  // So much of most memcacheds' traffic that totals without it are not complete.
  bool essential = false;
};

// The blind spots of one release, or of all where it is not known.
std::vector<BlindSpot> blind_spots(std::optional<Version> memcached);

// Whether a meta get (mg) of this release fires command__get when it misses and not when it hits,
// so that such misses must not make a hit ratio. True where the release is not known.
bool shows_meta_misses_only(std::optional<Version> memcached);

// Whether text requests of this release still fire process__command__start, without which USDT has
// no latency. True where the release is not known: the probe itself will tell.
bool times_requests(std::optional<Version> memcached);

}  // namespace mcbt::model
