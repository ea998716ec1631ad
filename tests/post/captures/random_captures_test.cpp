// Random captures, written by tests/support/capture_text.h: what was written is read back; what is
// cut or damaged is never taken for whole.

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "post/aggregate/aggregator.h"
#include "post/ingest/capture_decoder.h"
#include "tests/support/capture_text.h"

namespace mcbt {
namespace {

using aggregate::Aggregator;
using aggregate::Snapshot;
using model::Op;

// Of a key and an operation on it: calls and bytes.
using Table = std::map<std::pair<std::string, Op>, std::pair<uint64_t, uint64_t>>;

constexpr uint64_t kWindowNs = 1'000'000'000;

class Random {
 public:
  explicit Random(unsigned seed) : generator_(seed) {}

  uint64_t below(uint64_t limit) { return generator_() % limit; }

  // Any bytes, or such as confuse readers of JSON, of commas and of escapes.
  std::string key(size_t longest) {
    constexpr std::string_view kTrouble = "\",\\{}[]: \n\r\t\x01\x7f\x80\xff/uf01";
    std::string key;
    const size_t size = 1 + below(longest);
    const bool trouble = below(2) == 0;
    for (size_t i = 0; i < size; ++i) {
      key += trouble ? kTrouble[below(kTrouble.size())] : static_cast<char>(below(256));
    }
    return key;
  }

