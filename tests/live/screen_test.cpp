// `mcbt top` on a terminal, against a live server: keys are pressed, and the screen is read.

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include "tests/live/live_mcbt.h"
#include "tests/support/live_server.h"
#include "tests/support/require.h"
#include "tests/support/tmux.h"

namespace mcbt::live {
namespace {

namespace fs = std::filesystem;
using support::Client;
using support::LiveServer;
using support::Tmux;

// Sends the same few hundred operations again and again.
class Traffic {
 public:
  explicit Traffic(uint16_t port) : thread_([this, port] { send(port); }) {}
  Traffic(const Traffic&) = delete;
  Traffic& operator=(const Traffic&) = delete;
  ~Traffic() {
    stopped_ = true;
    thread_.join();
  }

 private:
  void send(uint16_t port) const {
    Client client(port);
    for (int i = 0; i < 40; ++i) client.set(profile(i), std::string(100, 'x'));
    while (!stopped_) {
      for (int i = 0; i < 40; ++i) client.get({"hot:key", profile(i)});
      client.get({"session:9e3779b97f4a7c15"});
      client.set("hot:key", "v");
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
  }
  static std::string profile(int number) { return "user:" + std::to_string(number) + ":profile"; }

  std::atomic<bool> stopped_ = false;
  std::thread thread_;
};

// mcbt on a terminal, its files in a folder of its own.
class LiveScreen : public testing::Test {
 protected:
  void SetUp() override {
    REQUIRE_BPF();
    REQUIRE_TMUX();
    folder_ = fs::temp_directory_path() / ("mcbt-screen-" + std::to_string(getpid()));
    fs::create_directories(folder_);
    server_.emplace();
    traffic_.emplace(server_->port());
    const std::string place = "cd " + folder_.string() + "; export XDG_CONFIG_HOME=$PWD; ";
    // A shell that has jobs, so that Ctrl-Z can stop it.
    terminal_.emplace(place + "PS1='READY ' exec bash --norc -i", 110, 30);
    ASSERT_TRUE(terminal_->shows("READY"));
    terminal_->type(std::string(MCBT_PROGRAM) + " top -p " + std::to_string(server_->pid()) +
                    " 0.5\n");
    ASSERT_TRUE(terminal_->shows("hot:key", kStart)) << terminal_->screen();
  }
  void TearDown() override {
    terminal_.reset();
    traffic_.reset();
    fs::remove_all(folder_);
  }

  // After the first that is not answered, no other is worth waiting for.
  void expect(const std::string& keys, const std::string& text) {
    if (HasFailure()) return;
    terminal_->type(keys);
    EXPECT_TRUE(terminal_->shows(text)) << keys << " → " << text << "\n" << terminal_->screen();
  }
  void expect_key(const std::string& key, const std::string& text) {
    if (HasFailure()) return;
    terminal_->press(key);
    EXPECT_TRUE(terminal_->shows(text)) << key << " → " << text << "\n" << terminal_->screen();
  }
  std::vector<fs::path> files(const std::string& extension) const {
    std::vector<fs::path> found;
    for (const auto& entry : fs::directory_iterator(folder_)) {
      if (entry.path().extension() == extension) found.push_back(entry.path());
    }
    return found;
  }

