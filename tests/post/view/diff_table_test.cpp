#include "post/view/diff_table.h"

#include <gtest/gtest.h>

#include "tests/post/aggregate/sample_events.h"

namespace mcbt::view {
namespace {

using aggregate::add_window;
using aggregate::Aggregator;
using aggregate::Counted;
using aggregate::kSecond;
using aggregate::kStartNs;
using model::Op;

// A capture of one window of so many seconds.
void add_side(Aggregator& aggregator, const std::vector<Counted>& operations,
              uint64_t seconds = 1) {
  aggregator.on_header(aggregate::top_header());
  std::vector<model::OpTotal> totals;
  for (const Counted& counted : operations) totals.push_back({counted.op, counted.calls});
  add_window(aggregator, {0, kStartNs, kStartNs + seconds * kSecond, true}, operations, totals);
  aggregator.on_end(true);
}

class DiffTableTest : public testing::Test {
 protected:
  DiffTable diff(std::optional<SortColumn> sort = {}) {
    query_.rows = 0;
    if (sort) query_.sort = *sort;
    return make_diff_table(before_.summary(), after_.summary(), query_, sort.has_value());
  }
  // "key change" in the order of the rows.
  std::vector<std::string> rows(std::optional<SortColumn> sort = {}) {
    std::vector<std::string> names;
    for (const DiffRow& row : diff(sort).rows) {
      names.push_back(std::string(row.row().key) + " " + std::string(name_of(row.change)));
    }
    return names;
  }

  Aggregator before_;
  Aggregator after_;
  Query query_;
};

using Rows = std::vector<std::string>;

TEST_F(DiffTableTest, SaysWhatGotHotterColderIsNewAndGone) {
  add_side(before_, {{Op::kGetHit, "up", 1000, 0},
                     {Op::kGetHit, "down", 1000, 0},
                     {Op::kGetHit, "gone", 50, 0},
                     {Op::kGetHit, "steady", 1000, 0}});
  add_side(after_, {{Op::kGetHit, "up", 2000, 0},
                    {Op::kGetHit, "down", 300, 0},
                    {Op::kGetHit, "new", 80, 0},
                    {Op::kGetHit, "steady", 1010, 0}});
  EXPECT_EQ(rows(), (Rows{"up hotter", "down colder", "new new", "gone gone", "steady same"}));
  const DiffTable table = diff();
  EXPECT_EQ(table.counts, (std::array<uint64_t, 5>{1, 1, 1, 1, 1}));
  EXPECT_DOUBLE_EQ(table.rows[0].rate_diff, 1000);
  EXPECT_DOUBLE_EQ(table.rows[1].rate_diff, -700);
  EXPECT_TRUE(table.complete());
  EXPECT_TRUE(table.notes().empty());
}

TEST_F(DiffTableTest, RatesAreASecondWhateverTheLength) {
  add_side(before_, {{Op::kGetHit, "a", 10'000, 0}}, 10);
  add_side(after_, {{Op::kGetHit, "a", 1000, 0}});
  const DiffTable table = diff();
  EXPECT_DOUBLE_EQ(table.rows[0].rate_diff, 0);
  EXPECT_EQ(table.rows[0].change, Change::kSame);
}

TEST_F(DiffTableTest, WhatChanceExplainsIsNoChange) {
  add_side(before_, {{Op::kGetHit, "few", 4, 0}, {Op::kGetHit, "many", 400, 0}});
  add_side(after_, {{Op::kGetHit, "few", 8, 0}, {Op::kGetHit, "many", 800, 0}});
  EXPECT_EQ(rows(), (Rows{"many hotter", "few same"}));
}

TEST_F(DiffTableTest, MissesCountAsWorkBesideTheCalls) {
  add_side(before_, {{Op::kGetHit, "cold now", 500, 0}, {Op::kGetHit, "busier", 1000, 0}});
  add_side(after_, {{Op::kGetMiss, "cold now", 500, 0}, {Op::kGetHit, "busier", 1400, 0}});
  EXPECT_EQ(rows(), (Rows{"cold now same", "busier hotter"}));
  EXPECT_EQ(rows(SortColumn::kCalls), (Rows{"busier hotter", "cold now same"}));
  EXPECT_EQ(rows(SortColumn::kMisses), (Rows{"cold now same", "busier hotter"}));
}

TEST_F(DiffTableTest, RatiosAreWeightedWithTheGetsTheyConcern) {
  add_side(
      before_,
      {{Op::kGetHit, "rare", 1, 0}, {Op::kGetHit, "hot", 1000, 0}, {Op::kSet, "never read", 9, 9}});
  add_side(after_, {{Op::kGetMiss, "rare", 1, 0},
                    {Op::kGetHit, "hot", 900, 0},
                    {Op::kGetMiss, "hot", 100, 0},
                    {Op::kSet, "never read", 9, 9}});
  EXPECT_EQ(rows(SortColumn::kRatio), (Rows{"hot same", "rare same", "never read same"}));
}

TEST_F(DiffTableTest, AFilterAndALimitChooseRows) {
  add_side(before_,
           {{Op::kGetHit, "a1", 10, 0}, {Op::kGetHit, "a2", 10, 0}, {Op::kGetHit, "b", 9, 0}});
  add_side(after_, {{Op::kGetHit, "a1", 30, 0}});
  query_.filter = *Filter::compile("^a");
  EXPECT_EQ(rows(SortColumn::kKey), (Rows{"a1 hotter", "a2 gone"}));
  query_.rows = 1;
  const DiffTable table = make_diff_table(before_.summary(), after_.summary(), query_, false);
  EXPECT_EQ(table.rows.size(), 1U);
  EXPECT_EQ(table.matched(), 2U);
}

TEST_F(DiffTableTest, KeysThatWereCutAreToldApartByTheirLength) {
  for (Aggregator* side : {&before_, &after_}) {
    side->on_header(aggregate::top_header());
    side->on_window({0, kStartNs, kStartNs + kSecond, true});
    const model::KeyStats stats{"ab", side == &before_ ? 7U : 8U, false, Op::kGetHit, 4, 0};
    side->on_keys({&stats, 1});
    side->on_total({Op::kGetHit, 4});
    side->on_window_end();
  }
  EXPECT_EQ(rows(SortColumn::kKey), (Rows{"ab gone", "ab new"}));
  EXPECT_FALSE(diff().complete());
}

TEST_F(DiffTableTest, WhatIsMissingOnOneSideIsSaid) {
  add_side(before_, {{Op::kGetHit, "a", 10, 0}});
  after_.on_header(aggregate::top_header());
  add_window(after_, {0, kStartNs, kStartNs + kSecond, true}, {{Op::kGetHit, "b", 5, 0}},
             {{Op::kGetHit, 9}});
  after_.on_end(true);
  const DiffTable table = diff();
  EXPECT_FALSE(table.complete());
  EXPECT_EQ(table.notes(),
            (std::vector<std::string>{
                "after: 4 operations of 9 are in no row: a window has room for 10000 pairs of "
                "operation and key; raise --max-keys",
                "a key that is new or gone may have been there, and in no row"}));
}

}  // namespace
}  // namespace mcbt::view
