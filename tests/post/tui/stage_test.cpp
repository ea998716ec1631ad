#include "post/tui/stage.h"

#include <gtest/gtest.h>

#include "tests/post/aggregate/sample_events.h"

namespace mcbt::tui {
namespace {

using aggregate::Counted;
using model::Op;

// A stage, and windows of a second for it.
class StageTest : public testing::Test {
 protected:
  void start(Size size, bool capture = false) {
    StageOptions options;
    options.capture = capture;
    options.summary = [this] { return aggregator_.summary(); };
    options.connections = [] {
      return Connections{"a note", {{24, "10.0.0.2:37720", 0, 301, {}}, {25, "", {}, {}, 7}}};
    };
    stage_.emplace(std::move(options), State{}, size);
    aggregator_.on_header(aggregate::top_header());
  }

  void add(const std::vector<Counted>& operations) {
    aggregate::add_window(aggregator_, seq_, seq_, operations);
    ++seq_;
  }
  void add_usual(uint64_t times = 1) {
    add({{Op::kGetHit, "user:1:profile", 60 * times, 6000},
         {Op::kSet, "user:1:profile", 5 * times, 500},
         {Op::kGetHit, "user:2:profile", 25 * times, 100},
         {Op::kGetMiss, "session:9e3779b97f4a7c15", 10 * times, 0}});
  }

  void press(const std::string& letters) {
    for (const char letter : letters) press({KeyCode::kCharacter, std::string(1, letter)});
  }
  void press(const Key& key) { stage_->press(key); }

  std::string text() { return stage_->frame().grid.text(); }
  std::string line(size_t number) {
    std::istringstream lines(text());
    std::string line;
    for (size_t i = 0; i <= number; ++i) std::getline(lines, line);
    return line;
  }
  bool shows(const std::string& words) { return text().find(words) != std::string::npos; }

  uint64_t seq_ = 0;
  std::optional<Stage> stage_;
  aggregate::Aggregator aggregator_{
      [this](const aggregate::Snapshot& window) { stage_->add(window); }};
};

TEST_F(StageTest, WaitsForTheFirstWindow) {
  start({40, 4});
  EXPECT_EQ(text(), "waiting for the first window\n\n\n? help  q quit\n");
  press("jG/x\\[]0mztwb2345");
  press({KeyCode::kEnter});
  EXPECT_TRUE(shows("waiting"));
}

TEST_F(StageTest, AWindowWithoutKeysHasNoRows) {
  start({80, 9});
  add({});
  EXPECT_EQ(text(), R"(memcached 1.6.38 pid 7744 on cache7 (usdt), window 0, 1 s, up 0:00:01
0/s  ▁  hit unknown  read 0/s  written 0/s
0 keys  top 1/10/100: 0.0 / 0.0 / 0.0 %
complete
    CALLS    REQ/S     %    GETS  HIT%   SETS   SIZE KEY
)" + std::string(3, '\n') +
                        "no rows  ? help  q quit\n");
}

TEST_F(StageTest, EightyByTwentyFour) {
  start({80, 24});
  add_usual();
  add_usual(2);
  EXPECT_EQ(text(), R"(memcached 1.6.38 pid 7744 on cache7 (usdt), window 1, 1 s, up 0:00:02
200/s  ▅█  hit 89.5 %  read 6100/s  written 500/s
3 keys  top 1/10/100: 65.0 / 100.0 / 100.0 %
complete
    CALLS    REQ/S     %    GETS  HIT%   SETS   SIZE KEY
▲     130    130.0  65.0     120 100.0     10     50 user:1:profile
▲      50     50.0  25.0      50 100.0      0      2 user:2:profile
▲      20     20.0  10.0      20   0.0      0      - session:9e3779b97f4a7c15
)" + std::string(15, '\n') +
                        "1/3  ? help  q quit\n");
}

TEST_F(StageTest, HundredAndTwentyByForty) {
  start({120, 40});
  add_usual(2);
  add({{Op::kGetHit, "user:1:profile", 60, 6000}, {Op::kSet, "鍵:1", 40, 400}});
  press("j");
  EXPECT_EQ(text(), R"(memcached 1.6.38 pid 7744 on cache7 (usdt), window 1, 1 s, up 0:00:02
100/s  █▅  hit 100.0 %  read 6000/s  written 400/s
2 keys  top 1/10/100: 60.0 / 100.0 / 100.0 %                       1 keys 2 families 3 commands 4 connections 5 latency
complete
    CALLS    REQ/S     %    GETS    HITS MISSES  HIT%   SETS OTHER   SIZE READ/S WRITE/S KEY
▼      60     60.0  60.0      60      60      0 100.0      0     0    100   6000       0 user:1:profile
*      40     40.0  40.0       0       0      0     -     40     0     10      0     400 鍵:1
)" + std::string(32, '\n') +
                        "2/2  ? help  q quit\n");
}

