#include <gtest/gtest.h>

#include "post/tui/stage.h"
#include "tests/post/tui/stage_sample.h"

namespace mcbt::tui {
namespace {

using model::Op;

using StageViews = StageSample;

TEST_F(StageViews, FamiliesCollapseAndOpen) {
  start({100, 12});
  add_usual();
  press("t");
  EXPECT_TRUE(shows("user:{}:profile (2 keys)")) << text();
  EXPECT_TRUE(shows("session:{} (1 key)"));
  press({KeyCode::kEnter});
  EXPECT_TRUE(shows("1/2  of user:{}:profile")) << text();
  EXPECT_FALSE(shows("session"));
  press({KeyCode::kEnter});
  EXPECT_TRUE(shows("calls a window")) << text();
  press({KeyCode::kEscape});
  press("j");
  press({KeyCode::kEscape});
  EXPECT_TRUE(shows("session:{} (1 key)"));
  EXPECT_EQ(stage_->state().selected_key, "user:{}:profile");
}

TEST_F(StageViews, GoRound) {
  start({110, 12});
  add_usual();
  press("3");
  EXPECT_TRUE(shows(" get\n")) << text();
  press({KeyCode::kTab});
  EXPECT_TRUE(shows("10.0.0.2:37720 fd 24")) << text();
  press({KeyCode::kTab});
  EXPECT_TRUE(shows("LATENCY")) << text();
  press({KeyCode::kTab});
  EXPECT_EQ(stage_->state().view, View::kKeys);
  press({KeyCode::kBackTab});
  EXPECT_EQ(stage_->state().view, View::kLatency);
}

TEST_F(StageViews, ConnectionsAreCountedAndNamedByTheirClient) {
  start({110, 14});
  add_connections();
  press("4");
  EXPECT_TRUE(line(5).ends_with("10.0.0.2:37720 fd 24 (301 bytes unsent)")) << text();
  EXPECT_TRUE(line(5).starts_with("       70     70.0  70.0")) << text();
  EXPECT_TRUE(line(6).ends_with("fd 26 (closed)")) << text();
  // Open, and not used.
  EXPECT_TRUE(line(7).ends_with("fd 25")) << text();
  EXPECT_TRUE(line(7).starts_with("        0")) << text();
  press("\\10.0");
  press({KeyCode::kEnter});
  EXPECT_TRUE(shows("1/1  filter 10.0")) << text();
}

TEST_F(StageViews, AConnectionIsLookedAt) {
  start({110, 20});
  add_with({{24, Op::kGetHit, 60, 600}}, {});
  add_with({{24, Op::kGetHit, 30, 300}}, {});
  press("4");
  press({KeyCode::kEnter});
  EXPECT_TRUE(shows("calls a window: 30 to 60")) << text();
  EXPECT_TRUE(shows("301 bytes unsent")) << text();
  EXPECT_TRUE(shows("get_hit")) << text();
}

TEST_F(StageViews, ACaptureThatDoesNotCountConnectionsSaysSo) {
  start({110, 12}, true);
  add_usual();
  stage_->all_read();
  press("4");
  EXPECT_TRUE(shows("this capture does not count operations by connection")) << text();
  EXPECT_TRUE(shows("no rows")) << text();
}

TEST_F(StageViews, LatencyIsAHistogramAnOperation) {
  start({80, 14});
  add_with({}, {{Op::kGetHit, 8, 15, 3}, {Op::kGetHit, 32, 63, 6}});
  press("5");
  EXPECT_TRUE(shows("get_hit: 9 requests  p50 <64 us")) << text();
  EXPECT_TRUE(shows("[8, 16)         3  33.3 %")) << text();
  EXPECT_TRUE(shows("[16, 32)         0   0.0 %")) << text();
}

TEST_F(StageViews, LatencyWithoutHistogramsSaysWhoHasThem) {
  start({80, 14});
  add_usual();
  press("5");
  EXPECT_TRUE(shows("`mcbt latency`")) << text();
}

TEST_F(StageViews, AKeysMeanIsMarkedInItsOperationsHistogram) {
  start({80, 24});
  add_with({}, {{Op::kGetHit, 8, 15, 3}, {Op::kGetHit, 16, 31, 6}},
           {{"a", 1, true, Op::kGetHit, 9, 90}, {"a", 1, true, Op::kGetHit, 0, 0, 9, 180}});
  press({KeyCode::kEnter});
  EXPECT_TRUE(shows("latency: 20.0 us on average")) << text();
  EXPECT_TRUE(shows("get_hit of all keys: 9 requests")) << text();
  EXPECT_TRUE(shows("◄ its mean")) << text();
}

TEST_F(StageViews, LinesMoveAtOnceAndStopWithTheLast) {
  start({80, 10});
  add_with({}, {{Op::kGetHit, 1, 1, 1}, {Op::kGetHit, 1024, 2047, 1}});
  press("5");
  EXPECT_TRUE(shows("get_hit: 2 requests")) << text();
  press("j");
  EXPECT_FALSE(shows("get_hit: 2 requests")) << text();
  press("G");
  EXPECT_TRUE(shows("[1K, 2K)")) << text();
}

}  // namespace
}  // namespace mcbt::tui
