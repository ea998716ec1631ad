// How memcached's text and meta requests are written, for sources that read them themselves.
// Source: memcached's doc/protocol.txt.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "model/operation.h"

namespace mcbt::model {

// Words of a request line are counted from 0, the command's name.
struct Request {
  std::string_view command;
  std::optional<Op> op;    // nothing: not an operation on a key; kGet: its response tells more
  uint32_t key_word = 0;   // 0: none
  uint32_t size_word = 0;  // bytes of the value that follows the line; 0: none follows
  bool many_keys = false;  // all words from the key's on are keys
  bool has_flags = false;  // of the meta protocol, behind the key and the size
};

inline constexpr std::array<Request, 19> kRequests = {{
    {"get", Op::kGet, 1, 0, true, false},          {"gets", Op::kGet, 1, 0, true, false},
    {"gat", Op::kGat, 2, 0, true, false},          {"gats", Op::kGat, 2, 0, true, false},
    {"set", Op::kSet, 1, 4, false, false},         {"add", Op::kAdd, 1, 4, false, false},
    {"replace", Op::kReplace, 1, 4, false, false}, {"append", Op::kAppend, 1, 4, false, false},
    {"prepend", Op::kPrepend, 1, 4, false, false}, {"cas", Op::kCas, 1, 4, false, false},
    {"touch", Op::kTouch, 1, 0, false, false},     {"incr", Op::kIncr, 1, 0, false, false},
    {"decr", Op::kDecr, 1, 0, false, false},       {"delete", Op::kDelete, 1, 0, false, false},
    {"mg", Op::kGet, 1, 0, false, true},           {"ms", Op::kSet, 1, 2, false, true},
    {"md", Op::kDelete, 1, 0, false, true},        {"ma", Op::kIncr, 1, 0, false, true},
    {"mn", std::nullopt, 0, 0, false, true},
}};

// A meta flag "M" and a letter, in either case, makes another operation of a request.
struct RequestMode {
  Op op;
  char letter;
  Op becomes;
};
inline constexpr std::array<RequestMode, 9> kRequestModes = {{
    {Op::kSet, 'S', Op::kSet},
    {Op::kSet, 'E', Op::kAdd},
    {Op::kSet, 'R', Op::kReplace},
    {Op::kSet, 'A', Op::kAppend},
    {Op::kSet, 'P', Op::kPrepend},
    {Op::kIncr, 'I', Op::kIncr},
    {Op::kIncr, '+', Op::kIncr},
    {Op::kIncr, 'D', Op::kDecr},
    {Op::kIncr, '-', Op::kDecr},
}};

// The first word of a response that has no value before it, and what it tells. Those of two letters
// are of the meta protocol; a counter's new value is a number.
struct Response {
  std::string_view word;
  Outcome outcome;
};
inline constexpr std::array<Response, 15> kResponses = {{
    {"STORED", Outcome::kOk},
    {"NOT_STORED", Outcome::kFail},
    {"EXISTS", Outcome::kExists},
    {"NOT_FOUND", Outcome::kMiss},
    {"DELETED", Outcome::kOk},
    {"TOUCHED", Outcome::kOk},
    {"CLIENT_ERROR", Outcome::kFail},
    {"SERVER_ERROR", Outcome::kFail},
    {"HD", Outcome::kOk},
    {"VA", Outcome::kHit},
    {"NS", Outcome::kFail},
    {"EX", Outcome::kExists},
    {"NF", Outcome::kMiss},
    {"EN", Outcome::kMiss},
    {"MN", Outcome::kOk},
}};

// The status of a binary response.
struct BinaryStatus {
  uint16_t status;
  Outcome outcome;
};
inline constexpr std::array<BinaryStatus, 7> kBinaryStatuses = {{
    {0, Outcome::kOk},
    {1, Outcome::kMiss},
    {2, Outcome::kExists},
    {3, Outcome::kFail},
    {4, Outcome::kFail},
    {5, Outcome::kFail},
    {6, Outcome::kFail},
}};

// Requests of the binary protocol. Source: memcached's protocol_binary.h.
struct BinaryRequest {
  uint8_t opcode;
  std::optional<Op> op;  // nothing: not an operation on a key; kGet: its response tells more
  bool quiet = false;    // a response comes only where it failed, or, of gets, where it hit
};
inline constexpr std::array<BinaryRequest, 27> kBinaryRequests = {{
    {0x00, Op::kGet, false},     {0x09, Op::kGet, true},     {0x0c, Op::kGet, false},
    {0x0d, Op::kGet, true},      {0x01, Op::kSet, false},    {0x11, Op::kSet, true},
    {0x02, Op::kAdd, false},     {0x12, Op::kAdd, true},     {0x03, Op::kReplace, false},
    {0x13, Op::kReplace, true},  {0x04, Op::kDelete, false}, {0x14, Op::kDelete, true},
    {0x05, Op::kIncr, false},    {0x15, Op::kIncr, true},    {0x06, Op::kDecr, false},
    {0x16, Op::kDecr, true},     {0x0e, Op::kAppend, false}, {0x19, Op::kAppend, true},
    {0x0f, Op::kPrepend, false}, {0x1a, Op::kPrepend, true}, {0x1c, Op::kTouch, false},
    {0x1d, Op::kGat, false},     {0x1e, Op::kGat, true},     {0x23, Op::kGat, false},
    {0x24, Op::kGat, true},      {0x17, std::nullopt, true}, {0x18, std::nullopt, true},
}};

// What the syscall source sees and cannot attribute to a key. The values are those of the capture
// protocol.
enum class Unattributed : uint8_t {
  kBinary = 1,      // reads of binary protocol, by scripts that could not follow it
  kTls = 2,         // TLS records that carry data
  kLongRead = 3,    // reads of more words than the script looks at
  kNoResponse = 4,  // requests whose response was not recognised
  kNoRoom = 5,      // requests that found no room in the queue, connections in the maps
  kBatch = 6,       // answered requests of a batch longer than the script counts in time
  kUdp = 7,         // datagrams that were received
};
struct UnattributedInfo {
  Unattributed reason;
  std::string_view what;  // "3 " and this make a sentence's subject
};
inline constexpr std::array<UnattributedInfo, 7> kUnattributedReasons = {{
    {Unattributed::kBinary, "reads of binary protocol"},
    {Unattributed::kTls, "reads of TLS"},
    {Unattributed::kLongRead, "reads with more requests than are followed"},
    {Unattributed::kNoResponse, "requests without a response that is theirs"},
    {Unattributed::kNoRoom, "requests or connections that found no room in the kernel's maps"},
    {Unattributed::kBatch, "requests at the end of a long pipeline or multi-get"},
    {Unattributed::kUdp, "datagrams of UDP"},
}};

// Nothing for a code that no reason has.
constexpr std::optional<Unattributed> unattributed_by_code(uint64_t code) {
  if (code == 0 || code > kUnattributedReasons.size()) return std::nullopt;
  return static_cast<Unattributed>(code);
}
constexpr size_t reason_index(Unattributed reason) {
  return static_cast<size_t>(reason) - 1;
}

// Added to an op code in a map of keys: the same operations, with microseconds in place of bytes.
inline constexpr uint32_t kTimeCode = 32;

}  // namespace mcbt::model
