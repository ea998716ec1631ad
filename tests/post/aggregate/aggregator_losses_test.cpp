// What windows and their sum say of losses.

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "post/aggregate/aggregator.h"
#include "tests/post/aggregate/sample_events.h"

namespace mcbt::aggregate {
namespace {

using model::Op;

class AggregatorLosses : public testing::Test {
 protected:
  void SetUp() override { aggregator_.on_header(top_header()); }

  const Losses& window(size_t index) const { return seen_.at(index).snapshot.losses; }

  std::vector<SeenWindow> seen_;
  Aggregator aggregator_{remember(seen_)};
};

TEST_F(AggregatorLosses, OperationsInNoRowAreUnattributed) {
  add_window(aggregator_, {0, kStartNs, kStartNs + kSecond, true}, {{Op::kGetHit, "a", 5, 0}},
             {{Op::kGetHit, 7}, {Op::kSet, 3}});
  EXPECT_EQ(window(0).unattributed, 5U);
  EXPECT_EQ(window(0).overattributed, 0U);
  EXPECT_EQ(seen_[0].snapshot.total_calls(), 10U);
  EXPECT_EQ(seen_[0].snapshot.attributed, 5U);
  EXPECT_FALSE(seen_[0].snapshot.complete());
  EXPECT_EQ(aggregator_.summary().losses.unattributed, 5U);
}

TEST_F(AggregatorLosses, OperationsInNoTotalAreOverattributed) {
  add_window(aggregator_, {0, kStartNs, kStartNs + kSecond, true}, {{Op::kGetHit, "a", 5, 0}}, {});
  EXPECT_EQ(window(0).unattributed, 0U);
  EXPECT_EQ(window(0).overattributed, 5U);
  EXPECT_FALSE(seen_[0].snapshot.complete());
}

TEST_F(AggregatorLosses, WhatOneWindowLacksAnotherDoesNotMakeUpFor) {
  add_window(aggregator_, {0, kStartNs, kStartNs + kSecond, true}, {{Op::kGetHit, "a", 5, 0}},
             {{Op::kGetHit, 7}});
  add_window(aggregator_, {1, kStartNs + kSecond, kStartNs + 2 * kSecond, true},
             {{Op::kGetHit, "a", 5, 0}}, {{Op::kGetHit, 3}});
  const Snapshot sum = aggregator_.summary();
  EXPECT_EQ(sum.total_calls(), sum.attributed);
  EXPECT_EQ(sum.losses.unattributed, 2U);
  EXPECT_EQ(sum.losses.overattributed, 2U);
  EXPECT_FALSE(sum.complete());
}

TEST_F(AggregatorLosses, LossesBetweenWindowsAreTheNextWindows) {
  add_window(aggregator_, 0, 0, {});
  aggregator_.on_lost({3});
  aggregator_.on_lost({4});
  aggregator_.on_helper_error({"map_update_elem", -7});
  aggregator_.on_bad_line({5, "cut"});
  add_window(aggregator_, 1, 1, {});
  add_window(aggregator_, 2, 2, {});
  EXPECT_TRUE(seen_.at(0).snapshot.complete());
  EXPECT_EQ(window(1).lost_events, 7U);
  EXPECT_EQ(window(1).helper_errors, 1U);
  EXPECT_EQ(window(1).bad_lines, 1U);
  EXPECT_FALSE(seen_[1].snapshot.complete());
  EXPECT_TRUE(seen_.at(2).snapshot.complete());
  const Losses sum = aggregator_.summary().losses;
  EXPECT_EQ(sum.lost_events, 7U);
  EXPECT_EQ(sum.helper_errors, 1U);
  EXPECT_EQ(sum.bad_lines, 1U);
}

TEST_F(AggregatorLosses, DamageOfAWindowsMapsIsThatWindows) {
  aggregator_.on_window({0, kStartNs, kStartNs + kSecond, true});
  aggregator_.on_bad_line({5, "cut"});
  aggregator_.on_window_end();
  add_window(aggregator_, 1, 1, {});
  EXPECT_EQ(window(0).bad_lines, 1U);
  EXPECT_EQ(window(1).bad_lines, 0U);
  EXPECT_EQ(aggregator_.summary().losses.bad_lines, 1U);
}

TEST_F(AggregatorLosses, LossesAfterTheLastWindowAreTheSums) {
  add_window(aggregator_, 0, 0, {});
  aggregator_.on_lost({3});
  EXPECT_EQ(aggregator_.summary().losses.lost_events, 3U) << "before the end";
  aggregator_.on_end(true);
  EXPECT_EQ(aggregator_.summary().losses.lost_events, 3U) << "and once after it";
  EXPECT_FALSE(aggregator_.summary().complete());
}

TEST_F(AggregatorLosses, CapturesWithoutAnEndAreCounted) {
  add_window(aggregator_, 0, 0, {});
  aggregator_.on_end(false);
  aggregator_.on_header(top_header());
  aggregator_.on_end(true);
  aggregator_.on_header(top_header());
  aggregator_.on_end(false);
  EXPECT_EQ(aggregator_.summary().losses.cut_captures, 2U);
  EXPECT_TRUE(seen_.at(0).snapshot.complete()) << "the window itself is";
}

TEST_F(AggregatorLosses, KeysThatWereCutAreCountedOnceInTheSum) {
  for (uint64_t i = 0; i < 2; ++i) {
    aggregator_.on_window({i, kStartNs + i * kSecond, kStartNs + (i + 1) * kSecond, true});
    const model::KeyStats keys[] = {{"abc", 10, false, Op::kSet, 1, 0},
                                    {"abc", 11, false, Op::kSet, 1, 0},
                                    {"abc", 3, true, Op::kSet, 1, 0}};
    aggregator_.on_keys(keys);
    aggregator_.on_total({Op::kSet, 3});
    aggregator_.on_window_end();
  }
  EXPECT_EQ(window(0).keys_truncated, 2U);
  EXPECT_EQ(window(1).keys_truncated, 2U);
  EXPECT_EQ(aggregator_.summary().losses.keys_truncated, 2U);
  EXPECT_FALSE(aggregator_.summary().complete());
}

TEST_F(AggregatorLosses, WindowsMuchLongerThanAskedForAreLate) {
  const uint64_t late = kStartNs + 16 * kSecond / 10;
  add_window(aggregator_, {0, kStartNs, late, true}, {}, {});
  add_window(aggregator_, {1, late, late + kSecond, true}, {}, {});
  EXPECT_EQ(window(0).late_windows, 1U);
  EXPECT_EQ(seen_.at(0).snapshot.seconds, 1.6);
  EXPECT_EQ(window(1).late_windows, 0U);
  EXPECT_TRUE(seen_[0].snapshot.complete()) << "nothing is lost by it";
  EXPECT_EQ(aggregator_.summary().losses.late_windows, 1U);
}

TEST_F(AggregatorLosses, WindowsALittleLongerAreNotLate) {
  add_window(aggregator_, {0, kStartNs, kStartNs + 14 * kSecond / 10, true}, {}, {});
  EXPECT_EQ(window(0).late_windows, 0U);
}

TEST_F(AggregatorLosses, TheLastWindowIsNeverLate) {
  add_window(aggregator_, {0, kStartNs, kStartNs + 9 * kSecond, false}, {}, {});
  EXPECT_EQ(window(0).late_windows, 0U);
}

TEST_F(AggregatorLosses, WindowsOfNoLengthAskedForAreNeverLate) {
  model::CaptureHeader header = top_header();
  header.window_ns = 0;
  aggregator_.on_header(header);
  add_window(aggregator_, {0, kStartNs, kStartNs + 9 * kSecond, true}, {}, {});
  EXPECT_EQ(window(0).late_windows, 0U);
}

}  // namespace
}  // namespace mcbt::aggregate
