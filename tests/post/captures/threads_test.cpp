// Windows that several threads decode come to what one thread makes of them.

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "post/aggregate/aggregator.h"
#include "post/ingest/capture_decoder.h"
#include "tests/support/capture_text.h"

namespace mcbt {
namespace {

using aggregate::Aggregator;
using aggregate::Snapshot;

struct ThreadsRead {
  Aggregator aggregator;
  ingest::LineCounts counts;
};

void read_with(const std::vector<support::Lines>& captures, ingest::Workers* workers, bool lasts,
               ThreadsRead& read) {
  if (workers != nullptr) read.aggregator.count_apart(workers->threads());
  for (const support::Lines& lines : captures) {
    ingest::CaptureDecoder decoder(read.aggregator, "", workers);
    for (const std::string& line : lines) {
      // What does not last is overwritten by the next line.
      std::string gone = line;
      decoder.line(lasts ? line : gone, lasts);
      gone.assign(gone.size(), 'x');
    }
    decoder.end();
    read.counts = decoder.counts();
  }
}

support::Lines some_capture(unsigned seed, bool damaged) {
  std::mt19937 random(seed);
  support::Lines lines = {support::header_line()};
  for (size_t window = 0; window < 40; ++window) {
    const std::string side = window % 2 == 0 ? "_a" : "_b";
    support::MapEntries entries;
    for (size_t i = random() % 200; i != 0; --i) {
      const std::string key = "key:" + std::to_string(random() % 300);
      entries.emplace_back("1," + std::to_string(key.size()) + "," + key,
                           support::packed(1 + random() % 9, random() % 1000));
    }
    lines.push_back(support::map_line("@keys" + side, entries));
    lines.push_back(support::map_line("@calls" + side, {{"1", std::to_string(random() % 900)}}));
    if (damaged && window % 7 == 3)
      lines[lines.size() - 2].resize(lines[lines.size() - 2].size() / 2);
    if (damaged && window % 11 == 5) lines.emplace_back(R"({"type": "printf", "da)");
    constexpr uint64_t kSecond = 1'000'000'000;
    const uint64_t start = support::kStartNs + window * kSecond;
    lines.push_back(support::window_line(window, start, start + kSecond));
  }
  if (!damaged) lines.push_back(support::end_line());
  return lines;
}

void expect_same(const std::vector<support::Lines>& captures, bool lasts) {
  ingest::Workers workers(4);
  ThreadsRead one;
  ThreadsRead many;
  read_with(captures, nullptr, lasts, one);
  read_with(captures, &workers, lasts, many);
  const Snapshot expected = one.aggregator.summary();
  const Snapshot sum = many.aggregator.summary();
  EXPECT_EQ(sum.notes(), expected.notes());
  EXPECT_EQ(sum.windows, expected.windows);
  EXPECT_EQ(sum.calls, expected.calls);
  EXPECT_EQ(sum.attributed, expected.attributed);
  EXPECT_EQ(sum.seconds, expected.seconds);
  EXPECT_EQ(many.counts.damaged, one.counts.damaged);
  EXPECT_EQ(many.counts.records, one.counts.records);
  EXPECT_EQ(many.counts.first_damaged, one.counts.first_damaged);
  EXPECT_EQ(many.counts.first_damage, one.counts.first_damage);
  ASSERT_EQ(sum.keys->size(), expected.keys->size());
  for (size_t i = 0; i < sum.keys->size(); ++i) {
    const aggregate::KeyRow row = sum.keys->row(i);
    const aggregate::OpStatsByOp same = expected.keys->find(row);
    for (size_t op = 0; op < same.size(); ++op) {
      ASSERT_EQ(row.ops[op].calls, same[op].calls) << row.key;
      ASSERT_EQ(row.ops[op].bytes, same[op].bytes) << row.key;
    }
  }
}

TEST(Threads, AWholeCapture) {
  expect_same({some_capture(1, false)}, true);
}

TEST(Threads, LinesThatDoNotLast) {
  expect_same({some_capture(2, false)}, false);
}

TEST(Threads, ADamagedCapture) {
  expect_same({some_capture(3, true)}, true);
}

TEST(Threads, CapturesThatOverlap) {
  expect_same({some_capture(4, true), some_capture(5, false), some_capture(6, false)}, false);
}

TEST(Threads, TasksOfAQueueThatIsDroppedEnd) {
  ingest::Workers workers(4);
  const support::Lines lines = some_capture(7, false);
  ThreadsRead dropped;
  dropped.aggregator.count_apart(workers.threads());
  ingest::CaptureDecoder decoder(dropped.aggregator, "", &workers);
  for (const std::string& line : lines) decoder.line(line, true);
}

TEST(Threads, WhatATaskThrowsReachesWhoWaits) {
  ingest::Workers workers(2);
  std::future<void> task = workers.start([] { throw std::runtime_error("no"); });
  EXPECT_THROW(workers.finish(task), std::runtime_error);
}

}  // namespace
}  // namespace mcbt
