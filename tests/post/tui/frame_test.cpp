#include "post/tui/frame.h"

#include <gtest/gtest.h>

#include <sstream>

#include "post/render/key_text.h"
#include "tests/post/tui/sample_order.h"

namespace mcbt::tui {
namespace {

using model::Op;

std::string frame(const SampleOrder& sample, Size size, const State& state = {}) {
  Scene scene{*sample.order};
  scene.all = &sample.window->snapshot();
  scene.skew = view::skew_of(*scene.all);
  scene.rates = {{1, 4, 8}, 3};
  return draw(state, scene, size).grid.text();
}

SampleOrder fruit() {
  return sample_order({{Op::kGetHit, "apple", 60, 600}, {Op::kGetMiss, "banana", 40, 0}});
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
