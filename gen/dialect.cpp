#include "gen/dialect.h"

#include <algorithm>
#include <array>
#include <string>

namespace mcbt::gen {
namespace {

// 126 is the longest string limit that loads with an argument as its length in 0.14, 0.17 and 0.20
// (128 fails the verifier), so a key of 250 bytes is two strings of 125.
constexpr std::array<Dialect, 1> kDialects = {{
    {
        .name = "0.12 to 0.18",
        .first = {0, 12, 0},
        .last = {0, 18, 0},
        .string_limit_variable = "BPFTRACE_STRLEN",
        .string_limit = 126,
        .map_keys_variable = "BPFTRACE_MAP_KEYS_MAX",
        .key_shape = KeyShape::kTwoParts,
        .str_length_bias = 0,
        .entries_a_stats_key = 2,
    },
}};

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
  std::string served;
  for (const Dialect& dialect : kDialects) {
    served += (served.empty() ? "" : ", ") + std::string(dialect.name);
  }
  return model::Error{"no scripts for bpftrace " + bpftrace.text() + " here",
                      {},
                      "the releases that mcbt writes for: " + served};
}

const Dialect& default_dialect() {
  return kDialects.front();
}

}  // namespace mcbt::gen
