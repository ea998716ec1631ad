#include "post/tui/frame.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "post/render/key_text.h"
#include "tests/post/tui/sample_order.h"

namespace mcbt::tui {
namespace {

using model::Op;

std::string frame(const SampleOrder& sample, Size size, const State& state = {},
                  bool ascii = false) {
  Scene scene{*sample.order};
  scene.all = &sample.window->snapshot();
  scene.skew = view::skew_of(*scene.all);
  scene.rates = {1, 4, 8};
  scene.ascii = ascii;
  return draw(state, scene, size).grid.text();
}

SampleOrder fruit() {
  return sample_order({{Op::kGetHit, "apple", 60, 600}, {Op::kGetMiss, "banana", 40, 0}});
}

TEST(Frame, FortyByTen) {
  EXPECT_EQ(frame(fruit(), {40, 10}), R"(memcached 1.6.38 pid 7744 on cache7 (us…
100/s  ▂▅█  hit 60.0 %  read 600/s
2 keys  top 60.0 / 100.0 / 100.0 %
complete
    CALLS    REQ/S KEY
       60     60.0 apple
       40     40.0 banana


1/2  ? help  q quit
)");
}

TEST(Frame, TwentyByFive) {
  EXPECT_EQ(frame(fruit(), {20, 5}), R"(complete
    CALLS KEY
       60 apple
       40 banana
1/2  ? help  q quit
)");
}

TEST(Frame, EverySizeIsDrawnWithinItself) {
  const auto sample = fruit();
  for (size_t height = 0; height < 12; ++height) {
    for (size_t width = 0; width < 50; ++width) {
      std::istringstream lines(frame(sample, {width, height}));
      size_t count = 0;
      for (std::string line; std::getline(lines, line); ++count) {
        EXPECT_LE(render::text_width(line), width);
      }
      EXPECT_EQ(count, height);
    }
  }
}

TEST(Frame, WideCharactersTakeTwoCellsAndHostileBytesAreEscaped) {
  const std::string text = frame(
      sample_order({{Op::kGetHit, "鍵:1", 2, 2}, {Op::kGetHit, "a\x1b[2J\xff", 1, 1}}), {60, 10});
  EXPECT_NE(text.find(" 鍵:1\n"), std::string::npos) << text;
  EXPECT_NE(text.find(R"(a\x1b[2J\xff)"), std::string::npos) << text;
}

TEST(Frame, AsciiIsAscii) {
  const std::string text = frame(sample_order({{Op::kGetHit, "鍵", 2, 2}}), {120, 10}, {}, true);
  EXPECT_TRUE(std::ranges::all_of(text, [](unsigned char byte) { return byte < 128; })) << text;
}

TEST(Frame, ShowsAKey) {
  State state;
  state.mode = Mode::kDetail;
  state.selected_key = "apple";
  const std::string text = frame(fruit(), {80, 24}, state);
  EXPECT_NE(text.find("get_hit             60 calls  100.0 %           600 bytes        10 each"),
            std::string::npos)
      << text;
}

}  // namespace
}  // namespace mcbt::tui
