#include "post/tui/settings.h"

#include <gtest/gtest.h>

namespace mcbt::tui {
namespace {

TEST(Settings, WhatIsWrittenIsRead) {
  State state;
  state.query.sort = view::SortColumn::kMisses;
  state.query.reverse = true;
  state.hidden = {"HIT%", "LAT(us)"};
  state.theme = Theme::kLight;
  state.span = Span::kMinute;
  const auto read = with_settings({}, settings_text(state));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->query.sort, view::SortColumn::kMisses);
  EXPECT_TRUE(read->query.reverse);
  EXPECT_EQ(read->hidden, state.hidden);
  EXPECT_EQ(read->theme, Theme::kLight);
  EXPECT_EQ(read->span, Span::kMinute);
}

TEST(Settings, CommentsAndBlankLinesAreNone) {
  const auto read = with_settings({}, "# a comment\n\n  sort=size  \n");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->query.sort, view::SortColumn::kSize);
}

class BrokenSettings : public testing::TestWithParam<const char*> {};

TEST_P(BrokenSettings, AreToldByTheirLine) {
  const auto read = with_settings({}, std::string("sort = size\n") + GetParam());
  ASSERT_FALSE(read);
  EXPECT_NE(read.error().what.find("line 2 is no setting"), std::string::npos) << read.error().what;
  EXPECT_EQ(read.error().what.find('\x1b'), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Lines, BrokenSettings,
                         testing::Values("sort = colour", "reverse = perhaps", "hide = NOBODY",
                                         "theme = loud", "time = noon", "sort", "= size", "x = y",
                                         "\x1b[2J"));

}  // namespace
}  // namespace mcbt::tui
