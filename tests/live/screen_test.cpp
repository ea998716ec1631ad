// `mcbt top` on a terminal, against a live server: every key is pressed, and the screen is read.

#include <csignal>
#include <fstream>

#include "tests/live/live_screen.h"

namespace mcbt::live {
namespace {

// A stock memcached, whose source is the one that tells latency.
class ScreenKeys : public LiveScreen {
 protected:
  void SetUp() override {
    REQUIRE_BPF();
    REQUIRE_TMUX();
    start(kStockMemcached);
  }

  void sort_keys() {
    expect_first("S", "by size", "large:value");
    expect_first("M", "by misses", "gone:key");
    expect_first("I", "reverse", "hot:key");
    expect_first("I", "by misses", "gone:key");
    expect("B", "by bytes");
    expect("L", "by latency");
    expect_first("H", "by ratio", "hot:key");
    expect_first("R", "by rate", "hot:key");
    expect("<", "1/44  ?");
    expect(">", "by rate");
    expect_first("K", "by key", "gone:key");
    expect_first("C", "1/44  ?", "hot:key");
    // Of the list, the one below: rate.
    expect_key("F6", "sort by: arrows");
    expect_key("Down", "latency");
    expect_key("Enter", "by rate");
    expect_key("F6", "sort by: arrows");
    expect_key("Escape", "by rate");
    // The heading CALLS, by which it was sorted first; again: the other way round.
    terminal_->click(7, kHeadings);
    expect("", "1/44  ?");
    terminal_->click(7, kHeadings);
    expect("", "reverse");
    expect("I", "1/44  ?");
  }

  void choose_columns() {
    expect("c ", "[ ] CALLS");
    expect_key("Enter", "REQ/S");
    EXPECT_TRUE(terminal_->lacks("CALLS")) << terminal_->screen();
    expect("c ", "[x] CALLS");
    expect_key("Escape", "CALLS");
  }

  void move() {
    expect("K", "1/44  by key");
    expect("jjj", "4/44");
    expect("k", "3/44");
    expect_key("Down", "4/44");
    expect_key("Up", "3/44");
    expect("G", "44/44");
    expect("g", "1/44");
    expect_key("PageDown", "25/44");
    expect_key("PageUp", "1/44");
    expect("d", "13/44");
    expect("u", "1/44");
    expect_key("End", "44/44");
    expect_key("Home", "1/44");
    terminal_->wheel(true, 20, kFirstRow);
    expect("", "4/44");
    terminal_->wheel(false, 20, kFirstRow);
    expect("", "1/44");
    terminal_->click(30, kFirstRow + 4);
    expect("", "5/44");
    expect("F", "follows the selected key");
    // In the opposite order the same key is the fortieth.
    expect("I", "40/44");
    expect("I", "5/44");
    expect("F", "stays at its place");
    expect("I", "5/44");
    expect("Ig", "1/44");
  }

  void find() {
    expect("/user:1", "/user:1_");
    expect_key("Enter", "6/44  search user:1");
    expect("n", "7/44");
    expect("n", "8/44");
    expect("N", "7/44");
    expect_key("F4", "filter: _");
    expect("!^user", "filter: !^user_");
    expect_key("Enter", "4/4  filter !^user");
    expect("\\", "filter: !^user_");
    for (int i = 0; i < 6; ++i) terminal_->press("BSpace");
    expect_key("Enter", "/44  search");
    expect("C", "/44  search");
  }

  void look() {
    expect("gt", "user:{}:profile (40 keys)");
    terminal_->type("/profile");
    terminal_->press("Enter");
    expect_key("Enter", "1/40  of user:{}:profile");
    expect_key("Enter", "calls a window");
    expect("", "us on average");
    expect("", "get_hit of all keys");
    // The same key, wherever it stands by now: all forty have as many calls.
    expect_key("Escape", "/40  of user:{}:profile");
    expect_key("Escape", "user:{}:profile (40 keys)");
    expect("3", " set\n");
    expect("4", "127.0.0.1:");
    EXPECT_TRUE(terminal_->shows("1/2")) << terminal_->screen();
    expect_key("Enter", "calls a window");
    expect_key("Escape", "CLIENT");
    expect("5", "get_hit: ");
    EXPECT_TRUE(terminal_->shows("p99 <")) << terminal_->screen();
    expect_key("Tab", "hot:key");
    expect_key("BTab", "get_hit: ");
    expect("2", "FAMILY");
    expect("1", "hot:key");
    expect("i", "What is counted");
    expect_key("Escape", "1/44");
  }

