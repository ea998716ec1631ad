// Traces with pauses (--max-overhead): what part was traced, and what the whole would be.

#include "post/aggregate/sampled_time.h"

#include <gtest/gtest.h>

#include <cmath>

#include "post/aggregate/estimate.h"
#include "tests/post/aggregate/sample_events.h"

namespace mcbt::aggregate {
namespace {

using model::Op;
using Calls = std::map<std::string, uint64_t>;

model::CaptureHeader pausing_header(double percent = 5) {
  model::CaptureHeader header = top_header();
  header.max_overhead = percent;
  return header;
}

// A stretch of two windows of a second and the one in which the probes come off.
void add_stretch(Aggregator& aggregator, uint64_t seconds, uint64_t calls) {
  aggregator.on_header(pausing_header());
  add_window(aggregator, 0, seconds, {{Op::kGetHit, "a", calls, 10 * calls}});
  add_window(aggregator, 1, seconds + 1, {{Op::kGetHit, "a", calls, 10 * calls}});
  add_window(aggregator, 2, seconds + 2, {{Op::kGetHit, "late", 7, 70}}, false);
  aggregator.on_end(true);
}

TEST(SampledTime, OneCaptureIsNotSampled) {
  Aggregator aggregator;
  add_stretch(aggregator, 0, 100);
  EXPECT_FALSE(aggregator.summary().sampled);
  EXPECT_TRUE(aggregator.summary().complete());
}

TEST(SampledTime, OfTwoThePartThatWasTracedIsKnown) {
  Aggregator aggregator;
  add_stretch(aggregator, 0, 100);
  add_stretch(aggregator, 18, 100);
  const Snapshot sum = aggregator.summary();
  ASSERT_TRUE(sum.sampled);
  EXPECT_DOUBLE_EQ(sum.sampled->traced_s, 4);
  EXPECT_DOUBLE_EQ(sum.sampled->whole_s, 20);
  EXPECT_DOUBLE_EQ(sum.sampled->factor(), 5);
  EXPECT_FALSE(sum.sampled->error) << "two stretches tell nothing about how they differ";
  EXPECT_FALSE(sum.complete());
  ASSERT_EQ(sum.notes().size(), 1U);
  EXPECT_EQ(sum.notes()[0],
            "4 of 20 s were traced (--max-overhead 5): counts are of these seconds only");
}

TEST(SampledTime, APauseAtTheEndIsPartOfTheWhole) {
  Aggregator aggregator;
  add_stretch(aggregator, 0, 100);
  aggregator.on_untraced_end(18);
  const Snapshot sum = aggregator.summary();
  ASSERT_TRUE(sum.sampled);
  EXPECT_DOUBLE_EQ(sum.sampled->traced_s, 2);
  EXPECT_DOUBLE_EQ(sum.sampled->whole_s, 20);
  EXPECT_FALSE(sum.complete());
}

TEST(SampledTime, AnEstimateIsOfTheWhole) {
  Aggregator aggregator;
  add_stretch(aggregator, 0, 100);
  add_stretch(aggregator, 18, 100);
  const Estimate estimate(aggregator.summary());
  const Snapshot& whole = estimate.snapshot();
  EXPECT_EQ(whole.total_calls(), 2000U);
  EXPECT_EQ(whole.attributed, 2000U);
  EXPECT_EQ(calls_of(*whole.keys), (Calls{{"a", 2000}})) << "what has no time is left out";
  EXPECT_EQ(whole.keys->totals()[op_index(Op::kGetHit)].bytes, 20'000U);
  EXPECT_EQ(whole.seconds, 20.0);
  EXPECT_EQ(whole.unrated_calls, 0U);
  EXPECT_FALSE(whole.complete());
  EXPECT_TRUE(whole.notes()[0].find("estimates, 5 times what was counted") != std::string::npos)
      << whole.notes()[0];
}

TEST(SampledTime, StretchesThatDifferMakeTheErrorLarger) {
  Aggregator even;
  Aggregator uneven;
  for (const uint64_t i : {0U, 1U, 2U, 3U}) {
    add_stretch(even, 20 * i, 100);
    add_stretch(uneven, 20 * i, i % 2 == 0 ? 50 : 150);
  }
  EXPECT_DOUBLE_EQ(even.summary().sampled->error.value(), 0);
  // Means of 50 and 150: a deviation of 57.7 of one, 28.9 of the mean of four, twice that of 100;
  // of 62 seconds 8 were traced.
  EXPECT_NEAR(uneven.summary().sampled->error.value(), 0.577 * std::sqrt(1 - 8.0 / 62), 0.001);
}

TEST(SampledTime, CapturesOfOtherTracesAreNotScaled) {
  Aggregator aggregator;
  add_stretch(aggregator, 0, 100);
  aggregator.on_header(top_header());
  add_window(aggregator, 0, 30, {{Op::kGetHit, "a", 1, 1}});
  aggregator.on_end(true);
  ASSERT_TRUE(aggregator.summary().sampled);
  EXPECT_FALSE(aggregator.summary().sampled->scales);
}

TEST(Cost, OfWindowsAddsUp) {
  std::vector<SeenWindow> seen;
  Aggregator aggregator(remember(seen));
  aggregator.on_header(top_header());
  model::Cost cost;
  cost.wall_ns = 1'000'000'000;
  cost.bpf_ns = 30'000'000;
  cost.trap_ns = 20'000'000;
  cost.cpu_ns = 10'000'000;
  for (const uint64_t i : {0U, 1U}) {
    aggregator.on_cost(cost);
    add_window(aggregator, i, i, {{Op::kGetHit, "a", 1, 1}});
  }
  add_window(aggregator, 2, 2, {{Op::kGetHit, "a", 1, 1}});
  EXPECT_DOUBLE_EQ(seen[0].snapshot.cost.value().share().value(), 0.06);
  EXPECT_FALSE(seen[2].snapshot.cost) << "nobody measured it";
  const Snapshot sum = aggregator.summary();
  EXPECT_EQ(sum.cost.value().bpf_ns, 60'000'000U);
  EXPECT_DOUBLE_EQ(sum.cost->share().value(), 0.06);
}

}  // namespace
}  // namespace mcbt::aggregate
