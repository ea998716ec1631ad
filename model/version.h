// Release numbers, of bpftrace and of memcached.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace mcbt::model {

struct Version {
  int major = 0;
  int minor = 0;
  int patch = 0;

  auto operator<=>(const Version&) const = default;

  std::string text() const;
};

// Reads the first "N.N" or "N.N.N" in `text`, whatever stands around it: "bpftrace v0.17.0",
// "v0.26.0-1bac8a8da", "1.6.38". Nothing where there is none.
std::optional<Version> parse_version(std::string_view text);

}  // namespace mcbt::model