TEST_F(StageTest, FamiliesCollapseAndOpen) {
  start({100, 12});
  add_usual();
  press("t");
  EXPECT_TRUE(shows("user:{}:profile (2)")) << text();
  EXPECT_TRUE(shows("session:{} (1)"));
  press({KeyCode::kEnter});
  EXPECT_TRUE(shows("1/2  of user:{}:profile")) << text();
  EXPECT_FALSE(shows("session"));
  press({KeyCode::kEnter});
  EXPECT_TRUE(shows("calls a window")) << text();
  press({KeyCode::kEscape});
  press("j");
  press({KeyCode::kEscape});
  EXPECT_TRUE(shows("session:{} (1)"));
  EXPECT_EQ(stage_->state().selected_key, "user:{}:profile");
}

TEST_F(StageTest, ViewsGoRound) {
  start({110, 12});
  add_usual();
  press("3");
  EXPECT_TRUE(shows(" get\n")) << text();
  press({KeyCode::kTab});
  EXPECT_TRUE(shows("24            -          0        301  10.0.0.2:37720")) << text();
  EXPECT_TRUE(shows("25            7          -          -  unknown"));
  press({KeyCode::kTab});
  EXPECT_TRUE(shows("no histograms in this data")) << text();
  press({KeyCode::kTab});
  EXPECT_EQ(stage_->state().view, View::kKeys);
  press({KeyCode::kBackTab});
  EXPECT_EQ(stage_->state().view, View::kLatency);
}

TEST_F(StageTest, LatencyIsAHistogramAnOperation) {
  start({60, 14});
  aggregator_.on_window({0, aggregate::kStartNs, aggregate::kStartNs + aggregate::kSecond, true});
  aggregator_.on_latency({Op::kGetHit, 8, 15, 3});
  aggregator_.on_latency({Op::kGetHit, 16, 31, 6});
  aggregator_.on_window_end();
  press("5");
  EXPECT_TRUE(shows("get_hit (us): 9 requests")) << text();
}

