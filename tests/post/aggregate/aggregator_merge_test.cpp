// Several captures, one after the other, into one sum.

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

void add_capture(Aggregator& aggregator, const CaptureHeader& header, uint64_t windows = 1) {
  aggregator.on_header(header);
  for (uint64_t i = 0; i < windows; ++i) {
    add_window(aggregator, i, i, {{Op::kGetHit, "shared", 5, 75}, {Op::kSet, header.host, 1, 1}});
  }
  aggregator.on_end(true);
}

TEST(AggregatorMerge, RowsAndTotalsAddUp) {
  Aggregator aggregator;
  CaptureHeader second = top_header();
  second.host = "cache8";
  add_capture(aggregator, top_header(), 2);
  add_capture(aggregator, second, 1);
  const Snapshot sum = aggregator.summary();
  EXPECT_EQ(sum.windows, 3U);
  EXPECT_EQ(sum.total_calls(), 18U);
  EXPECT_EQ(sum.attributed, 18U);
  EXPECT_EQ(calls_of(*sum.keys), (Calls{{"shared", 15}, {"cache7", 2}, {"cache8", 1}}));
  EXPECT_TRUE(sum.complete());
}

TEST(AggregatorMerge, WhatTheCapturesAgreeOnStays) {
  Aggregator aggregator;
  add_capture(aggregator, top_header());
  add_capture(aggregator, top_header());
  const Origin origin = aggregator.summary().origin;
  EXPECT_EQ(origin.script, "top");
  EXPECT_EQ(origin.source, "usdt");
  EXPECT_EQ(origin.host, "cache7");
  EXPECT_EQ(origin.memcached, "1.6.38");
  EXPECT_EQ(origin.pid, 7744);
}

TEST(AggregatorMerge, WhatTheyDifferInIsEmptyAndStaysSo) {
  Aggregator aggregator;
  CaptureHeader second = top_header();
  second.script = "snoop";
  second.source = "syscall";
  second.host = "cache8";
  second.memcached = "1.6.45";
  second.pid = 1;
  add_capture(aggregator, top_header());
  add_capture(aggregator, second);
  EXPECT_EQ(aggregator.summary().origin.host, "");
  add_capture(aggregator, second);
  add_capture(aggregator, top_header());
  const Origin origin = aggregator.summary().origin;
  EXPECT_EQ(origin.script, "");
  EXPECT_EQ(origin.source, "");
  EXPECT_EQ(origin.host, "");
  EXPECT_EQ(origin.memcached, "");
  EXPECT_EQ(origin.pid, std::nullopt);
}

TEST(AggregatorMerge, WhatOneDoesNotKnowIsNotKnown) {
  Aggregator aggregator;
  CaptureHeader standalone = top_header();
  standalone.host = "";
  standalone.pid = std::nullopt;
  add_capture(aggregator, standalone);
  add_capture(aggregator, top_header());
  EXPECT_EQ(aggregator.summary().origin.host, "");
  EXPECT_EQ(aggregator.summary().origin.pid, std::nullopt);
}

TEST(AggregatorMerge, EachWindowKeepsItsOwnOrigin) {
  std::vector<SeenWindow> seen;
  Aggregator aggregator(remember(seen));
  CaptureHeader second = top_header();
  second.host = "cache8";
  add_capture(aggregator, top_header());
  add_capture(aggregator, second);
  EXPECT_EQ(seen.at(0).snapshot.origin.host, "cache7");
  EXPECT_EQ(seen.at(1).snapshot.origin.host, "cache8");
}

TEST(AggregatorMerge, OnlyOperationsThatAllCapturesKnowAreKnown) {
  Aggregator aggregator;
  CaptureHeader second = top_header();
  second.ops = {{1, "get_hit"}, {14, "delete"}, {99, "later"}};
  add_capture(aggregator, top_header());
  add_capture(aggregator, second);
  const Origin origin = aggregator.summary().origin;
  EXPECT_TRUE(origin.known_ops[op_index(Op::kGetHit)]);
  EXPECT_FALSE(origin.known_ops[op_index(Op::kSet)]);
  EXPECT_FALSE(origin.known_ops[op_index(Op::kDelete)]);
}

