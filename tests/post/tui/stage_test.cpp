#include "post/tui/stage.h"

#include <gtest/gtest.h>

#include "tests/post/tui/stage_sample.h"

namespace mcbt::tui {
namespace {

using model::Op;

using StageTest = StageSample;

TEST_F(StageTest, WaitsForTheFirstWindow) {
  start({40, 4});
  EXPECT_EQ(text(), "waiting for the first window\n\n\n? help  q quit\n");
  press("jG/x\\[]0mztwb2345");
  press({KeyCode::kEnter});
  EXPECT_TRUE(shows("waiting"));
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
