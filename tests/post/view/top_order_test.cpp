// An order that is asked for here and there must be the one that is asked for from its start.

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "post/view/top_table.h"
#include "tests/post/aggregate/sample_events.h"

namespace mcbt::view {
namespace {

constexpr size_t kKeys = 3000;

class TopOrderTest : public testing::Test {
 protected:
  TopOrderTest() {
    for (size_t i = 0; i < kKeys; ++i) {
      const std::string key = std::to_string(i * 7919 % kKeys);
      keys_.add({key, static_cast<uint32_t>(key.size()), true, model::Op::kSet, 1 + i % 10, 0});
      expected_.push_back(key);
    }
    std::ranges::sort(expected_);
    snapshot_.keys = &keys_;
    query_.sort = SortColumn::kKey;
  }

  aggregate::KeyTable keys_;
  aggregate::Snapshot snapshot_;
  std::vector<std::string> expected_;
  Query query_;
};

TEST_F(TopOrderTest, IsTheSameWhereverItIsAskedFirst) {
  std::mt19937 random(1);
  for (const size_t first : {size_t{0}, kKeys - 1, kKeys / 2, size_t{100}, kKeys - 300}) {
    const TopOrder order(snapshot_, query_);
    EXPECT_EQ(order.key(first), expected_[first]);
    for (int i = 0; i < 200; ++i) {
      const size_t place = random() % kKeys;
      ASSERT_EQ(order.key(place), expected_[place]) << "after " << first;
      ASSERT_EQ(order.place_of(expected_[place]), place);
    }
  }
}

TEST_F(TopOrderTest, PagesReachToTheEndAndNotBeyond) {
  const TopOrder order(snapshot_, query_);
  EXPECT_EQ(order.page(kKeys - 2, 10).rows.size(), 2U);
  EXPECT_EQ(order.page(kKeys - 2, 10).rows[1].key, expected_.back());
  EXPECT_TRUE(order.page(kKeys, 10).rows.empty());
  EXPECT_EQ(order.page(0, SIZE_MAX).rows.size(), kKeys);
  EXPECT_EQ(order.page(0, SIZE_MAX).rows[kKeys - 1].key, expected_.back());
}

TEST_F(TopOrderTest, KnowsTheMostCallsOfWhatTheFilterLeaves) {
  EXPECT_EQ(TopOrder(snapshot_, query_).most_calls(), 10U);
  query_.filter = *Filter::compile("nothing");
  EXPECT_EQ(TopOrder(snapshot_, query_).most_calls(), 0U);
}

}  // namespace
}  // namespace mcbt::view
