#include "post/tui/state.h"

#include <gtest/gtest.h>

#include "tests/post/tui/sample_order.h"

namespace mcbt::tui {
namespace {

using model::Op;

class StateTest : public testing::Test {
 protected:
  void press_all(const std::string& keys) {
    for (const char key : keys) press_key({KeyCode::kCharacter, std::string(1, key)});
  }
  void press_key(const Key& key) { state_ = press(state_, key, bounds(*sample_.order)); }

  Bounds bounds(const view::TopOrder& order) {
    return {order, order.size(), 2, 3, capture_, layout_, "stem"};
  }

  Layout layout_;
  bool capture_ = false;
  SampleOrder sample_ = sample_order({{Op::kGetHit, "apple", 50, 500},
                                      {Op::kGetHit, "banana", 40, 400},
                                      {Op::kGetMiss, "cherry", 30, 0},
                                      {Op::kSet, "date", 20, 10}});
  State state_;
};

TEST_F(StateTest, CapitalsChooseTheColumnAndITurnsItRound) {
  press_all("M");
  EXPECT_EQ(state_.query.sort, view::SortColumn::kMisses);
  press_all("KI");
  EXPECT_EQ(state_.query.sort, view::SortColumn::kKey);
  EXPECT_TRUE(state_.query.reverse);
}

TEST_F(StateTest, AnglesGoRoundTheColumns) {
  press_all("<");
  EXPECT_EQ(state_.query.sort, view::SortColumn::kKey);
  press_all(">");
  EXPECT_EQ(state_.query.sort, view::SortColumn::kCalls);
}

TEST_F(StateTest, TheSelectionStopsAtTheEndsAndStaysInSight) {
  press_all("k");
  EXPECT_EQ(state_.selected, 0U);
  press_all("jjjjjj");
  EXPECT_EQ(state_.selected, 3U);
  EXPECT_EQ(state_.first, 2U);
  press_all("g");
  EXPECT_EQ(state_.first, 0U);
}

TEST_F(StateTest, SearchesWhileItIsTypedAndAgain) {
  press_all("/an");
  EXPECT_EQ(state_.selected_key, "banana");
  press_key({KeyCode::kBackspace});
  press_key({KeyCode::kEnter});
  EXPECT_EQ(state_.search, "a");
  press_all("n");
  EXPECT_EQ(state_.selected_key, "date");
  press_all("nN");
  EXPECT_EQ(state_.selected_key, "date");
}

TEST_F(StateTest, AFilterIsCompiledNegatedAndTakenAway) {
  press_all("\\!^a");
  press_key({KeyCode::kEnter});
  ASSERT_TRUE(state_.query.filter);
  EXPECT_TRUE(state_.query.negate);
  const view::TopOrder order(sample_.window->snapshot(), state_.query);
  EXPECT_EQ(order.size(), 3U);
  press_all("\\");
  for (int i = 0; i < 3; ++i) press_key({KeyCode::kBackspace});
  press_key({KeyCode::kEnter});
  EXPECT_FALSE(state_.query.filter);
}

TEST_F(StateTest, ABadFilterIsSaidAndChangesNothing) {
  press_all("\\(");
  press_key({KeyCode::kEnter});
  EXPECT_FALSE(state_.query.filter);
  EXPECT_FALSE(state_.message.empty());
}

TEST_F(StateTest, SteppingBackPausesAndZeroReturns) {
  press_all("[[[");
  EXPECT_EQ(state_.back, 2U);
  EXPECT_TRUE(state_.paused);
  press_all("]");
  EXPECT_EQ(state_.back, 1U);
  press_all("0");
  EXPECT_EQ(state_.back, 0U);
  EXPECT_FALSE(state_.paused);
}

TEST_F(StateTest, FollowsItsKeyIntoAnotherOrder) {
  press_all("F");
  const auto other = sample_order({{Op::kSet, "date", 90, 10}, {Op::kSet, "apple", 1, 10}});
  press_all("j");
  press_all("k");
  state_ = settle(state_, bounds(*other.order));
  EXPECT_EQ(state_.selected, 1U);
}

TEST_F(StateTest, KeysThatAreTypedDoNotCommand) {
  press_all("/q");
  EXPECT_FALSE(state_.quit);
  press_key({KeyCode::kEscape});
  press_all("q");
  EXPECT_TRUE(state_.quit);
}

}  // namespace
}  // namespace mcbt::tui
