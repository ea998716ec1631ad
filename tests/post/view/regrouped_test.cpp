#include "post/view/regrouped.h"

#include <gtest/gtest.h>

#include "post/aggregate/stored_window.h"
#include "tests/post/aggregate/sample_events.h"

namespace mcbt::view {
namespace {

using aggregate::calls_of;
using model::Op;
using Calls = std::map<std::string, uint64_t>;

class RegroupedTest : public testing::Test {
 protected:
  RegroupedTest() {
    aggregate::Aggregator aggregator([&](const aggregate::Snapshot& snapshot) {
      window_ = std::make_unique<aggregate::StoredWindow>(snapshot);
    });
    aggregator.on_header(aggregate::top_header());
    add_window(aggregator, 0, 0,
               {{Op::kGetHit, "user:1", 5, 50},
                {Op::kSet, "user:1", 1, 10},
                {Op::kGetMiss, "user:2", 3, 0},
                {Op::kGetHit, "config", 2, 20}});
  }

  const aggregate::Snapshot& snapshot() const { return window_->snapshot(); }

  std::unique_ptr<aggregate::StoredWindow> window_;
};

TEST_F(RegroupedTest, FamiliesAddUpAllKeys) {
  const auto families = Regrouped::by_family(snapshot(), FamilyRule());
  EXPECT_EQ(calls_of(*families->snapshot().keys), (Calls{{"user:{}", 9}, {"config", 2}}));
  EXPECT_EQ(families->members("user:{}"), 2U);
  EXPECT_EQ(families->members("config"), 1U);
  EXPECT_EQ(families->members("nobody"), 0U);
  EXPECT_EQ(families->snapshot().keys->totals()[op_index(Op::kGetHit)].bytes, 70U);
  EXPECT_EQ(families->snapshot().total_calls(), snapshot().total_calls());
}

TEST_F(RegroupedTest, AFamilyOpensToItsKeys) {
  const auto keys = Regrouped::of_family(snapshot(), FamilyRule(), "user:{}");
  EXPECT_EQ(calls_of(*keys->snapshot().keys), (Calls{{"user:1", 6}, {"user:2", 3}}));
}

TEST_F(RegroupedTest, CommandsAddUpWhatIsTheSameToAClient) {
  const auto commands = Regrouped::by_command(snapshot());
  EXPECT_EQ(calls_of(*commands->snapshot().keys), (Calls{{"get", 10}, {"set", 1}}));
}

TEST(Regrouped, TimesOfKeysAreThoseOfTheirFamily) {
  aggregate::KeyTable keys;
  keys.add({"a:1", 3, true, Op::kGetHit, 2, 0});
  keys.add({"a:1", 3, true, Op::kGetHit, 0, 0, 2, 30});
  keys.add({"a:2", 3, true, Op::kGetHit, 1, 0});
  keys.add({"a:2", 3, true, Op::kGetHit, 0, 0, 1, 60});
  aggregate::Snapshot snapshot;
  snapshot.keys = &keys;
  const auto families = Regrouped::by_family(snapshot, FamilyRule());
  EXPECT_EQ(families->snapshot().keys->row(0).times.mean_us(), 30.0);
}

TEST(Regrouped, WhatRatesLeaveOutIsRegroupedToo) {
  aggregate::KeyTable keys;
  keys.add({"a:1", 3, true, Op::kGetHit, 2, 0});
  aggregate::Snapshot snapshot;
  snapshot.keys = &keys;
  snapshot.unrated = &keys;
  const auto families = Regrouped::by_family(snapshot, FamilyRule());
  EXPECT_EQ(calls_of(*families->snapshot().unrated), (Calls{{"a:{}", 2}}));
}

}  // namespace
}  // namespace mcbt::view