  void step_through_time() {
    expect(" ", "PAUSED");
    expect("[", "PAUSED  -");
    expect("]0", "1/44");
    EXPECT_TRUE(terminal_->lacks("PAUSED"));
    expect("Z", "PAUSED");
    expect("Z", "1/44");
    expect("b", "the busiest window");
    expect("0", "1/44");
    expect("m", "last minute");
    expect("m", "since start");
    expect("z", "the sum starts anew");
    expect("m", "1/44");
    expect("+", "only a capture");
    expect("-", "only a capture");
  }

  void keep() {
    expect("w", "write to");
    expect_key("Enter", "wrote JSON to " + folder_.string());
    expect("r", "recording to " + folder_.string());
    expect("", "REC ");
    std::this_thread::sleep_for(std::chrono::seconds(2));
    expect("r", "recorded ");
  }

  void get_help() {
    for (const char* key : {"?", "h", "F1"}) {
      expect_key(key, "Keys (any key: back)");
      expect_key("Escape", "1/44");
    }
    expect("TTT", "1/44");
  }

  void change_size() {
    for (const auto& [width, height] : {std::pair{20, 5}, {40, 10}, {80, 24}, {kWidth, kHeight}}) {
      terminal_->resize(width, height);
      EXPECT_TRUE(terminal_->shows("hot:k")) << terminal_->screen();
    }
  }

  void stop_and_go_on() {
    terminal_->press("C-z");
    EXPECT_TRUE(terminal_->shows("Stopped")) << terminal_->screen();
    terminal_->type("fg\n");
    EXPECT_TRUE(terminal_->shows("hot:key")) << terminal_->screen();
    EXPECT_TRUE(terminal_->lacks("Stopped")) << terminal_->screen();
  }

  void press_every_key() {
    for (const auto part :
         {&ScreenKeys::sort_keys, &ScreenKeys::choose_columns, &ScreenKeys::move, &ScreenKeys::find,
          &ScreenKeys::look, &ScreenKeys::step_through_time, &ScreenKeys::keep,
          &ScreenKeys::get_help, &ScreenKeys::change_size, &ScreenKeys::stop_and_go_on}) {
      (this->*part)();
      ASSERT_FALSE(HasFailure());
    }
  }

  // What w and r left behind.
  void read_files() const {
    ASSERT_EQ(files(".json").size(), 1U);
    std::ifstream written(files(".json")[0]);
    EXPECT_EQ(Json::parse(written)["rows"].size(), size_t{ScreenTraffic::kKeys});
    ASSERT_EQ(files(".jsonl").size(), 1U);
    const auto report = run_program(mcbt({"report", "-f", "json", files(".jsonl")[0]}));
    EXPECT_EQ(report.status, 0) << report.errors;
    const Json summary = summary_of(report.output);
    EXPECT_TRUE(summary["complete"]) << summary["notes"];
    EXPECT_EQ(summary["totals"]["keys"], ScreenTraffic::kKeys);
    EXPECT_LT(summary["seconds"], 10);
  }
};

TEST_F(ScreenKeys, AreAllAnswered) {
  press_every_key();
  ASSERT_FALSE(HasFailure());
  // Left: the terminal is as it was, with the totals.
  expect_key("q", "taking the probes off");
  ASSERT_TRUE(terminal_->shows(" calls, 44 keys, ", kStart)) << terminal_->screen();
  expect("echo STATUS $?\n", "STATUS 0");
  read_files();
  // What was recorded is looked at, connections and histograms too.
  terminal_->type("clear; " MCBT_PROGRAM " top *.jsonl\n");
  expect("", "whole capture");
  expect("4", "fd ");
  expect("5", "get_hit: ");
  expect_key("F10", " calls, 44 keys, ");
}

// The test server has probes.
class Screen : public LiveScreen {
 protected:
  void SetUp() override {
    REQUIRE_BPF();
    REQUIRE_TMUX();
    start(support::server_program());
  }

  pid_t screen_pid() const {
    const auto found =
        run_program({"pgrep", "-f", MCBT_PROGRAM " top -p " + std::to_string(server_->pid())});
    return std::stoi(found.output);
  }
};

TEST_F(Screen, CountsConnectionsByProbesAndSaysWhoTimesRequests) {
  expect("4", "127.0.0.1:");
  EXPECT_TRUE(terminal_->shows("1/2")) << terminal_->screen();
  expect("5", "`mcbt latency`");
  expect_key("C-c", "taking the probes off");
  ASSERT_TRUE(terminal_->shows(" calls, 44 keys, ", kStart)) << terminal_->screen();
  expect("echo STATUS $?\n", "STATUS 0");
}

TEST_F(Screen, EndsWhereTheTerminalDisappears) {
  const pid_t pid = screen_pid();
  terminal_->kill();
  bool gone = false;
  for (int i = 0; i < 600 && !gone; ++i) {
    gone = kill(pid, 0) != 0;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  EXPECT_TRUE(gone);
}

}  // namespace
}  // namespace mcbt::live
