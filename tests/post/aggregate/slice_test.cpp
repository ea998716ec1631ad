#include "post/aggregate/slice.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/post/aggregate/sample_events.h"

namespace mcbt::aggregate {
namespace {

using model::Op;
using Calls = std::map<std::string, uint64_t>;

// Of seconds after the first capture's begin.
SliceOf seconds(std::optional<int64_t> from, std::optional<int64_t> to) {
  SliceOf of;
  of.range = [=](int64_t start_ns) {
    TimeRange range;
    if (from) range.from_ns = start_ns + *from * static_cast<int64_t>(kSecond);
    if (to) range.to_ns = start_ns + *to * static_cast<int64_t>(kSecond);
    return range;
  };
  return of;
}

SliceOf windows(uint64_t first, uint64_t last) {
  SliceOf of;
  of.first_seq = first;
  of.last_seq = last;
  return of;
}

// Windows of a second; that of second N has N calls of the key "N".
void add_capture(model::EventSink& sink, const model::CaptureHeader& header, uint64_t windows,
                 bool complete = true) {
  sink.on_header(header);
  for (uint64_t i = 1; i <= windows; ++i) {
    add_window(sink, i, i, {{Op::kGetHit, std::to_string(i), i, 0}});
  }
  sink.on_end(complete);
}

Calls calls_in(const SliceOf& of, uint64_t windows = 5) {
  Aggregator aggregator;
  Slice slice(aggregator, of);
  add_capture(slice, top_header(), windows);
  return calls_of(*aggregator.summary().keys);
}

TEST(Slice, AWindowBelongsToWhereItsMiddleIs) {
  EXPECT_EQ(calls_in(seconds(2, 4)), (Calls{{"2", 2}, {"3", 3}}));
  Aggregator aggregator;
  SliceOf half;
  half.range = [](int64_t start_ns) {
    return TimeRange{start_ns + 5 * static_cast<int64_t>(kSecond) / 2,
                     start_ns + 7 * static_cast<int64_t>(kSecond) / 2};
  };
  Slice slice(aggregator, half);
  add_capture(slice, top_header(), 5);
  EXPECT_EQ(calls_of(*aggregator.summary().keys), (Calls{{"2", 2}}));
}

TEST(Slice, SlicesThatAdjoinAddUpToTheWhole) {
  uint64_t calls = 0;
  for (int64_t from = 0; from < 8; from += 2) {
    for (const auto& [key, count] : calls_in(seconds(from, from + 2))) calls += count;
  }
  EXPECT_EQ(calls, 1U + 2 + 3 + 4 + 5);
  EXPECT_EQ(calls_in(seconds(std::nullopt, 3)), (Calls{{"1", 1}, {"2", 2}}));
  EXPECT_EQ(calls_in(seconds(3, std::nullopt)), (Calls{{"3", 3}, {"4", 4}, {"5", 5}}));
}

TEST(Slice, WindowsByTheirNumber) {
  EXPECT_EQ(calls_in(windows(2, 3)), (Calls{{"2", 2}, {"3", 3}}));
  EXPECT_EQ(calls_in(windows(4, 4)), (Calls{{"4", 4}}));
}

TEST(Slice, ItsSumHasItsTimeAndItsTotals) {
  Aggregator aggregator;
  Slice slice(aggregator, seconds(2, 4));
  add_capture(slice, top_header(), 5);
  const Snapshot sum = aggregator.summary();
  EXPECT_EQ(sum.seconds, 2.0);
  EXPECT_EQ(sum.windows, 2U);
  EXPECT_EQ(sum.total_calls(), 5U);
  EXPECT_EQ(*sum.start_ns, kEpochNs + 2 * static_cast<int64_t>(kSecond));
  EXPECT_EQ(*sum.end_ns, kEpochNs + 4 * static_cast<int64_t>(kSecond));
  EXPECT_TRUE(sum.complete());
}

TEST(Slice, WhatIsLostOutsideItIsNotItsLoss) {
  Aggregator aggregator;
  Slice slice(aggregator, windows(2, 3));
  slice.on_header(top_header());
  slice.on_lost({7});
  add_window(slice, 1, 1, {{Op::kGetHit, "a", 1, 0}});
  slice.on_lost({5});
  add_window(slice, 2, 2, {{Op::kGetHit, "a", 1, 0}});
  add_window(slice, 3, 3, {{Op::kGetHit, "a", 1, 0}});
  slice.on_bad_line({9, "cut"});
  add_window(slice, 4, 4, {{Op::kGetHit, "a", 1, 0}});
  slice.on_end(false);
  const Snapshot sum = aggregator.summary();
  EXPECT_EQ(sum.losses.lost_events, 5U);
  EXPECT_EQ(sum.losses.bad_lines, 0U);
  EXPECT_EQ(sum.losses.cut_captures, 0U);
}

TEST(Slice, ACaptureThatIsCutWithinItIsNotComplete) {
  Aggregator aggregator;
  Slice slice(aggregator, seconds(2, 9));
  add_capture(slice, top_header(), 5, false);
  EXPECT_EQ(aggregator.summary().losses.cut_captures, 1U);
}

TEST(Slice, CountsSinceTheBeginAreThoseOfTheSlice) {
  Aggregator aggregator;
  Slice slice(aggregator, windows(1, 2));
  slice.on_header(top_header());
  for (const uint64_t seq : {0U, 1U, 2U, 3U}) {
    const uint64_t start = kStartNs + seq * kSecond;
    slice.on_window({seq, start, start + kSecond, true});
    slice.on_not_attributed({model::Unattributed::kBinary, 100 + 10 * seq});
    slice.on_window_end();
  }
  slice.on_end(true);
  EXPECT_EQ(aggregator.summary().losses.not_attributed[reason_index(model::Unattributed::kBinary)],
            20U);
}

TEST(Slice, ACaptureOutsideItIsNotPartOfTheSum) {
  model::CaptureHeader other = top_header();
  other.host = "cache8";
  other.start_epoch_us = *other.start_epoch_us + 60'000'000;
  Aggregator aggregator;
  Slice slice(aggregator, seconds(0, 9));
  add_capture(slice, top_header(), 2);
  add_capture(slice, other, 2);
  EXPECT_EQ(aggregator.summary().origin.host, "cache7");
  EXPECT_EQ(aggregator.summary().total_calls(), 3U);
  EXPECT_TRUE(slice.took_any());
  EXPECT_EQ(slice.seen()->to_ns, kEpochNs + 63 * static_cast<int64_t>(kSecond));
}

TEST(Slice, WhatCannotBePlacedIsNamed) {
  model::CaptureHeader clockless = top_header();
  clockless.file = "c";
  clockless.start_epoch_us = std::nullopt;
  Aggregator aggregator;
  Slice slice(aggregator, seconds(0, 9));
  add_capture(slice, clockless, 2);
  EXPECT_FALSE(slice.took_any());
  EXPECT_EQ(slice.unplaced(), std::vector<std::string>{"c"});
  EXPECT_FALSE(aggregator.has_capture());
}

TEST(Slice, OperationsOfASnoopAreTakenOneByOne) {
  model::CaptureHeader snoop = top_header();
  snoop.script = "snoop";
  snoop.window_ns = 0;
  Aggregator aggregator;
  Slice slice(aggregator, seconds(2, 4));
  slice.on_header(snoop);
  for (const uint64_t second : {1U, 2U, 3U, 4U}) {
    model::Operation operation;
    operation.time_ns = kStartNs + second * kSecond;
    operation.op = Op::kGetHit;
    operation.key = "k";
    operation.length = 1;
    slice.on_operation(operation);
  }
  slice.on_end(true);
  EXPECT_EQ(aggregator.summary().total_calls(), 2U);
}

}  // namespace
}  // namespace mcbt::aggregate
