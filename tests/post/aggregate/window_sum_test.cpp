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

class ConnectionSumTest : public WindowSumTest {
 protected:
  ConnectionSumTest() {
    model::CaptureHeader header = top_header();
    header.maps = {{"@connections_a", model::MapRole::kConnections, {}, {}}};
    aggregator_.on_header(header);
  }
  // A window with gets on one connection.
  void add(uint32_t connection, uint64_t calls, bool rated = true) {
    const uint64_t start = kStartNs + seq_ * kSecond;
    aggregator_.on_window({seq_++, start, start + kSecond, rated});
    aggregator_.on_connection({connection, Op::kGetHit, calls, calls * 10});
    aggregator_.on_window_end();
  }

  uint64_t seq_ = 0;
};

TEST_F(ConnectionSumTest, ConnectionsAddUpAndTheirUnratedPartIsKnown) {
  add(24, 5);
  add(24, 2);
  add(107, 3, false);
  for (const Snapshot& sum : {sum_.snapshot(), aggregator_.summary()}) {
    EXPECT_EQ(calls_of(*sum.connections), (Calls{{"24", 7}, {"107", 3}}));
    EXPECT_EQ(calls_of(*sum.unrated_connections), (Calls{{"107", 3}}));
    EXPECT_EQ(sum.connections->totals()[op_index(Op::kGetHit)].bytes, 100U);
  }
}

TEST_F(ConnectionSumTest, AWindowThatIsKeptHasThem) {
  std::unique_ptr<StoredWindow> kept;
  Aggregator aggregator(
      [&](const Snapshot& window) { kept = std::make_unique<StoredWindow>(window); });
  model::CaptureHeader header = top_header();
  header.maps = {{"@connections_a", model::MapRole::kConnections, {}, {}}};
  aggregator.on_header(header);
  aggregator.on_window({0, kStartNs, kStartNs + kSecond, true});
  aggregator.on_connection({24, Op::kGetHit, 5, 50});
  aggregator.on_window_end();
  EXPECT_EQ(calls_of(*kept->snapshot().connections), (Calls{{"24", 5}}));
}

TEST_F(WindowSumTest, WithoutAMapOfConnectionsThereAreNone) {
  add_window(aggregator_, 0, 0, {{Op::kGetHit, "a", 5, 50}});
  EXPECT_EQ(sum_.snapshot().connections, nullptr);
  EXPECT_EQ(aggregator_.summary().connections, nullptr);
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
