#include "post/aggregate/window_rows.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/post/aggregate/sample_events.h"

namespace mcbt::aggregate {
namespace {

using model::Op;
using Lines = std::vector<std::string>;

// Rows as "SEQ OP KEY CALLS BYTES", with a ! where their window is not complete.
class WindowRowsTest : public testing::Test {
 protected:
  static std::string line(const RowWindow& window, const CountedRow& row) {
    return std::to_string(window.seq) + " " + std::string(op_info(row.op).name) + " " +
           (row.key ? std::string(*row.key) : "(none)") + " " + std::to_string(row.calls) + " " +
           (row.bytes ? std::to_string(*row.bytes) : "?") + (window.complete ? "" : " !");
  }

  void take(std::vector<Op> ops = {}) {
    rows_ = std::make_unique<WindowRows>(
        [this](const RowWindow& window) {
          window_.emplace(window);
          files_.push_back(window.header.file);
        },
        [this](const CountedRow& row) {
          lines_.push_back(line(*window_, row));
          times_.push_back(row.times);
        },
        std::move(ops));
  }
  void SetUp() override { take(); }

  std::optional<RowWindow> window_;
  Lines lines_;
  Lines files_;
  std::vector<Times> times_;
  std::unique_ptr<WindowRows> rows_;
};

TEST_F(WindowRowsTest, ARowForEachWindowKeyAndOperation) {
  rows_->on_header(top_header());
  add_window(*rows_, 0, 0,
             {{Op::kGetHit, "a", 3, 30}, {Op::kSet, "a", 1, 5}, {Op::kGetHit, "b", 2, 8}});
  add_window(*rows_, 1, 1, {{Op::kGetHit, "a", 4, 40}});
  rows_->on_end(true);
  EXPECT_EQ(lines_,
            (Lines{"0 get_hit a 3 30", "0 get_hit b 2 8", "0 set a 1 5", "1 get_hit a 4 40"}));
  EXPECT_TRUE(rows_->notes().empty());
  EXPECT_EQ(window_->start_ns, kEpochNs + static_cast<int64_t>(kSecond));
}

TEST_F(WindowRowsTest, KeysThatAreRepeatedWithinAWindowAreOneRow) {
  rows_->on_header(top_header());
  add_window(*rows_, {0, kStartNs, kStartNs + kSecond, true},
             {{Op::kGetHit, "a", 3, 30}, {Op::kGetHit, "a", 2, 20}}, {{Op::kGetHit, 5}});
  EXPECT_EQ(lines_, Lines{"0 get_hit a 5 50"});
}

TEST_F(WindowRowsTest, TimesAreThoseOfTheOperation) {
  rows_->on_header(top_header());
  rows_->on_window({0, kStartNs, kStartNs + kSecond, true});
  const std::vector<model::KeyStats> keys = {{"a", 1, true, Op::kGetHit, 2, 8},
                                             {"a", 1, true, Op::kSet, 1, 4},
                                             {"a", 1, true, Op::kGetHit, 0, 0, 2, 90},
                                             {"a", 1, true, Op::kSet, 0, 0, 1, 7}};
  rows_->on_keys(keys);
  rows_->on_window_end();
  ASSERT_EQ(times_.size(), 2U);
  EXPECT_EQ(times_[0].us, 90U);
  EXPECT_EQ(times_[0].calls, 2U);
  EXPECT_EQ(times_[1].us, 7U);
}

TEST_F(WindowRowsTest, OperationsInNoRowOfAKeyHaveOneOfTheirOwn) {
  rows_->on_header(top_header());
  add_window(*rows_, {0, kStartNs, kStartNs + kSecond, true}, {{Op::kGetHit, "a", 3, 30}},
             {{Op::kGetHit, 10}, {Op::kSet, 2}});
  rows_->on_end(true);
  EXPECT_EQ(lines_, (Lines{"0 get_hit a 3 30 !", "0 get_hit (none) 7 ? !", "0 set (none) 2 ? !"}));
  ASSERT_EQ(rows_->notes().size(), 1U);
  EXPECT_EQ(rows_->notes()[0].notes, Lines{"1 of 1 windows are not complete, as their rows say"});
}

TEST_F(WindowRowsTest, WindowsThatAnotherCaptureHasCountedHaveNoRows) {
  model::CaptureHeader first = top_header();
  first.file = "first";
  model::CaptureHeader second = top_header();
  second.file = "second";
  for (const model::CaptureHeader& header : {first, second}) {
    rows_->on_header(header);
    add_window(*rows_, 0, 0, {{Op::kGetHit, "a", 3, 30}});
    rows_->on_end(true);
  }
  EXPECT_EQ(lines_, Lines{"0 get_hit a 3 30"});
  ASSERT_EQ(rows_->notes().size(), 1U);
  EXPECT_EQ(rows_->notes()[0].file, "second");
  EXPECT_EQ(rows_->notes()[0].notes,
            Lines{"no rows of 1 windows: first has counted the same process at that time"});
}

TEST_F(WindowRowsTest, CapturesOfOtherCommandsOfTheSameProcessHaveRows) {
  model::CaptureHeader gets = top_header();
  gets.ops = {{1, "get_hit"}};
  model::CaptureHeader sets = top_header();
  sets.ops = {{4, "set"}};
  rows_->on_header(gets);
  add_window(*rows_, 0, 0, {{Op::kGetHit, "a", 3, 30}});
  rows_->on_end(true);
  rows_->on_header(sets);
  add_window(*rows_, 0, 0, {{Op::kSet, "a", 1, 5}});
  rows_->on_end(true);
  EXPECT_EQ(lines_, (Lines{"0 get_hit a 3 30", "0 set a 1 5"}));
}

TEST_F(WindowRowsTest, CountsSinceTheBeginSpoilTheWindowInWhichTheyGrow) {
  rows_->on_header(top_header());
  for (const uint64_t seq : {0U, 1U, 2U}) {
    const uint64_t start = kStartNs + seq * kSecond;
    rows_->on_window({seq, start, start + kSecond, true});
    rows_->on_not_attributed({model::Unattributed::kBinary, seq == 0 ? 1U : 2U});
    const model::KeyStats stats{"a", 1, true, Op::kGetHit, 1, 0};
    rows_->on_keys({&stats, 1});
    rows_->on_total({Op::kGetHit, 1});
    rows_->on_window_end();
  }
  EXPECT_EQ(lines_, (Lines{"0 get_hit a 1 0 !", "1 get_hit a 1 0 !", "2 get_hit a 1 0"}));
}

TEST_F(WindowRowsTest, WhatIsLostBehindTheLastWindowIsSaid) {
  rows_->on_header(top_header());
  add_window(*rows_, 0, 0, {{Op::kGetHit, "a", 3, 30}});
  rows_->on_lost({4});
  rows_->on_end(false);
  ASSERT_EQ(rows_->notes().size(), 1U);
  EXPECT_EQ(rows_->notes()[0].notes, (Lines{"bpftrace lost 4 events: it could not keep up",
                                            "the capture was cut off: it has no mcbt-end"}));
}

TEST_F(WindowRowsTest, OnlyTheCommandsThatAreAskedFor) {
  take({Op::kSet});
  rows_->on_header(top_header());
  add_window(*rows_, 0, 0, {{Op::kGetHit, "a", 3, 30}, {Op::kSet, "a", 1, 5}});
  EXPECT_EQ(lines_, Lines{"0 set a 1 5"});
}

}  // namespace
}  // namespace mcbt::aggregate