TEST_F(StageTest, WhatIsPausedStays) {
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

TEST_F(StageTest, TheSumIsPausedTooAndGoesOn) {
  start({80, 10});
  add({{Op::kGetHit, "a", 1, 0}});
  press("mm ");
  add({{Op::kGetHit, "a", 2, 0}});
  add({{Op::kGetHit, "a", 4, 0}});
  EXPECT_EQ(line(5).substr(0, 9), "        1") << text();
  press(" ");
  EXPECT_EQ(line(5).substr(0, 9), "        7") << text();
}

TEST_F(StageTest, AMinuteThatIsPausedStays) {
  start({80, 10});
  add({{Op::kGetHit, "a", 1, 0}});
  press("m ");
  for (int i = 0; i < 90; ++i) add({{Op::kGetHit, "a", 1, 0}});
  EXPECT_EQ(line(5).substr(0, 9), "        1") << text();
  press(" ");
  EXPECT_EQ(line(5).substr(0, 9), "       60") << text();
}

TEST_F(StageTest, ResetBeginsTheSumAnew) {
  start({80, 10});
  add({{Op::kGetHit, "a", 100, 0}});
  add({{Op::kGetHit, "a", 1, 0}});
  press("mmz");
  add({{Op::kGetHit, "a", 2, 0}});
  EXPECT_EQ(line(5).substr(0, 9), "        3") << text();
}

TEST_F(StageTest, TrendsComeFromTheWindowBeforeInFamiliesToo) {
  start({80, 10});
  add({{Op::kGetHit, "a:1", 10, 0}, {Op::kGetHit, "b:1", 10, 0}});
  add({{Op::kGetHit, "a:2", 20, 0}, {Op::kGetHit, "b:1", 5, 0}, {Op::kSet, "c", 1, 0}});
  EXPECT_EQ(line(5).substr(0, 1), "*") << text();  // a:2 is new
  press("t");
  EXPECT_TRUE(line(5).starts_with("▲")) << text();  // a:{} is not
  EXPECT_TRUE(line(6).starts_with("▼")) << text();
  EXPECT_TRUE(line(7).starts_with("*")) << text();
}

TEST_F(StageTest, AWindowThatIsTwiceAsLongIsNoTrend) {
  start({80, 10});
  add({{Op::kGetHit, "a", 10, 0}});
  aggregate::add_window(aggregator_,
                        {1, aggregate::kStartNs + aggregate::kSecond,
                         aggregate::kStartNs + 3 * aggregate::kSecond, true},
                        {{Op::kGetHit, "a", 20, 0}}, {{Op::kGetHit, 20}});
  EXPECT_TRUE(line(5).starts_with("  ")) << text();
}

TEST_F(StageTest, TheMouseSortsSelectsAndOpens) {
  start({80, 12});
  add_usual();
  text();
  press({KeyCode::kClick, {}, 6, 4});  // CALLS, by which it is sorted
  EXPECT_TRUE(stage_->state().query.reverse);
  const auto at = line(4).find("KEY");
  press({KeyCode::kClick, {}, at, 4});
  EXPECT_EQ(stage_->state().query.sort, view::SortColumn::kKey);
  text();
  press({KeyCode::kClick, {}, 10, 6});
  EXPECT_EQ(stage_->state().selected, 1U);
  press({KeyCode::kClick, {}, 10, 6});
  EXPECT_EQ(stage_->state().mode, Mode::kDetail);
  press({KeyCode::kEscape});
  press({KeyCode::kWheelDown});
  EXPECT_EQ(stage_->state().selected, 2U);
  press({KeyCode::kClick, {}, 10, 11});  // below the rows
  EXPECT_EQ(stage_->state().selected, 2U);
}

TEST_F(StageTest, ColumnsAreHiddenAndShown) {
  start({80, 24});
  add_usual();
  press("c ");  // the first is CALLS
  press({KeyCode::kEnter});
  EXPECT_EQ(line(4).find("CALLS"), std::string::npos) << text();
  press("c ");
  press({KeyCode::kEnter});
  EXPECT_NE(line(4).find("CALLS"), std::string::npos) << text();
}

TEST_F(StageTest, TheSortMenuPicksOrLeavesAsItWas) {
  start({80, 24});
  add_usual();
  press({KeyCode::kF6});
  EXPECT_TRUE(shows("  latency\n"));
  press("j");
  press({KeyCode::kEnter});
  EXPECT_EQ(stage_->state().query.sort, view::SortColumn::kRate);
  press({KeyCode::kF6});
  press("j");
  press({KeyCode::kEscape});
  EXPECT_EQ(stage_->state().query.sort, view::SortColumn::kRate);
}

TEST_F(StageTest, ACaptureIsPlayed) {
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

TEST_F(StageTest, TheBusiestWindowIsFound) {
  start({80, 10}, true);
  for (const uint64_t calls : {5U, 9U, 2U})
    add({{Op::kGetHit, "k" + std::to_string(calls), calls, 0}});
  stage_->all_read();
  press("b");
  EXPECT_TRUE(shows(" k9\n")) << text();
  press("z");
  EXPECT_TRUE(shows("the sum of a capture")) << text();
}

TEST_F(StageTest, AKeyThatIsLookedAtMayGoAndComeBack) {
  start({80, 14});
  add({{Op::kGetHit, "a", 1, 0}});
  press({KeyCode::kEnter});
  add({{Op::kGetHit, "b", 1, 0}});
  EXPECT_TRUE(shows("was not used in this window")) << text();
  add({{Op::kGetHit, "b", 9, 0}, {Op::kGetHit, "a", 4, 0}});
  EXPECT_TRUE(shows("4 calls")) << text();
}

TEST_F(StageTest, AskingForAFileNamesIt) {
  start({80, 10});
  add_usual();
  press("w");
  EXPECT_TRUE(shows("mcbt.json_")) << text();
  press({KeyCode::kEnter});
  EXPECT_EQ(stage_->take_request(), Request::kWrite);
  EXPECT_EQ(stage_->take_request(), Request::kNone);
  EXPECT_EQ(stage_->table()->rows.size(), 3U);
}

// Whatever is pressed, at whatever size, a frame is drawn within its bounds.
TEST_F(StageTest, NoKeyAtAnySizeBreaksTheFrame) {
  start({80, 24});
  const std::string letters = "CSRBLHMKI<>jkdugGFnN[]0mz+-b tT12345cr?h";
  for (const Size size : {Size{20, 5}, Size{1, 1}, Size{40, 10}, Size{0, 0}, Size{120, 40}}) {
    stage_->resize(size);
    add_usual();
    for (const char letter : letters) {
      press(std::string(1, letter));
      EXPECT_EQ(stage_->frame().grid.size(), size);
    }
    for (const KeyCode code : {KeyCode::kEnter, KeyCode::kEnter, KeyCode::kF6, KeyCode::kEscape,
                               KeyCode::kF4, KeyCode::kEscape, KeyCode::kF1, KeyCode::kEscape}) {
      press({code});
      EXPECT_EQ(stage_->frame().grid.size(), size);
    }
  }
}

}  // namespace
}  // namespace mcbt::tui
