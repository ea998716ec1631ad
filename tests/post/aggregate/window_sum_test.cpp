#include "post/aggregate/window_sum.h"

#include <gtest/gtest.h>

#include "post/aggregate/stored_window.h"
#include "tests/post/aggregate/sample_events.h"

namespace mcbt::aggregate {
namespace {

using model::Op;
using Calls = std::map<std::string, uint64_t>;

class WindowSumTest : public testing::Test {
 protected:
  WindowSumTest() { aggregator_.on_header(top_header()); }

  WindowSum sum_;
  Aggregator aggregator_{[this](const Snapshot& window) { sum_.add(window); }};
};

TEST_F(WindowSumTest, IsWhatTheAggregatorSums) {
  add_window(aggregator_, 0, 0, {{Op::kGetHit, "a", 5, 50}, {Op::kGetMiss, "b", 1, 0}});
  add_window(aggregator_, 1, 1, {{Op::kSet, "a", 2, 20}});
  const Snapshot sum = sum_.snapshot();
  const Snapshot whole = aggregator_.summary();
  EXPECT_EQ(calls_of(*sum.keys), (Calls{{"a", 7}, {"b", 1}}));
  EXPECT_EQ(sum.calls, whole.calls);
  EXPECT_EQ(sum.attributed, whole.attributed);
  EXPECT_EQ(sum.windows, 2U);
  EXPECT_EQ(sum.seconds, whole.seconds);
  EXPECT_EQ(sum.start_ns, whole.start_ns);
  EXPECT_EQ(sum.end_ns, whole.end_ns);
  EXPECT_TRUE(sum.complete());
}

TEST_F(WindowSumTest, WindowsWithoutARateStayOutOfRates) {
  add_window(aggregator_, 0, 0, {{Op::kGetHit, "a", 5, 50}});
  add_window(aggregator_, 1, 1, {{Op::kGetHit, "a", 3, 30}}, false);
  const Snapshot sum = sum_.snapshot();
  EXPECT_EQ(sum.seconds, 1.0);
  EXPECT_EQ(sum.unrated_calls, 3U);
  EXPECT_EQ(calls_of(*sum.unrated), (Calls{{"a", 3}}));
}

TEST_F(WindowSumTest, LossesAddUp) {
  add_window(aggregator_, 0, 0, {{Op::kGetHit, "a", 5, 50}});
  aggregator_.on_lost({7});
  add_window(aggregator_, 1, 1, {{Op::kGetHit, "a", 5, 50}});
  EXPECT_EQ(sum_.snapshot().losses.lost_events, 7U);
  EXPECT_FALSE(sum_.snapshot().complete());
}

TEST_F(WindowSumTest, SumsAddUp) {
  add_window(aggregator_, 0, 0, {{Op::kGetHit, "a", 5, 50}});
  add_window(aggregator_, 1, 1, {{Op::kGetHit, "a", 5, 50}}, false);
  WindowSum more;
  more.add(sum_.snapshot());
  more.add(sum_.snapshot());
  EXPECT_EQ(more.windows(), 4U);
  EXPECT_EQ(more.seconds(), 2.0);
  EXPECT_EQ(calls_of(*more.snapshot().unrated), (Calls{{"a", 10}}));
}

TEST(StoredWindow, KeepsTimesAndBytes) {
  KeyTable keys;
  keys.add({"a", 1, true, Op::kGetHit, 2, 20});
  keys.add({"a", 1, true, Op::kGetHit, 0, 0, 2, 30});
  Snapshot snapshot;
  snapshot.keys = &keys;
  const StoredWindow stored(snapshot);
  const KeyRow row = stored.snapshot().keys->row(0);
  EXPECT_EQ(row.times.us, 30U);
  EXPECT_EQ(row.times.calls, 2U);
  EXPECT_EQ(row.ops[op_index(Op::kGetHit)].bytes, 20U);
}

}  // namespace
}  // namespace mcbt::aggregate
