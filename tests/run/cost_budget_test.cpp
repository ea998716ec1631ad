#include "run/cost_budget.h"

#include <gtest/gtest.h>

namespace mcbt::run {
namespace {

// `seconds` of a trace that takes `share` of a CPU.
model::Cost cost(double seconds, double share) {
  model::Cost cost;
  cost.wall_ns = static_cast<uint64_t>(seconds * 1e9);
  cost.bpf_ns = static_cast<uint64_t>(seconds * share * 1e9);
  return cost;
}

TEST(CostBudget, AllowsWhatIsWithinTheShare) {
  CostBudget budget(0.05);
  for (int i = 0; i < 1000; ++i) budget.spend(cost(1, 0.05));
  EXPECT_FALSE(budget.exceeded());
}

TEST(CostBudget, ABurstIsPaidOff) {
  CostBudget budget(0.05);
  budget.spend(cost(1, 0.4));
  EXPECT_FALSE(budget.exceeded()) << "0.35 CPU seconds are less than ten seconds' worth";
  budget.spend(cost(10, 0));
  budget.spend(cost(1, 0.4));
  EXPECT_FALSE(budget.exceeded());
  budget.spend(cost(1, 0.4));
  EXPECT_TRUE(budget.exceeded());
}

TEST(CostBudget, ThePauseBringsTheMeanDownToTheShare) {
  CostBudget budget(0.1);
  double seconds = 0;
  double spent = 0;
  while (!budget.exceeded()) {
    budget.spend(cost(1, 0.6));
    seconds += 1;
    spent += 0.6;
  }
  seconds += budget.pause_seconds();
  EXPECT_NEAR(spent / seconds, 0.1, 1e-6);
}

TEST(CostBudget, WhatWasSavedIsNotForLater) {
  CostBudget budget(0.05);
  budget.spend(cost(3600, 0));
  for (int i = 0; i < 2; ++i) budget.spend(cost(1, 0.5));
  EXPECT_TRUE(budget.exceeded());
}

TEST(CostBudget, TrapsAndCpuCountToo) {
  CostBudget budget(0.05);
  model::Cost both = cost(1, 0.2);
  both.trap_ns = 200'000'000;
  both.cpu_ns = 200'000'000;
  EXPECT_DOUBLE_EQ(*both.share(), 0.6);
  budget.spend(both);
  EXPECT_TRUE(budget.exceeded());
  both.trap_ns.reset();
  EXPECT_FALSE(both.share()) << "a part that is not known";
}

}  // namespace
}  // namespace mcbt::run
