// Captures for tests of the program, of the lines of tests/support/capture_text.h.
#pragma once

#include <string>

#include "tests/support/capture_text.h"

namespace mcbt::cli {

inline std::string text_of(const support::Lines& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

// Of header_line(): windows of a second; in each, `key` is hit 10 times, 30 bytes.
inline support::Lines sample_lines(const std::string& key, uint64_t windows = 1,
                                   const support::HeaderMembers& changes = {}) {
  support::Lines lines = {support::header_line(changes)};
  for (uint64_t seq = 0; seq < windows; ++seq) {
    const uint64_t start = support::kStartNs + seq * 1'000'000'000;
    lines.insert(lines.end(),
                 {support::map_line("@calls_a", {{"1", "10"}}),
                  support::map_line("@keys_a", {{"1," + std::to_string(key.size()) + "," + key,
                                                 support::packed(10, 30)}}),
                  support::window_line(seq, start, start + 1'000'000'000)});
  }
  lines.push_back(support::end_line());
  return lines;
}

}  // namespace mcbt::cli
