#include "post/tui/history.h"

#include <gtest/gtest.h>

#include "tests/post/aggregate/sample_events.h"

namespace mcbt::tui {
namespace {

using aggregate::Counted;
using model::Op;

class HistoryTest : public testing::Test {
 protected:
  HistoryTest() { aggregator_.on_header(aggregate::top_header()); }

  // Windows of a second in which the key a is used as often as told.
  void add(const std::vector<uint64_t>& calls) {
    for (const uint64_t count : calls) {
      aggregate::add_window(aggregator_, seq_, seq_,
                            {{Op::kGetHit, "a", count, 0}, {Op::kSet, "b", 1, 0}});
      ++seq_;
    }
  }

  History history_{200};  // keys: 100 windows of two
  uint64_t seq_ = 0;
  aggregate::Aggregator aggregator_{
      [this](const aggregate::Snapshot& window) { history_.add(window); }};
};

TEST_F(HistoryTest, KnowsRatesCallsAndTheBusiest) {
  add({3, 9, 4});
  EXPECT_EQ(history_.rates(1, 9).rates, (std::vector<double>{4, 10}));
  EXPECT_EQ(history_.rates(1, 9).seconds, 2);
  EXPECT_EQ(history_.calls("a", 2, 2), (std::vector<double>{9, 4}));
  EXPECT_EQ(history_.calls("nobody", 2, 9), (std::vector<double>{0, 0, 0}));
  EXPECT_EQ(history_.busiest(), 1U);
}

TEST_F(HistoryTest, RatesOfMoreWindowsThanThereIsRoomForAreTheHighestOfEachGroup) {
  add({1, 5, 2, 3, 7});
  EXPECT_EQ(history_.rates(4, 3).rates, (std::vector<double>{6, 4, 8}));
  EXPECT_EQ(history_.rates(4, 1).rates, (std::vector<double>{8}));
  EXPECT_TRUE(history_.rates(4, 0).rates.empty());
}

TEST_F(HistoryTest, TheOldestGoWhereThereAreTooManyKeys) {
  add(std::vector<uint64_t>(103, 1));
  EXPECT_EQ(history_.size(), 100U);
  EXPECT_EQ(history_.gone(), 3U);
  EXPECT_EQ(history_.at(0).seq, 3U);
}

// From 40 to 60 windows of a second, once there are as many, and those that come last.
TEST_F(HistoryTest, AMinuteSlides) {
  for (uint64_t i = 0; i < 150; ++i) {
    add({i});
    const size_t last = history_.size() - 1;
    const auto sum = history_.minute(last);
    EXPECT_LE(sum.windows, 60U);
    EXPECT_GE(sum.windows, std::min<uint64_t>(i + 1, 40)) << i;
    uint64_t calls = 0;
    for (size_t at = last + 1 - sum.windows; at <= last; ++at) {
      calls += history_.at(at).total_calls();
    }
    EXPECT_EQ(sum.total_calls(), calls) << i;
  }
}

TEST_F(HistoryTest, AMinuteOfAnyWindowIsThatBeforeIt) {
  add(std::vector<uint64_t>(90, 1));
  EXPECT_EQ(history_.minute(89).windows, 60U);
  EXPECT_EQ(history_.minute(9).windows, 10U);
  EXPECT_EQ(history_.minute(9).end_ns, history_.at(9).end_ns);
  EXPECT_EQ(history_.minute(10).windows, 11U);
}

}  // namespace
}  // namespace mcbt::tui
