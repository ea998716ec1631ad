// Lines of captures as bpftrace -f json writes them, without their newlines: what tests of captures
// are made of. Written without the code under test, so that it cannot agree with its own mistakes.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mcbt::support {

using Lines = std::vector<std::string>;

// Map keys (bytes) and their values (JSON), in the order in which they are printed.
using MapEntries = std::vector<std::pair<std::string, std::string>>;

// Members of the object in an mcbt-capture line, by name, as JSON; empty: the member is left out.
using HeaderMembers = std::map<std::string, std::string>;

// The clock of header_line(): nsecs at its start, and the same moment since the epoch
// (2026-11-22T18:00:00Z).
inline constexpr uint64_t kStartNs = 1'000'000'000;
inline constexpr int64_t kStartEpochNs = 1'795'370'400'000'000'000;

// `bytes` as they stand in a string of bpftrace 0.17 to 0.21 and 0.24 on: JSON's escapes, and
// \uffffffXX for a byte of 0x80 and more.
std::string escaped(std::string_view bytes);

// {"type": "printf", "data": "TEXT\n"}
std::string printf_line(std::string_view text);

// {"type": "map", "data": {"@name": BODY}}
std::string map_line(std::string_view name, std::string_view body, std::string_view type = "map");
std::string map_line(std::string_view name, const MapEntries& entries,
                     std::string_view type = "map");

// The mcbt-capture line of a top script with the maps @calls_a, @keys_a (packed:32), @calls_b and
// @keys_b, on host cache7, pid 7744; `changes` are put in the place of its members.
std::string header_line(const HeaderMembers& changes = {});

// The JSON object in that line.
std::string header_json(const HeaderMembers& changes = {});

std::string window_line(uint64_t seq, uint64_t start_ns, uint64_t end_ns);
// `printing`: what stands behind the mark.
std::string stopping_line(const std::string& printing = {});
std::string end_line();

// A value of the maps of header_line().
std::string packed(uint64_t calls, uint64_t bytes);

}  // namespace mcbt::support
