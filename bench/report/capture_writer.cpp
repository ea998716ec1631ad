#include "bench/report/capture_writer.h"

#include <fmt/format.h>

#include <cmath>
#include <fstream>
#include <iterator>
#include <map>
#include <random>
#include <vector>

namespace mcbt::bench {
namespace {

constexpr unsigned kShift = 38;

std::string header(const CaptureShape& shape) {
  const std::string value = shape.packed ? fmt::format("packed:{}", kShift) : "stats";
  std::string maps;
  for (const char* side : {"a", "b"}) {
    maps += fmt::format(
        R"({}\"@calls_{}\":{{\"role\":\"calls\",\"key\":[\"op\"],\"value\":\"count\"}},)"
        R"(\"@keys_{}\":{{\"role\":\"keys\",\"key\":[\"op\",\"length\",\"key\"],\"value\":\"{}\"}})",
        maps.empty() ? "" : ",", side, side, value);
  }
  return fmt::format(
      R"({{"type": "printf", "data": "mcbt-capture 1 {{\"script\":\"top\",\"source\":\"usdt\",)"
      R"(\"window_ns\":1000000000,\"max_keys\":65536,\"ops\":{{\"1\":\"get_hit\",)"
      R"(\"2\":\"get_miss\",\"4\":\"set\"}},\"maps\":{{{}}},\"start_ns\":0,)"
      R"(\"start_epoch\":\"1795370400.000000\"}}\n"}})"
      "\n",
      maps);
}

// The number of a key: the rarer the higher, where the shape is skewed.
uint64_t draw_key(const CaptureShape& shape, std::mt19937_64& random) {
  if (!shape.skewed) return random() % shape.distinct_keys;
  std::uniform_real_distribution<double> place(0,
                                               std::log(static_cast<double>(shape.distinct_keys)));
  return static_cast<uint64_t>(std::exp(place(random)));
}

std::string key_of(uint64_t number) {
  return fmt::format("user:{}:profile", number);
}

// A window's lines: the keys' map, the totals, the window line. Marks the keys that are in it.
std::string window(const CaptureShape& shape, uint64_t seq, std::mt19937_64& random,
                   std::vector<bool>& seen) {
  const char side = seq % 2 == 0 ? 'a' : 'b';
  std::map<int, uint64_t> totals;
  fmt::memory_buffer text;
  fmt::format_to(std::back_inserter(text), R"({{"type": "{}", "data": {{"@keys_{}": {{)",
                 shape.packed ? "map" : "stats", side);
  for (uint64_t i = 0; i < shape.window_keys; ++i) {
    constexpr int kOps[] = {1, 1, 1, 2, 4};
    const int op = kOps[random() % 5];
    const uint64_t number = draw_key(shape, random);
    seen[number] = true;
    const std::string key = key_of(number);
    const uint64_t calls = 1 + random() % 50;
    const uint64_t bytes = op == 2 ? 0 : calls * (10 + random() % 2000);
    totals[op] += calls;
    fmt::format_to(std::back_inserter(text), R"({}"{},{},{}": )", i == 0 ? "" : ", ", op,
                   key.size(), key);
    if (shape.packed) {
      fmt::format_to(std::back_inserter(text), "{}", (calls << kShift) + bytes);
    } else {
      fmt::format_to(std::back_inserter(text), R"({{"count": {}, "average": {}, "total": {}}})",
                     calls, bytes / calls, bytes);
    }
  }
  fmt::format_to(std::back_inserter(text), "}}}}}}\n");
  fmt::format_to(std::back_inserter(text), R"({{"type": "map", "data": {{"@calls_{}": {{)", side);
  for (const auto& [op, calls] : totals) {
    fmt::format_to(std::back_inserter(text), R"({}"{}": {})", op == 1 ? "" : ", ", op, calls);
  }
  constexpr uint64_t kSecond = 1'000'000'000;
  fmt::format_to(std::back_inserter(text),
                 "}}}}}}\n"
                 R"({{"type": "printf", "data": "mcbt-window {} {} {}\n"}})"
                 "\n",
                 seq, seq * kSecond, (seq + 1) * kSecond);
  return fmt::to_string(text);
}

}  // namespace

CaptureFacts write_capture(const std::string& path, const CaptureShape& shape) {
  std::ofstream file(path, std::ios::binary);
  std::mt19937_64 random(1);
  std::vector<bool> seen(shape.distinct_keys);
  file << header(shape);
  uint64_t written = 0;
  for (uint64_t seq = 0; written < shape.bytes; ++seq) {
    const std::string text = window(shape, seq, random, seen);
    file << text;
    written += text.size();
  }
  file << R"({"type": "printf", "data": "mcbt-end\n"})"
       << "\n";
  CaptureFacts facts;
  for (uint64_t number = 0; number < seen.size(); ++number) {
    if (!seen[number]) continue;
    ++facts.keys;
    facts.key_bytes += key_of(number).size();
  }
  return facts;
}

}  // namespace mcbt::bench