TEST(AggregatorMerge, WhatAnyCaptureDoesNotShowIsNotShown) {
  Aggregator aggregator;
  CaptureHeader first = top_header();
  first.unseen = {"mg hits", "touch"};
  first.blind = {"text gets"};
  CaptureHeader second = top_header();
  second.unseen = {"touch", "deletes"};
  second.blind = {"deletes", "text gets"};
  add_capture(aggregator, first);
  add_capture(aggregator, second);
  const Origin origin = aggregator.summary().origin;
  EXPECT_EQ(origin.unseen, (std::vector<std::string>{"mg hits", "touch", "deletes"}));
  EXPECT_EQ(origin.blind, (std::vector<std::string>{"text gets", "deletes"}));
}

TEST(AggregatorMerge, TimeThatSeveralHostsWereTracedCountsOnce) {
  Aggregator aggregator;
  CaptureHeader second = top_header();
  second.host = "cache8";
  second.start_epoch_us = *second.start_epoch_us + 500'000;  // half a second later
  add_capture(aggregator, top_header(), 3);
  add_capture(aggregator, second, 3);
  const Snapshot sum = aggregator.summary();
  EXPECT_EQ(sum.seconds, 3.5);
  EXPECT_EQ(sum.start_ns, kEpochNs);
  EXPECT_EQ(sum.end_ns, kEpochNs + 3'500'000'000);
}

TEST(AggregatorMerge, CapturesMayComeInAnyOrderOfTime) {
  Aggregator aggregator;
  CaptureHeader earlier = top_header();
  earlier.start_epoch_us = *earlier.start_epoch_us - 60'000'000;
  add_capture(aggregator, top_header(), 2);
  add_capture(aggregator, earlier, 2);
  const Snapshot sum = aggregator.summary();
  EXPECT_EQ(sum.seconds, 4.0);
  EXPECT_EQ(sum.start_ns, kEpochNs - 60'000'000'000);
  EXPECT_EQ(sum.end_ns, kEpochNs + 2'000'000'000);
}

TEST(AggregatorMerge, CapturesWithoutAWallClockAddUpTheirTime) {
  Aggregator aggregator;
  CaptureHeader unknown = top_header();
  unknown.start_epoch_us = std::nullopt;
  add_capture(aggregator, unknown, 2);
  unknown.host = "cache8";
  add_capture(aggregator, unknown, 2);
  EXPECT_EQ(aggregator.summary().start_ns, std::nullopt);
  EXPECT_EQ(aggregator.summary().seconds, 4.0);
  CaptureHeader known = top_header();
  known.host = "cache9";
  add_capture(aggregator, known, 1);
  EXPECT_EQ(aggregator.summary().start_ns, kEpochNs);
  EXPECT_EQ(aggregator.summary().seconds, 5.0);
}

TEST(AggregatorMerge, TheLargestRoomForKeysIsTheSums) {
  Aggregator aggregator;
  CaptureHeader second = top_header();
  second.max_keys = 500;
  add_capture(aggregator, top_header());
  add_capture(aggregator, second);
  EXPECT_EQ(aggregator.summary().max_keys, 10'000U);
}

TEST(AggregatorMerge, TwoSnoopCapturesAddUpTheirTimes) {
  Aggregator aggregator;
  for (const int64_t later_us : {0, 10'000'000}) {
    CaptureHeader header = top_header();
    header.script = "snoop";
    header.window_ns = 0;
    header.start_epoch_us = *header.start_epoch_us + later_us;
    aggregator.on_header(header);
    aggregator.on_operation(
        {kStartNs + 2 * kSecond, 26, Op::kGetHit, model::Outcome::kUnknown, 15, {}, "a", 1, true});
    aggregator.on_end(true);
  }
  const Snapshot sum = aggregator.summary();
  EXPECT_EQ(sum.seconds, 4.0);
  EXPECT_EQ(sum.end_ns, kEpochNs + 12'000'000'000);
  EXPECT_EQ(calls_of(*sum.keys), (Calls{{"a", 2}}));
}

}  // namespace
}  // namespace mcbt::aggregate
