// Captures of one process whose times overlap are counted once.

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "post/aggregate/aggregator.h"
#include "tests/post/aggregate/sample_events.h"

namespace mcbt::aggregate {
namespace {

using model::CaptureHeader;
using model::Op;
using Calls = std::map<std::string, uint64_t>;

CaptureHeader header_of(const std::string& file) {
  CaptureHeader header = top_header();
  header.file = file;
  return header;
}

// Windows of a second from `first` seconds on; in each, `key` is hit 10 times and set once.
void add_capture(Aggregator& aggregator, const CaptureHeader& header, uint64_t first,
                 uint64_t windows, const std::string& key) {
  aggregator.on_header(header);
  for (uint64_t i = 0; i < windows; ++i) {
    add_window(aggregator, i, first + i, {{Op::kGetHit, key, 10, 150}, {Op::kSet, key, 1, 5}});
  }
  aggregator.on_end(true);
}

TEST(AggregatorOverlap, WindowsThatAnotherCaptureHasCountedAreLeftOutAndSaid) {
  Aggregator aggregator;
  add_capture(aggregator, header_of("a"), 0, 4, "a");
  add_capture(aggregator, header_of("b"), 2, 4, "b");
  const Snapshot sum = aggregator.summary();
  EXPECT_EQ(calls_of(*sum.keys), (Calls{{"a", 44}, {"b", 22}}));
  EXPECT_EQ(sum.total_calls(), 66U);
  EXPECT_EQ(sum.attributed, 66U);
  EXPECT_EQ(sum.seconds, 6.0);
  EXPECT_EQ(sum.windows, 6U);
  EXPECT_TRUE(sum.complete());
  EXPECT_EQ(sum.notes(),
            std::vector<std::string>{
                "b: 2 windows (0 to 1) are left out of the sum: a has counted the same process "
                "(pid 7744 on cache7) at that time"});
}

TEST(AggregatorOverlap, TheOrderOfReadingDecidesNotThatOfTime) {
  Aggregator aggregator;
  add_capture(aggregator, header_of("b"), 2, 2, "b");
  add_capture(aggregator, header_of("a"), 0, 6, "a");
  EXPECT_EQ(calls_of(*aggregator.summary().keys), (Calls{{"a", 44}, {"b", 22}}));
  EXPECT_EQ(aggregator.summary().left_out.at(0).first_seq, 2U);
  EXPECT_EQ(aggregator.summary().left_out.at(0).last_seq, 3U);
}

TEST(AggregatorOverlap, TimeThatOnlyTheLeftOutWindowHasIsAGap) {
  Aggregator aggregator;
  add_capture(aggregator, header_of("a"), 0, 2, "a");
  CaptureHeader second = header_of("b");
  aggregator.on_header(second);
  const uint64_t start = kStartNs + 3 * kSecond / 2;
  add_window(aggregator, {7, start, start + kSecond, true}, {{Op::kGetHit, "b", 5, 5}},
             {{Op::kGetHit, 5}});
  aggregator.on_end(true);
  const Snapshot sum = aggregator.summary();
  EXPECT_EQ(sum.total_calls(), 22U);
  EXPECT_FALSE(sum.complete());
  EXPECT_EQ(sum.notes(),
            std::vector<std::string>{
                "b: window 7 is left out of the sum: a has counted the same process (pid 7744 on "
                "cache7) at that time; 0.5 s of it are in no other capture and not counted"});
}

TEST(AggregatorOverlap, AWindowThatIsLeftOutIsShownAndSaysSo) {
  std::vector<SeenWindow> seen;
  Aggregator aggregator(remember(seen));
  add_capture(aggregator, header_of("a"), 0, 1, "a");
  add_capture(aggregator, header_of("b"), 0, 1, "b");
  ASSERT_EQ(seen.size(), 2U);
  EXPECT_TRUE(seen[0].snapshot.notes().empty());
  EXPECT_EQ(seen[1].calls, (Calls{{"b", 11}}));
  EXPECT_EQ(seen[1].snapshot.total_calls(), 11U);
  EXPECT_TRUE(seen[1].snapshot.complete());
  EXPECT_EQ(seen[1].snapshot.notes(),
            std::vector<std::string>{"b: this window is left out of the sum: a has counted the "
                                     "same process (pid 7744 on cache7) at that time"});
}

TEST(AggregatorOverlap, AnotherProcessHostOrBootIsNotTheSame) {
  CaptureHeader process = header_of("b");
  process.pid = 7745;
  CaptureHeader host = header_of("b");
  host.host = "cache8";
  CaptureHeader boot = header_of("b");
  boot.start_epoch_us = *boot.start_epoch_us + 3'600'000'000;
  CaptureHeader standalone = header_of("b");
  standalone.pid = std::nullopt;
  for (const CaptureHeader& other : {process, host, boot, standalone}) {
    Aggregator aggregator;
    add_capture(aggregator, header_of("a"), 0, 2, "a");
    add_capture(aggregator, other, 0, 2, "a");
    EXPECT_EQ(aggregator.summary().total_calls(), 44U);
    EXPECT_TRUE(aggregator.summary().left_out.empty());
  }
}

TEST(AggregatorOverlap, ATraceOfAnUnknownProcessIsKnownByItsStart) {
  CaptureHeader standalone = header_of("a");
  standalone.pid = std::nullopt;
  standalone.host = "";
  Aggregator aggregator;
  add_capture(aggregator, standalone, 0, 2, "a");
  add_capture(aggregator, standalone, 0, 2, "a");
  EXPECT_EQ(aggregator.summary().total_calls(), 22U);
  EXPECT_EQ(aggregator.summary().notes(),
            std::vector<std::string>{"a: 2 windows (0 to 1) are left out of the sum: a has counted "
                                     "the same process at that time"});
  standalone.start_ns += 1;
  add_capture(aggregator, standalone, 0, 2, "a");
  EXPECT_EQ(aggregator.summary().total_calls(), 44U);
}

TEST(AggregatorOverlap, CapturesOfOtherCommandsAddUp) {
  CaptureHeader gets = header_of("gets");
  gets.ops = {{1, "get_hit"}};
  CaptureHeader sets = header_of("sets");
  sets.ops = {{4, "set"}};
  Aggregator aggregator;
  aggregator.on_header(gets);
  add_window(aggregator, 0, 0, {{Op::kGetHit, "a", 10, 150}});
  aggregator.on_end(true);
  aggregator.on_header(sets);
  add_window(aggregator, 0, 0, {{Op::kSet, "a", 1, 5}});
  aggregator.on_end(true);
  EXPECT_EQ(aggregator.summary().total_calls(), 11U);
  EXPECT_TRUE(aggregator.summary().notes().empty());
  // Of a third one with both, nothing is left to count; of deletes, all is.
  CaptureHeader all = header_of("all");
  all.ops = {{1, "get_hit"}, {4, "set"}, {14, "delete"}};
  aggregator.on_header(all);
  add_window(aggregator, 0, 0,
             {{Op::kGetHit, "a", 10, 150}, {Op::kSet, "a", 1, 5}, {Op::kDelete, "a", 3, 0}});
  aggregator.on_end(true);
  EXPECT_EQ(aggregator.summary().total_calls(), 14U);
  EXPECT_EQ(aggregator.summary().attributed, 14U);
  EXPECT_EQ(aggregator.summary().left_out.size(), 1U);
}

TEST(AggregatorOverlap, LossesOfWhatIsLeftOutAreNotThoseOfTheSum) {
  Aggregator aggregator;
  add_capture(aggregator, header_of("a"), 0, 2, "a");
  aggregator.on_header(header_of("b"));
  aggregator.on_lost({5});
  add_window(aggregator, {0, kStartNs, kStartNs + kSecond, true}, {{Op::kGetHit, "a", 5, 5}},
             {{Op::kGetHit, 50}});
  aggregator.on_end(true);
  EXPECT_EQ(aggregator.summary().losses.lost_events, 0U);
  EXPECT_EQ(aggregator.summary().losses.unattributed, 0U);
  EXPECT_TRUE(aggregator.summary().complete());
}

TEST(AggregatorOverlap, OperationsOfASnoopAreLeftOutOneByOne) {
  Aggregator aggregator;
  add_capture(aggregator, header_of("a"), 0, 2, "a");
  CaptureHeader snoop = header_of("s");
  snoop.script = "snoop";
  snoop.window_ns = 0;
  aggregator.on_header(snoop);
  for (const uint64_t second : {1U, 2U, 3U}) {
    const uint64_t time = kStartNs + second * kSecond + kSecond / 2;
    aggregator.on_operation(
        {time, 26, Op::kGetHit, model::Outcome::kUnknown, 15, {}, "s", 1, true});
  }
  aggregator.on_end(true);
  EXPECT_EQ(calls_of(*aggregator.summary().keys), (Calls{{"a", 22}, {"s", 2}}));
  EXPECT_EQ(aggregator.summary().notes(),
            std::vector<std::string>{"s: 1 operation is left out of the sum: a has counted the "
                                     "same process (pid 7744 on cache7) at that time"});
}

TEST(AggregatorOverlap, HistogramsAreLeftOutToo) {
  CaptureHeader header = header_of("a");
  header.script = "latency";
  Aggregator aggregator;
  // Counters do not count what histograms do.
  add_capture(aggregator, header_of("top"), 0, 2, "a");
  for (int i = 0; i < 2; ++i) {
    aggregator.on_header(header);
    aggregator.on_window({0, kStartNs, kStartNs + kSecond, true});
    aggregator.on_latency({Op::kSet, 2, 3, 7});
    aggregator.on_latency({std::nullopt, 2, 3, 5});
    aggregator.on_window_end();
    aggregator.on_end(true);
  }
  const auto& histograms = aggregator.summary().latency->histograms();
  EXPECT_EQ(histograms.at(Op::kSet).at({2, 3}), 7U);
  EXPECT_EQ(histograms.at(std::nullopt).at({2, 3}), 5U);
}

TEST(AggregatorOverlap, TimesThatCannotBeDoNoHarm) {
  Aggregator aggregator;
  for (int i = 0; i < 2; ++i) {
    aggregator.on_header(header_of("a"));
    add_window(aggregator, {0, 0, UINT64_MAX, true}, {}, {{Op::kSet, 1}});
    add_window(aggregator, {1, UINT64_MAX, UINT64_MAX, true}, {}, {{Op::kSet, 1}});
    add_window(aggregator, {2, UINT64_MAX, std::nullopt, true}, {}, {{Op::kSet, 1}});
    aggregator.on_end(true);
  }
  EXPECT_FALSE(aggregator.summary().notes().empty());
}

}  // namespace
}  // namespace mcbt::aggregate
