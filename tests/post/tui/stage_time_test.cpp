#include <gtest/gtest.h>

#include "post/tui/stage.h"
#include "tests/post/tui/stage_sample.h"

namespace mcbt::tui {
namespace {

using model::Op;

using StageTime = StageSample;

TEST_F(StageTime, WhatIsPausedStays) {
  start({80, 10});
  add({{Op::kGetHit, "old", 1, 0}});
  press(" ");
  add({{Op::kGetHit, "new", 2, 0}});
  EXPECT_TRUE(shows(" old\n")) << text();
  EXPECT_TRUE(shows("PAUSED  -1 window"));
  press("]");
  EXPECT_TRUE(shows(" new\n"));
  press("[0");
  EXPECT_TRUE(shows(" new\n"));
  EXPECT_FALSE(shows("PAUSED"));
}

TEST_F(StageTime, TheSumIsPausedTooAndGoesOn) {
  start({80, 10});
  add({{Op::kGetHit, "a", 1, 0}});
  press("mm ");
  add({{Op::kGetHit, "a", 2, 0}});
  add({{Op::kGetHit, "a", 4, 0}});
  EXPECT_EQ(line(5).substr(0, 9), "        1") << text();
  press(" ");
  EXPECT_EQ(line(5).substr(0, 9), "        7") << text();
}

TEST_F(StageTime, AMinuteThatIsPausedStays) {
  start({80, 10});
  add({{Op::kGetHit, "a", 1, 0}});
  press("m ");
  for (int i = 0; i < 90; ++i) add({{Op::kGetHit, "a", 1, 0}});
  EXPECT_EQ(line(5).substr(0, 9), "        1") << text();
  press(" ");
  EXPECT_EQ(line(5).substr(0, 9), "       60") << text();
}

TEST_F(StageTime, ResetBeginsTheSumAnew) {
  start({80, 10});
  add({{Op::kGetHit, "a", 100, 0}});
  add({{Op::kGetHit, "a", 1, 0}});
  press("mmz");
  add({{Op::kGetHit, "a", 2, 0}});
  EXPECT_EQ(line(5).substr(0, 9), "        3") << text();
}

TEST_F(StageTime, TrendsComeFromTheWindowBeforeInFamiliesToo) {
  start({80, 10});
  add({{Op::kGetHit, "a:1", 10, 0}, {Op::kGetHit, "b:1", 10, 0}});
  add({{Op::kGetHit, "a:2", 20, 0}, {Op::kGetHit, "b:1", 5, 0}, {Op::kSet, "c", 1, 0}});
  EXPECT_EQ(line(5).substr(0, 1), "*") << text();  // a:2 is new
  press("t");
  EXPECT_TRUE(line(5).starts_with("▲")) << text();  // a:{} is not
  EXPECT_TRUE(line(6).starts_with("▼")) << text();
  EXPECT_TRUE(line(7).starts_with("*")) << text();
}

// What was made of one window serves for the next: the rows must be the same as if it did not.
TEST_F(StageTime, FamiliesFromWindowToWindowAreThoseOfEach) {
  start({80, 10});
  const auto calls = [this](uint64_t a, uint64_t b) {
    add({{Op::kGetHit, "a:1", a, 0}, {Op::kGetHit, "b:1", b, 0}});
  };
  calls(10, 1);
  press("t");
  EXPECT_TRUE(line(5).starts_with("       10")) << text();
  calls(20, 2);
  EXPECT_TRUE(line(5).starts_with("▲      20")) << text();
  calls(5, 3);
  EXPECT_TRUE(line(5).starts_with("▼       5")) << text();
  press("[");
  EXPECT_TRUE(line(5).starts_with("▲      20")) << text();
  press("[");
  EXPECT_TRUE(line(5).starts_with("       10")) << text();
  press("]");
  EXPECT_TRUE(line(5).starts_with("▲      20")) << text();
  press("0");
  EXPECT_TRUE(line(5).starts_with("▼       5")) << text();
  press("m");
  EXPECT_TRUE(line(5).starts_with("       35")) << text();
}

TEST_F(StageTime, AWindowThatIsTwiceAsLongIsNoTrend) {
  start({80, 10});
  add({{Op::kGetHit, "a", 10, 0}});
  aggregate::add_window(aggregator_,
                        {1, aggregate::kStartNs + aggregate::kSecond,
                         aggregate::kStartNs + 3 * aggregate::kSecond, true},
                        {{Op::kGetHit, "a", 20, 0}}, {{Op::kGetHit, 20}});
  EXPECT_TRUE(line(5).starts_with("  ")) << text();
}

TEST_F(StageTime, ACaptureIsPlayed) {
  start({80, 10}, true);
  for (uint64_t i = 1; i <= 3; ++i) add({{Op::kGetHit, "k" + std::to_string(i), i, 0}});
  stage_->all_read();
  press("m");
  EXPECT_TRUE(shows(" k3\n")) << text();
  EXPECT_FALSE(stage_->seconds_to_next());
  press(" ");
  EXPECT_TRUE(shows(" k1\n")) << text();
  EXPECT_EQ(stage_->seconds_to_next(), 1.0);
  press("+");
  EXPECT_EQ(stage_->seconds_to_next(), 0.5);
  stage_->play_on();
  EXPECT_TRUE(shows(" k2\n")) << text();
  stage_->play_on();
  EXPECT_TRUE(shows(" k3\n")) << text();
  EXPECT_FALSE(stage_->seconds_to_next());
}

TEST_F(StageTime, TheBusiestWindowIsFound) {
  start({80, 10}, true);
  for (const uint64_t calls : {5U, 9U, 2U})
    add({{Op::kGetHit, "k" + std::to_string(calls), calls, 0}});
  stage_->all_read();
  press("b");
  EXPECT_TRUE(shows(" k9\n")) << text();
  press("z");
  EXPECT_TRUE(shows("the sum of a capture")) << text();
}

TEST_F(StageTime, AKeyThatIsLookedAtMayGoAndComeBack) {
  start({80, 14});
  add({{Op::kGetHit, "a", 1, 0}});
  press({KeyCode::kEnter});
  add({{Op::kGetHit, "b", 1, 0}});
  EXPECT_TRUE(shows("was not used in this window")) << text();
  add({{Op::kGetHit, "b", 9, 0}, {Op::kGetHit, "a", 4, 0}});
  EXPECT_TRUE(shows("4 calls")) << text();
}

}  // namespace
}  // namespace mcbt::tui
