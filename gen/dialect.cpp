#include "gen/dialect.h"

#include <algorithm>
#include <array>
#include <string>

namespace mcbt::gen {
namespace {

// Each release heeds those it knows; up to 0.23 one that is out of date earns a warning.
constexpr std::array<std::string_view, 2> kStringLimit = {"BPFTRACE_STRLEN", "BPFTRACE_MAX_STRLEN"};
constexpr std::array<std::string_view, 2> kMapKeys = {"BPFTRACE_MAP_KEYS_MAX",
                                                      "BPFTRACE_MAX_MAP_KEYS"};
constexpr std::span kOldStringLimit = std::span(kStringLimit).first<1>();
constexpr std::span kNewStringLimit = std::span(kStringLimit).last<1>();
constexpr std::span kOldMapKeys = std::span(kMapKeys).first<1>();
constexpr std::span kNewMapKeys = std::span(kMapKeys).last<1>();

// From 0.24 on, a limit of 33 to 1023 loads only where the string and the byte behind it may stand
// on the stack.
constexpr std::array<std::pair<std::string_view, std::string_view>, 1> kOnStack = {
    {{"BPFTRACE_ON_STACK_LIMIT", "128"}}};

constexpr std::array<Dialect, 7> kDialects = {{
    {.name = "0.12 to 0.19",
     .first = {0, 12, 0},
     .last = {0, 19, 0},
     .string_limit = kOldStringLimit,
     .map_keys = kOldMapKeys,
     .entries_a_stats_key = 2},
    {.name = "0.20",
     .first = {0, 20, 0},
     .last = {0, 20, 0},
     .string_limit = kNewStringLimit,
     .map_keys = kNewMapKeys,
     .entries_a_stats_key = 2},
    {.name = "0.21",
     .first = {0, 21, 0},
     .last = {0, 21, 0},
     .string_limit = kNewStringLimit,
     .map_keys = kNewMapKeys,
     .stats_adds_up = false,
     .takes_syscalls = false},
    {.name = "0.22",
     .first = {0, 22, 0},
     .last = {0, 22, 0},
     .string_limit = kNewStringLimit,
     .map_keys = kNewMapKeys,
     .takes_syscalls = false,
     .map_key_escapes = 2},
    {.name = "0.23",
     .first = {0, 23, 0},
     .last = {0, 23, 0},
     .string_limit = kNewStringLimit,
     .map_keys = kNewMapKeys,
     .str_length = StrLength::kOneLess,
     .takes_syscalls = false,
     .map_key_escapes = 2},
    {.name = "0.24 to 0.26",
     .first = {0, 24, 0},
     .last = {0, 26, 0},
     .string_limit = kNewStringLimit,
     .map_keys = kNewMapKeys,
     .strings = kOnStack,
     .takes_syscalls = false},
    {.name = "0.27",
     .first = {0, 27, 0},
     .last = {0, 27, 0},
     .string_limit = kNewStringLimit,
     .map_keys = kNewMapKeys,
     .strings = kOnStack,
     .str_length = StrLength::kOneLess,
     .takes_syscalls = false},
}};

constexpr Dialect portable(std::string_view name) {
  return {.name = name,
          .first = kDialects.front().first,
          .last = kDialects.back().last,
          .string_limit = kStringLimit,
          .map_keys = kMapKeys,
          .strings = kOnStack,
          .str_length = StrLength::kUnknown,
          .entries_a_stats_key = 2,
          .map_key_escapes = 0};
}

// Finding out what str() yields takes room on the stack that there is not on 0.21 beside a map's
// key, and on 0.27 the verifier refuses what follows.
constexpr Dialect kPortable = portable("0.12 to 0.20 and 0.22 to 0.26");
// These yield the same, and scripts of requests have no room on the stack to find it out.
constexpr Dialect kPortableRequests = {.name = "0.17 to 0.20",
                                       .first = {0, 17, 0},
                                       .last = {0, 20, 0},
                                       .string_limit = kStringLimit,
                                       .map_keys = kMapKeys,
                                       .entries_a_stats_key = 2};
constexpr Dialect kPortableSnoop = portable("0.12 to 0.27");

constexpr Dialect kPortableWithoutKeys = {
    .name = "0.12 to 0.27", .first = kDialects.front().first, .last = kDialects.back().last};

bool serves(const Dialect& dialect, const model::Version& bpftrace) {
  const model::Version release{bpftrace.major, bpftrace.minor, 0};
  return dialect.first <= release && release <= dialect.last;
}

}  // namespace

std::span<const Dialect> dialects() {
  return kDialects;
}

model::Result<Dialect> dialect_for(const model::Version& bpftrace) {
  const auto* found = std::ranges::find_if(
      kDialects, [&](const Dialect& dialect) { return serves(dialect, bpftrace); });
  if (found != kDialects.end()) return *found;
  if (bpftrace < kDialects.front().first) {
    return model::Error{"bpftrace " + bpftrace.text() +
                            " is too old: it attaches only the first place of a USDT probe",
                        {},
                        "install bpftrace 0.12 or newer, or name another by --bpftrace PATH"};
  }
  return model::Error{
      "no scripts for bpftrace " + bpftrace.text() + " here", {}, "mcbt writes for 0.12 to 0.27"};
}

const Dialect& portable_dialect(const ScriptSpec& spec) {
  if (spec.source == Source::kSyscall) return kPortableRequests;
  if (spec.kind == ScriptKind::kLatency) return kPortableWithoutKeys;
  return spec.kind == ScriptKind::kSnoop ? kPortableSnoop : kPortable;
}

}  // namespace mcbt::gen
