// Whole frames, each as the text file of its name in frames/. After a change that is meant, run the
// suite with MCBT_WRITE_FRAMES=1 and read what differs.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "tests/post/tui/stage_sample.h"

namespace mcbt::tui {
namespace {

using model::Op;

class Frames : public StageSample {
 protected:
  void expect_frame(const std::string& name) {
    const std::string path = std::string(MCBT_SOURCE_DIR "/tests/post/tui/frames/") + name + ".txt";
    if (std::getenv("MCBT_WRITE_FRAMES") != nullptr) std::ofstream(path) << text();
    std::ifstream file(path);
    const std::string expected{std::istreambuf_iterator<char>(file), {}};
    EXPECT_EQ(text(), expected) << path;
  }

  // Two windows of a busy server with all that a screen can show.
  void add_busy() {
    add_busy_window(1);
    add_busy_window(2);
  }

 private:
  static model::KeyStats stats(std::string_view key, Op op, uint64_t calls, uint64_t bytes) {
    return {key, static_cast<uint32_t>(key.size()), true, op, calls, bytes};
  }
  static model::KeyStats times(std::string_view key, Op op, uint64_t calls, uint64_t us) {
    return {key, static_cast<uint32_t>(key.size()), true, op, 0, 0, calls, us};
  }
  void add_busy_window(uint64_t times_more) {
    const uint64_t n = times_more;
    std::vector<model::KeyStats> keys = {
        stats("config:global", Op::kGetHit, 940 * n, 222'000 * n),
        stats("config:global", Op::kSet, 85, 20'000),
        times("config:global", Op::kGetHit, 1025 * n, 61'500 * n),
        stats("user:1000:profile", Op::kGetHit, 398 * n, 87'000 * n),
        times("user:1000:profile", Op::kGetHit, 398 * n, 19'900 * n),
        stats("session:9e3779b97f4a7c15", Op::kGetHit, 300 / n, 107'000 / n),
        stats("session:9e3779b97f4a7c15", Op::kGetMiss, 20, 0),
        stats("search:0c2f590e", Op::kGetMiss, 120, 0),
        stats("counter:views", Op::kSet, 93, 186),
    };
    for (int i = 0; i < 40; ++i) names_[i] = "user:" + std::to_string(2000 + i) + ":profile";
    for (int i = 0; i < 40; ++i) {
      keys.push_back(stats(names_[i], Op::kGetHit, static_cast<uint64_t>(80 - i), 9'000));
    }
    add_with({},
             {{Op::kGetHit, 16, 31, 210},
              {Op::kGetHit, 32, 63, 2'400},
              {Op::kGetHit, 64, 127, 1'100},
              {Op::kGetHit, 512, 1023, 4},
              {Op::kSet, 32, 63, 100},
              {Op::kSet, 64, 127, 78}},
             keys);
  }

  std::string names_[40];
};

TEST_F(Frames, EightyByTwentyFour) {
  start({80, 24});
  add_busy();
  expect_frame("80x24");
}

TEST_F(Frames, HundredAndTwentyByForty) {
  start({120, 40});
  add_busy();
  press("jj");
  expect_frame("120x40");
}

TEST_F(Frames, FortyByTen) {
  start({40, 10});
  add_busy();
  expect_frame("40x10");
}

TEST_F(Frames, TwentyByFive) {
  start({20, 5});
  add_busy();
  expect_frame("20x5");
}

TEST_F(Frames, Empty) {
  start({80, 24});
  add({});
  expect_frame("empty");
}

TEST_F(Frames, WideAndHostileCharactersStandInLine) {
  start({80, 12});
  add({{Op::kGetHit, "鍵:1", 9, 90},
       {Op::kGetHit, "ключ", 8, 80},
       {Op::kGetHit, "a\x1b[2J\xff", 7, 70},
       {Op::kGetHit, "very long " + std::string(60, 'k'), 6, 60},
       {Op::kGetHit, "鍵" + std::string(60, 'k'), 5, 50}});
  expect_frame("wide");
}

TEST_F(Frames, AsciiOnly) {
  StageOptions options;
  options.ascii = true;
  start({80, 12}, std::move(options));
  add({{Op::kGetHit, "鍵:1", 9, 90}, {Op::kSet, "b", 4, 40}});
  add({{Op::kGetHit, "鍵:1", 90, 900}, {Op::kSet, "b", 1, 40}});
  const std::string drawn = text();
  EXPECT_TRUE(std::ranges::all_of(drawn, [](unsigned char byte) { return byte < 128; }));
  expect_frame("ascii");
}

TEST_F(Frames, Families) {
  start({80, 24});
  add_busy();
  press("t");
  expect_frame("families");
}

TEST_F(Frames, Connections) {
  start({80, 12});
  add_connections();
  press("4");
  expect_frame("connections");
}

TEST_F(Frames, Latency) {
  start({80, 24});
  add_busy();
  press("5");
  expect_frame("latency");
}

TEST_F(Frames, AKey) {
  start({80, 24});
  add_busy();
  press({KeyCode::kEnter});
  expect_frame("key");
}

TEST_F(Frames, Help) {
  start({80, 24});
  add_busy();
  press("?");
  expect_frame("help");
}

TEST_F(Frames, WhatIsNotCompleteIsSaid) {
  start({80, 12});
  aggregator_.on_lost({7});
  aggregator_.on_bad_line({3, "cut"});
  add_usual();
  expect_frame("not_complete");
  press("i");
  expect_frame("notes");
}

}  // namespace
}  // namespace mcbt::tui
