// What a client asks of memcached, as mcbt counts it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace mcbt::model {

// The values are the op codes of the capture protocol (docs/capture-protocol.md): captures carry
// them, so a code never changes its meaning.
enum class Op : uint8_t {
  kGetHit = 1,
  kGetMiss = 2,
  kGet = 3,  // a get that must not enter a hit ratio: hit or miss is not known, or only misses are
  kSet = 4,
  kAdd = 5,
  kReplace = 6,
  kAppend = 7,
  kPrepend = 8,
  kCas = 9,
  kTouch = 10,
  kGat = 11,
  kIncr = 12,
  kDecr = 13,
  kDelete = 14,
};

// What became of an operation, as far as its source tells. The values are codes of scripts; of a
// get they are those of its ops, kGetHit, kGetMiss and kGet.
enum class Outcome : uint8_t {
  kHit = 1,
  kMiss = 2,  // no such key, of any operation
  kUnknown = 3,
  kOk = 4,      // stored, deleted, touched, counted
  kFail = 5,    // refused: an add of a key that is there, a replace of one that is not
  kExists = 6,  // a cas: it is there, and another one by now
};

struct OutcomeInfo {
  Outcome outcome;
  std::string_view name;  // in snoop's RESULT column, at most six letters
};
inline constexpr std::array<OutcomeInfo, 6> kOutcomes = {{
    {Outcome::kHit, "hit"},
    {Outcome::kMiss, "miss"},
    {Outcome::kUnknown, "-"},
    {Outcome::kOk, "ok"},
    {Outcome::kFail, "fail"},
    {Outcome::kExists, "exists"},
}};
constexpr std::string_view name_of(Outcome outcome) {
  return kOutcomes[static_cast<size_t>(outcome) - 1].name;
}
// Nothing for a code or a name that no outcome has.
constexpr std::optional<Outcome> outcome_by_code(uint64_t code) {
  if (code == 0 || code > kOutcomes.size()) return std::nullopt;
  return static_cast<Outcome>(code);
}
std::optional<Outcome> outcome_by_name(std::string_view name);

// What the value bytes of an operation are to the client.
enum class Payload : uint8_t { kNone, kRead, kWritten };

struct OpInfo {
  Op op;
  std::string_view name;     // in `ops` of the output
  std::string_view command;  // what --command calls it
  Payload payload;
};

// Every op, ordered by code.
inline constexpr std::array<OpInfo, 14> kOps = {{
    {Op::kGetHit, "get_hit", "get", Payload::kRead},
    {Op::kGetMiss, "get_miss", "get", Payload::kNone},
    {Op::kGet, "get", "get", Payload::kRead},
    {Op::kSet, "set", "set", Payload::kWritten},
    {Op::kAdd, "add", "add", Payload::kWritten},
    {Op::kReplace, "replace", "replace", Payload::kWritten},
    {Op::kAppend, "append", "append", Payload::kWritten},
    {Op::kPrepend, "prepend", "prepend", Payload::kWritten},
    {Op::kCas, "cas", "cas", Payload::kWritten},
    {Op::kTouch, "touch", "touch", Payload::kNone},
    {Op::kGat, "gat", "gat", Payload::kRead},
    {Op::kIncr, "incr", "incr", Payload::kNone},
    {Op::kDecr, "decr", "decr", Payload::kNone},
    {Op::kDelete, "delete", "delete", Payload::kNone},
}};

// Arrays indexed by op have this size; index 0 is for no op.
inline constexpr size_t kOpLimit = kOps.size() + 1;

constexpr size_t op_index(Op op) {
  return static_cast<size_t>(op);
}
constexpr const OpInfo& op_info(Op op) {
  return kOps[op_index(op) - 1];
}

// Nothing for a code or a name that no op has.
constexpr std::optional<Op> op_by_code(uint64_t code) {
  if (code == 0 || code >= kOpLimit) return std::nullopt;
  return static_cast<Op>(code);
}
std::optional<Op> op_by_name(std::string_view name);

// Whether --command accepts `command`.
bool is_command(std::string_view command);

}  // namespace mcbt::model
