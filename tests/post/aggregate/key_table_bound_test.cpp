// A table that is held to some memory: what it says of the calls that rows may lack holds.

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <random>
#include <string>

#include "post/aggregate/key_table.h"

namespace mcbt::aggregate {
namespace {

using model::Op;

constexpr size_t kBound = size_t{4} << 20;

struct Traffic {
  std::map<std::string, uint64_t> calls;
  uint64_t all = 0;
  KeyTable table{kBound};
};

// Of keys that are the rarer the higher their number, as in a cache.
void run(Traffic& traffic, unsigned seed, size_t keys, size_t operations) {
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<double> place(0, std::log(static_cast<double>(keys)));
  for (size_t i = 0; i < operations; ++i) {
    const std::string key = "key:" + std::to_string(static_cast<size_t>(std::exp(place(random))));
    const Op op = random() % 4 == 0 ? Op::kSet : Op::kGetHit;
    const uint64_t calls = 1 + random() % 3;
    const auto length = static_cast<uint32_t>(key.size());
    traffic.calls[key] += calls;
    traffic.all += calls;
    traffic.table.add({key, length, true, op, calls, 10 * calls});
    if (random() % 8 == 0) traffic.table.add({key, length, true, op, 0, 0, calls, 5 * calls});
  }
}

const Traffic& traffic() {
  static const Traffic kTraffic = [] {
    Traffic traffic;
    run(traffic, 7, 1'000'000, 250'000);
    return traffic;
  }();
  return kTraffic;
}

TEST(KeyTableBound, NeverTakesMoreMemory) {
  EXPECT_LE(traffic().table.bytes(), kBound);
  EXPECT_GT(traffic().table.let_go(), 0U);
}

TEST(KeyTableBound, ARowLacksNoMoreThanItSays) {
  for (size_t i = 0; i < traffic().table.size(); ++i) {
    const uint64_t truth = traffic().calls.at(std::string(traffic().table.key(i)));
    const uint64_t shown = traffic().table.calls(i);
    ASSERT_LE(shown, truth) << traffic().table.key(i);
    ASSERT_GE(shown + traffic().table.missing(i), truth) << traffic().table.key(i);
  }
}

TEST(KeyTableBound, AKeyInNoRowHadNoMoreThanTheBound) {
  std::map<std::string, uint64_t> unseen = traffic().calls;
  for (size_t i = 0; i < traffic().table.size(); ++i) {
    unseen.erase(std::string(traffic().table.key(i)));
  }
  ASSERT_FALSE(unseen.empty());
  for (const auto& [key, calls] : unseen) ASSERT_LE(calls, traffic().table.most_let_go()) << key;
}

TEST(KeyTableBound, TheBoundIsAboutTwiceTheCallsOverTheRoom) {
  const double room = static_cast<double>(traffic().table.size());
  EXPECT_LE(static_cast<double>(traffic().table.most_let_go()),
            2.2 * static_cast<double>(traffic().all) / room);
}

TEST(KeyTableBound, TheBusiestKeysLackNothing) {
  for (size_t i = 0; i < traffic().table.size(); ++i) {
    if (traffic().table.key(i) != "key:1" && traffic().table.key(i) != "key:2") continue;
    EXPECT_EQ(traffic().table.missing(i), 0U);
    EXPECT_EQ(traffic().table.calls(i), traffic().calls.at(std::string(traffic().table.key(i))));
    const KeyRow row = traffic().table.row(i);
    EXPECT_GT(row.ops[op_index(Op::kSet)].calls, 0U);
    EXPECT_EQ(row.times.us, 5 * row.times.calls);
  }
}

TEST(KeyTableBound, TotalsHaveAllThatWasAdded) {
  const OpStatsByOp& totals = traffic().table.totals();
  EXPECT_EQ(totals[op_index(Op::kSet)].calls + totals[op_index(Op::kGetHit)].calls, traffic().all);
}

TEST(KeyTableBound, FindsWhatItKept) {
  for (size_t i = 0; i < traffic().table.size(); i += 97) {
    const KeyRow row = traffic().table.row(i);
    const OpStatsByOp found = traffic().table.find(row);
    ASSERT_EQ(found[op_index(Op::kGetHit)].calls, row.ops[op_index(Op::kGetHit)].calls);
  }
}

TEST(KeyTable, WithoutABoundNothingIsLetGo) {
  KeyTable table;
  for (int i = 0; i < 50'000; ++i) {
    const std::string key = std::to_string(i);
    table.add({key, static_cast<uint32_t>(key.size()), true, Op::kSet, 1, 1});
  }
  EXPECT_EQ(table.size(), 50'000U);
  EXPECT_EQ(table.let_go(), 0U);
  EXPECT_EQ(table.missing(0), 0U);
}

}  // namespace
}  // namespace mcbt::aggregate
