#include "post/aggregate/latency_table.h"

#include <gtest/gtest.h>

namespace mcbt::aggregate {
namespace {

using model::Op;

TEST(LatencyTable, AddsUpBucketsByOperation) {
  LatencyTable table;
  table.add({Op::kGetHit, 4, 7, 3});
  table.add({Op::kGetHit, 8, 15, 2});
  table.add({Op::kSet, 4, 7, 5});
  table.add({Op::kGetHit, 4, 7, 4});
  const auto& histograms = table.histograms();
  ASSERT_EQ(histograms.size(), 2U);
  EXPECT_EQ(histograms.at(Op::kGetHit), (Histogram{{{4, 7}, 7}, {{8, 15}, 2}}));
  EXPECT_EQ(histograms.at(Op::kSet), (Histogram{{{4, 7}, 5}}));
}

TEST(LatencyTable, RequestsThatNoProbeNamesAreOneOfTheirOwn) {
  LatencyTable table;
  table.add({std::nullopt, 4, 7, 3});
  EXPECT_EQ(table.histograms().at(std::nullopt), (Histogram{{{4, 7}, 3}}));
}

TEST(LatencyTable, IsEmptyAfterAClear) {
  LatencyTable table;
  table.add({Op::kGetHit, 4, 7, 3});
  table.clear();
  EXPECT_TRUE(table.histograms().empty());
}

}  // namespace
}  // namespace mcbt::aggregate
