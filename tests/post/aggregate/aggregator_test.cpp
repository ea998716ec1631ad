#include "post/aggregate/aggregator.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "tests/post/aggregate/sample_events.h"

namespace mcbt::aggregate {
namespace {

using model::Op;
using Calls = std::map<std::string, uint64_t>;

uint64_t calls(const Snapshot& snapshot, Op op) {
  return snapshot.calls[op_index(op)];
}

OpStats total(const KeyTable& table, Op op) {
  return table.totals()[op_index(op)];
}

TEST(Aggregator, AWindowHasItsEdgesRowsAndTotals) {
  std::vector<SeenWindow> seen;
  Aggregator aggregator(remember(seen));
  aggregator.on_header(top_header());
  add_window(aggregator, 3, 0, {{Op::kGetHit, "a", 5, 75}, {Op::kSet, "b", 2, 20}});
  ASSERT_EQ(seen.size(), 1U);
  const Snapshot& window = seen[0].snapshot;
  EXPECT_FALSE(window.summary);
  EXPECT_EQ(window.seq, 3U);
  EXPECT_EQ(window.windows, 1U);
  EXPECT_EQ(window.start_ns, kEpochNs);
  EXPECT_EQ(window.end_ns, kEpochNs + 1'000'000'000);
  EXPECT_EQ(window.seconds, 1.0);
  EXPECT_EQ(window.asked_window_ns, kSecond);
  EXPECT_EQ(window.max_keys, 10'000U);
  EXPECT_EQ(calls(window, Op::kGetHit), 5U);
  EXPECT_EQ(calls(window, Op::kSet), 2U);
  EXPECT_EQ(window.total_calls(), 7U);
  EXPECT_EQ(window.attributed, 7U);
  EXPECT_EQ(seen[0].calls, (Calls{{"a", 5}, {"b", 2}}));
  EXPECT_TRUE(window.complete());
}

TEST(Aggregator, AWindowKnowsWhereItIsFrom) {
  std::vector<SeenWindow> seen;
  Aggregator aggregator(remember(seen));
  model::CaptureHeader header = top_header();
  header.unseen = {"mg hits"};
  header.blind = {"text gets"};
  aggregator.on_header(header);
  add_window(aggregator, 0, 0, {});
  const Origin& origin = seen.at(0).snapshot.origin;
  EXPECT_EQ(origin.script, "top");
  EXPECT_EQ(origin.source, "usdt");
  EXPECT_EQ(origin.host, "cache7");
  EXPECT_EQ(origin.memcached, "1.6.38");
  EXPECT_EQ(origin.pid, 7744);
  EXPECT_EQ(origin.unseen, std::vector<std::string>{"mg hits"});
  EXPECT_EQ(origin.blind, std::vector<std::string>{"text gets"});
  for (const model::OpInfo& info : model::kOps) {
    const bool known = info.op == Op::kGetHit || info.op == Op::kGetMiss || info.op == Op::kSet;
    EXPECT_EQ(origin.known_ops[op_index(info.op)], known) << info.name;
  }
}

TEST(Aggregator, WindowsDoNotMix) {
  std::vector<SeenWindow> seen;
  Aggregator aggregator(remember(seen));
  aggregator.on_header(top_header());
  add_window(aggregator, 0, 0, {{Op::kGetHit, "a", 5, 0}});
  add_window(aggregator, 1, 1, {{Op::kGetHit, "b", 7, 0}});
  add_window(aggregator, 2, 2, {});
  ASSERT_EQ(seen.size(), 3U);
  EXPECT_EQ(seen[1].calls, (Calls{{"b", 7}}));
  EXPECT_EQ(seen[1].snapshot.total_calls(), 7U);
  EXPECT_EQ(seen[1].snapshot.attributed, 7U);
  EXPECT_EQ(seen[2].calls, Calls{});
  EXPECT_EQ(seen[2].snapshot.total_calls(), 0U);
}

TEST(Aggregator, TheSummaryAddsUpAllWindows) {
  Aggregator aggregator;
  aggregator.on_header(top_header());
  add_window(aggregator, 0, 0, {{Op::kGetHit, "a", 5, 75}, {Op::kGetMiss, "b", 1, 0}});
  add_window(aggregator, 1, 1, {{Op::kGetHit, "a", 7, 105}, {Op::kSet, "a", 2, 30}});
  aggregator.on_end(true);
  const Snapshot sum = aggregator.summary();
  EXPECT_TRUE(sum.summary);
  EXPECT_EQ(sum.windows, 2U);
  EXPECT_EQ(sum.start_ns, kEpochNs);
  EXPECT_EQ(sum.end_ns, kEpochNs + 2'000'000'000);
  EXPECT_EQ(sum.seconds, 2.0);
  EXPECT_EQ(sum.total_calls(), 15U);
  EXPECT_EQ(sum.attributed, 15U);
  EXPECT_EQ(sum.unrated_calls, 0U);
  EXPECT_EQ(calls_of(*sum.keys), (Calls{{"a", 14}, {"b", 1}}));
  EXPECT_EQ(total(*sum.keys, Op::kGetHit).bytes, 180U);
  EXPECT_EQ(sum.origin.host, "cache7");
  EXPECT_TRUE(sum.complete());
  EXPECT_TRUE(sum.notes().empty());
}

TEST(Aggregator, NothingAddsUpToNothing) {
  Aggregator aggregator;
  const Snapshot sum = aggregator.summary();
  EXPECT_FALSE(aggregator.has_capture());
  EXPECT_EQ(sum.windows, 0U);
  EXPECT_EQ(sum.seconds, std::nullopt);
  EXPECT_EQ(sum.start_ns, std::nullopt);
  EXPECT_EQ(sum.total_calls(), 0U);
  EXPECT_EQ(sum.keys->size(), 0U);
}

TEST(Aggregator, TellsWhetherACaptureOfItsOwnCame) {
  Aggregator aggregator;
  aggregator.on_map({"@k", true, {}});
  aggregator.on_end(true);
  EXPECT_FALSE(aggregator.has_capture());
  aggregator.on_header(top_header());
  EXPECT_TRUE(aggregator.has_capture());
}

TEST(Aggregator, WindowsWithoutRatesCountAndAreNotRated) {
  std::vector<SeenWindow> seen;
  Aggregator aggregator(remember(seen));
  aggregator.on_header(top_header());
  add_window(aggregator, 0, 0, {{Op::kGetHit, "a", 5, 75}});
  add_window(aggregator, 1, 1, {{Op::kGetHit, "a", 2, 30}, {Op::kSet, "b", 1, 9}}, false);
  ASSERT_EQ(seen.size(), 2U);
  EXPECT_EQ(seen[1].snapshot.seconds, std::nullopt);
  EXPECT_EQ(seen[1].snapshot.end_ns, kEpochNs + 2'000'000'000);
  EXPECT_TRUE(seen[1].snapshot.complete());

  const Snapshot sum = aggregator.summary();
  EXPECT_EQ(sum.seconds, 1.0);
  EXPECT_EQ(sum.end_ns, kEpochNs + 2'000'000'000);
  EXPECT_EQ(sum.total_calls(), 8U);
  EXPECT_EQ(sum.unrated_calls, 3U);
  EXPECT_EQ(calls_of(*sum.keys), (Calls{{"a", 7}, {"b", 1}}));
  ASSERT_NE(sum.unrated, nullptr);
  EXPECT_EQ(calls_of(*sum.unrated), (Calls{{"a", 2}, {"b", 1}}));
  EXPECT_EQ(total(*sum.unrated, Op::kGetHit).bytes, 30U);
}

TEST(Aggregator, OnlyWindowsWithoutRatesHaveNoTime) {
  Aggregator aggregator;
  aggregator.on_header(top_header());
  add_window(aggregator, 0, 0, {{Op::kGetHit, "a", 5, 75}}, false);
  EXPECT_EQ(aggregator.summary().seconds, std::nullopt);
}

TEST(Aggregator, AWindowWithoutAnEndCountsAndIsNotComplete) {
  std::vector<SeenWindow> seen;
  Aggregator aggregator(remember(seen));
  aggregator.on_header(top_header());
  add_window(aggregator, {0, kStartNs, std::nullopt, false}, {{Op::kGetHit, "a", 5, 75}},
             {{Op::kGetHit, 5}});
  aggregator.on_end(false);
  const Snapshot& window = seen.at(0).snapshot;
  EXPECT_EQ(window.start_ns, kEpochNs);
  EXPECT_EQ(window.end_ns, std::nullopt);
  EXPECT_EQ(window.seconds, std::nullopt);
  EXPECT_EQ(window.losses.unfinished, 1U);
  EXPECT_FALSE(window.complete());
  const Snapshot sum = aggregator.summary();
  EXPECT_EQ(sum.losses.unfinished, 1U);
  EXPECT_EQ(sum.losses.cut_captures, 1U);
  EXPECT_EQ(sum.total_calls(), 5U);
  EXPECT_EQ(sum.unrated_calls, 5U);
  EXPECT_FALSE(sum.complete());
}

TEST(Aggregator, OnlyTheOperationsAskedForAreCounted) {
  std::vector<SeenWindow> seen;
  Aggregator aggregator(remember(seen), {Op::kGetHit, Op::kGetMiss});
  aggregator.on_header(top_header());
  add_window(aggregator, 0, 0,
             {{Op::kGetHit, "a", 5, 75}, {Op::kSet, "a", 3, 9}, {Op::kSet, "b", 2, 9}});
  EXPECT_EQ(seen.at(0).calls, (Calls{{"a", 5}}));
  EXPECT_EQ(seen.at(0).snapshot.total_calls(), 5U);
  EXPECT_EQ(seen.at(0).snapshot.attributed, 5U);
  EXPECT_TRUE(seen.at(0).snapshot.complete());
  const Snapshot sum = aggregator.summary();
  EXPECT_EQ(calls_of(*sum.keys), (Calls{{"a", 5}}));
  EXPECT_EQ(calls(sum, Op::kSet), 0U);
  EXPECT_EQ(sum.attributed, 5U);
}

TEST(Aggregator, HistogramsAddUpByOperation) {
  std::vector<SeenWindow> seen;
  Aggregator aggregator(remember(seen), {Op::kGetHit});
  aggregator.on_header(top_header());
  for (uint64_t i = 0; i < 2; ++i) {
    aggregator.on_window({i, kStartNs + i * kSecond, kStartNs + (i + 1) * kSecond, true});
    aggregator.on_latency({Op::kGetHit, 4, 7, 3});
    aggregator.on_latency({Op::kSet, 4, 7, 3});
    aggregator.on_window_end();
  }
  EXPECT_EQ(seen.at(1).histograms, 1U);
  const Snapshot sum = aggregator.summary();
  ASSERT_EQ(sum.latency->histograms().size(), 1U);
  EXPECT_EQ(sum.latency->histograms().at(Op::kGetHit), (Histogram{{{4, 7}, 6}}));
}

TEST(Aggregator, OperationsOfASnoopCaptureAddUpOverItsTime) {
  Aggregator aggregator({}, {Op::kGetHit, Op::kSet});
  model::CaptureHeader header = top_header();
  header.script = "snoop";
  header.window_ns = 0;
  aggregator.on_header(header);
  aggregator.on_operation(
      {kStartNs + kSecond, 26, Op::kGetHit, model::Outcome::kUnknown, 15, {}, "a", 1, true});
  aggregator.on_operation(
      {kStartNs + 4 * kSecond, 26, Op::kSet, model::Outcome::kUnknown, 9, {}, "b", 1, true});
  aggregator.on_operation(
      {kStartNs + 2 * kSecond, 26, Op::kGetHit, model::Outcome::kUnknown, 5, {}, "a", 1, true});
  aggregator.on_operation(
      {kStartNs + 9 * kSecond, 26, Op::kDelete, model::Outcome::kUnknown, {}, {}, "a", 1, true});
  aggregator.on_end(true);
  const Snapshot sum = aggregator.summary();
  EXPECT_EQ(calls_of(*sum.keys), (Calls{{"a", 2}, {"b", 1}}));
  EXPECT_EQ(total(*sum.keys, Op::kGetHit).bytes, 20U);
  EXPECT_EQ(sum.total_calls(), 3U);
  EXPECT_EQ(sum.attributed, 3U);
  EXPECT_EQ(sum.seconds, 4.0);
  EXPECT_EQ(sum.start_ns, kEpochNs);
  EXPECT_EQ(sum.end_ns, kEpochNs + 4'000'000'000);
  EXPECT_TRUE(sum.complete());
}

TEST(Aggregator, BytesOfAnOperationWithoutAValueAreNone) {
  Aggregator aggregator;
  aggregator.on_header(top_header());
  aggregator.on_operation(
      {kStartNs + 1, 26, Op::kGetMiss, model::Outcome::kUnknown, std::nullopt, {}, "a", 1, true});
  EXPECT_EQ(total(*aggregator.summary().keys, Op::kGetMiss).bytes, 0U);
}

}  // namespace
}  // namespace mcbt::aggregate