 private:
  std::mt19937_64 generator_;
};

struct Written {
  std::string text;
  Table table;
  uint64_t calls = 0;
};

Written random_capture(Random& random, size_t windows, size_t keys, size_t longest_key) {
  constexpr std::array<Op, 3> kOps = {Op::kGetHit, Op::kGetMiss, Op::kSet};
  Written written;
  support::Lines lines = {support::header_line()};
  for (size_t window = 0; window < windows; ++window) {
    const std::string side = window % 2 == 0 ? "_a" : "_b";
    std::map<Op, uint64_t> totals;
    support::MapEntries entries;
    for (size_t i = random.below(keys + 1); i != 0; --i) {
      const std::string key = random.key(longest_key);
      const Op op = kOps[random.below(kOps.size())];
      const uint64_t calls = 1 + random.below(uint64_t{1} << random.below(31));
      const uint64_t bytes = random.below(uint64_t{1} << random.below(32));
      entries.emplace_back(
          std::to_string(op_index(op)) + "," + std::to_string(key.size()) + "," + key,
          support::packed(calls, bytes));
      written.table[{key, op}].first += calls;
      written.table[{key, op}].second += bytes;
      totals[op] += calls;
      written.calls += calls;
    }
    support::MapEntries counts;
    for (const auto& [op, calls] : totals) {
      counts.emplace_back(std::to_string(op_index(op)), std::to_string(calls));
    }
    lines.push_back(support::map_line("@calls" + side, counts));
    lines.push_back(support::map_line("@keys" + side, entries));
    const uint64_t start = support::kStartNs + window * kWindowNs;
    lines.push_back(support::window_line(window, start, start + kWindowNs));
  }
  lines.push_back(support::end_line());
  for (const std::string& line : lines) written.text += line + "\n";
  return written;
}

// Into an aggregator that nothing was read into.
ingest::LineCounts read(std::string_view text, Aggregator& aggregator) {
  ingest::CaptureDecoder decoder(aggregator);
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    decoder.line(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  decoder.end();
  return decoder.counts();
}

Table table_of(const aggregate::KeyTable& keys) {
  Table table;
  for (size_t i = 0; i < keys.size(); ++i) {
    const aggregate::KeyRow row = keys.row(i);
    EXPECT_TRUE(row.whole);
    for (const model::OpInfo& info : model::kOps) {
      const aggregate::OpStats& stats = row.ops[op_index(info.op)];
      if (stats.calls == 0) continue;
      table[{std::string(row.key), info.op}] = {stats.calls, stats.bytes};
    }
  }
  return table;
}

TEST(RandomCaptures, WhatWasWrittenIsReadBack) {
  Random random(1);
  for (int round = 0; round < 60; ++round) {
    const Written written = random_capture(random, random.below(6), 300, 250);
    Aggregator aggregator;
    const ingest::LineCounts counts = read(written.text, aggregator);
    const Snapshot sum = aggregator.summary();
    ASSERT_EQ(table_of(*sum.keys), written.table) << round;
    ASSERT_EQ(sum.total_calls(), written.calls) << round;
    ASSERT_EQ(sum.attributed, written.calls) << round;
    ASSERT_TRUE(sum.complete()) << round;
    ASSERT_EQ(counts.damaged + counts.not_json, 0U) << round;
  }
}

// Of each key, never more than was written; of all, never less without a word.
void expect_honest(const Snapshot& sum, const Written& written, const std::string& where) {
  for (const auto& [name, numbers] : table_of(*sum.keys)) {
    const auto known = written.table.find(name);
    ASSERT_NE(known, written.table.end()) << where << " " << name.first;
    ASSERT_LE(numbers.first, known->second.first) << where;
    ASSERT_LE(numbers.second, known->second.second) << where;
  }
  ASSERT_LE(sum.total_calls(), written.calls) << where;
  ASSERT_FALSE(sum.complete()) << where;
}

TEST(RandomCaptures, CutAtAnyByteTheyAreReadSoFarAndSayThatTheyAreCut) {
  Random random(2);
  for (int round = 0; round < 2; ++round) {
    const Written written = random_capture(random, 3, 6, 30);
    const size_t header = written.text.find('\n');
    // Without its last newline, and without what closes its last record, it is still whole.
    const size_t whole = written.text.size() - 3;
    for (size_t size = header; size < whole; ++size) {
      Aggregator aggregator;
      read(std::string_view(written.text).substr(0, size), aggregator);
      expect_honest(aggregator.summary(), written, "cut at " + std::to_string(size));
      if (HasFatalFailure()) return;
    }
  }
}

// A byte that changes may make another number or another key, which nothing can tell; but what is
// missing then is missed. (The header's own bytes say how to read the rest.)
TEST(RandomCaptures, AByteThatChangedLosesNothingUnnoticed) {
  Random random(3);
  for (int round = 0; round < 2; ++round) {
    const Written written = random_capture(random, 3, 6, 30);
    for (size_t at = written.text.find('\n'); at < written.text.size(); ++at) {
      std::string damaged = written.text;
      damaged[at] = static_cast<char>(damaged[at] ^ (1 << random.below(8)));
      Aggregator aggregator;
      const ingest::LineCounts counts = read(damaged, aggregator);
      const Snapshot sum = aggregator.summary();
      const bool less = sum.total_calls() < written.calls || sum.attributed < written.calls;
      ASSERT_TRUE(!less || !sum.complete() || counts.damaged + counts.not_json != 0)
          << "byte " << at << " of\n"
          << damaged;
    }
  }
}

TEST(RandomCaptures, AnyBytesAreReadWithoutAFault) {
  Random random(4);
  for (int round = 0; round < 1000; ++round) {
    Written written = random_capture(random, 2, 6, 20);
    for (uint64_t i = random.below(20); i != 0; --i) {
      const size_t at = random.below(written.text.size());
      switch (random.below(3)) {
        case 0:
          written.text[at] = static_cast<char>(random.below(256));
          break;
        case 1:
          written.text.erase(at, 1 + random.below(9));
          break;
        default:
          written.text.insert(at, written.text.substr(random.below(written.text.size()), 40));
          break;
      }
    }
    Aggregator aggregator;
    const ingest::LineCounts counts = read(written.text, aggregator);
    ASSERT_LE(counts.records + counts.damaged + counts.not_json, counts.lines);
    ASSERT_LE(aggregator.summary().losses.bad_lines, counts.lines);
  }
}

}  // namespace
}  // namespace mcbt