  fs::path folder_;
  std::optional<LiveServer> server_;
  std::optional<Traffic> traffic_;
  std::optional<Tmux> terminal_;
};

TEST_F(LiveScreen, EveryKeyIsAnswered) {
  // The order, and where the selection is.
  expect("K", "1/42");
  expect("jjj", "4/42");
  expect("k", "3/42");
  expect("G", "42/42");
  expect("g", "1/42");
  expect_key("PageDown", "25/42");
  expect("u", "13/42");
  expect("d", "25/42");
  expect_key("Home", "1/42");
  expect("F", "follows the selected key");
  expect("F", "stays at its place");
  expect("I", "reverse");
  expect("I", "1/42");
  expect("C", "1/42");
  expect_key("F6", "sort by: arrows");
  expect_key("Escape", "1/42");
  expect("c", "[x] CALLS");
  expect_key("Enter", "1/42");
  // Finding.
  expect("/session", "/session_");
  expect_key("Enter", "search session");
  expect("n", "search session");
  expect("\\!^user", "filter: !^user_");
  expect_key("Enter", "2/2  filter !^user");
  expect("\\", "filter: !^user_");
  for (int i = 0; i < 6; ++i) terminal_->press("BSpace");
  expect_key("Enter", "/42  search");
  // Views.
  expect("t", "user:{}:profile (40)");
  expect("g", "1/3");
  terminal_->type("/profile");
  terminal_->press("Enter");
  expect_key("Enter", "1/40  of user:{}:profile");
  expect_key("Enter", "calls a window");
  expect_key("Escape", "1/40  of user:{}:profile");
  expect_key("Escape", "user:{}:profile (40)");
  expect("3", " set\n");
  expect_key("Tab", "127.0.0.1:");
  expect("5", "no histograms in this data");
  expect_key("Tab", "hot:key");
  // Time.
  expect(" ", "PAUSED");
  expect("[", "PAUSED  -");
  expect("0", "1/42");
  EXPECT_TRUE(terminal_->lacks("PAUSED"));
  expect("b", "the busiest window");
  expect("0", "1/42");
  expect("m", "last minute");
  expect("m", "since start");
  expect("z", "the sum starts anew");
  expect("m", "1/42");
  expect("+", "only a capture");
  // Files.
  expect("w", "write to");
  expect_key("Enter", "wrote JSON to " + folder_.string());
  expect("r", "recording to " + folder_.string());
  std::this_thread::sleep_for(std::chrono::seconds(2));
  expect("r", "recorded ");
  // A click on the heading of the second column, twice.
  terminal_->click(16, 4);
  expect("?", "Keys (any key: back)");
  expect_key("Escape", "1/42");
  // Sizes.
  for (const auto& [width, height] : {std::pair{20, 5}, {40, 10}, {80, 24}, {110, 30}}) {
    terminal_->resize(width, height);
    EXPECT_TRUE(terminal_->shows("hot:k")) << terminal_->screen();
  }
  // Stopped and brought back.
  terminal_->press("C-z");
  EXPECT_TRUE(terminal_->shows("Stopped")) << terminal_->screen();
  terminal_->type("fg\n");
  EXPECT_TRUE(terminal_->shows("hot:key")) << terminal_->screen();
  EXPECT_TRUE(terminal_->lacks("Stopped")) << terminal_->screen();
  // Left: the terminal is as it was, with the totals.
  terminal_->press("q");
  ASSERT_TRUE(terminal_->shows(" calls, 42 keys, ", kStart)) << terminal_->screen();
  expect("echo STATUS $?\n", "STATUS 0");

  ASSERT_EQ(files(".json").size(), 1U);
  std::ifstream written(files(".json")[0]);
  EXPECT_EQ(Json::parse(written)["rows"].size(), 42U);
  ASSERT_EQ(files(".jsonl").size(), 1U);
  const auto report = support::run_program(mcbt({"report", "-f", "json", files(".jsonl")[0]}));
  EXPECT_EQ(report.status, 0) << report.errors;
  const Json summary = summary_of(report.output);
  EXPECT_TRUE(summary["complete"]) << summary["notes"];
  EXPECT_EQ(summary["totals"]["keys"], 42);
  EXPECT_LT(summary["seconds"], 10);
}

TEST_F(LiveScreen, EndsWhereTheTerminalDisappears) {
  const auto found = support::run_program(
      {"pgrep", "-f", std::string(MCBT_PROGRAM) + " top -p " + std::to_string(server_->pid())});
  const pid_t pid = std::stoi(found.output);
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
