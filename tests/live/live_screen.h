// `mcbt top` on a terminal, against a live server under traffic whose keys are known.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "tests/live/live_mcbt.h"
#include "tests/support/require.h"
#include "tests/support/tmux.h"

namespace mcbt::live {

// Two clients that send the same few hundred operations again and again. Of all keys hot:key is
// used most, large:value has the largest value and gone:key is never there.
class ScreenTraffic {
 public:
  static constexpr int kProfiles = 40;
  static constexpr int kKeys = kProfiles + 4;

  explicit ScreenTraffic(uint16_t port) {
    for (std::thread& thread : threads_) thread = std::thread([this, port] { send(port); });
  }
  ScreenTraffic(const ScreenTraffic&) = delete;
  ScreenTraffic& operator=(const ScreenTraffic&) = delete;
  ~ScreenTraffic() {
    stopped_ = true;
    for (std::thread& thread : threads_) thread.join();
  }

 private:
  void send(uint16_t port) const {
    Client client(port);
    for (int i = 0; i < kProfiles; ++i) client.set(profile(i), std::string(100, 'x'));
    client.set("large:value", std::string(5000, 'x'));
    while (!stopped_) {
      for (int i = 0; i < kProfiles; ++i) {
        client.get({"hot:key"});
        client.get({profile(i)});
      }
      client.get({"session:9e3779b97f4a7c15"});
      client.get({"large:value"});
      for (int i = 0; i < 3; ++i) client.get({"gone:key"});
      client.set("hot:key", "v");
      client.set("session:9e3779b97f4a7c15", "v");
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
  }
  static std::string profile(int number) { return "user:" + std::to_string(number) + ":profile"; }

  std::atomic<bool> stopped_ = false;
  std::thread threads_[2];
};

// mcbt on a terminal, its files in a folder of its own.
class LiveScreen : public testing::Test {
 protected:
  void TearDown() override {
    terminal_.reset();
    traffic_.reset();
    std::filesystem::remove_all(folder_);
  }

  // A shell that has jobs, so that Ctrl-Z can stop the screen.
  void start(const std::string& server, const std::string& arguments = "0.5") {
    folder_ = std::filesystem::temp_directory_path() / ("mcbt-screen-" + std::to_string(getpid()));
    std::filesystem::create_directories(folder_);
    server_.emplace(server);
    traffic_.emplace(server_->port());
    const std::string place = "cd " + folder_.string() + "; export XDG_CONFIG_HOME=$PWD; ";
    terminal_.emplace(place + "PS1='READY ' exec bash --norc -i", kWidth, kHeight);
    ASSERT_TRUE(terminal_->shows("READY"));
    run(arguments);
  }
  void run(const std::string& arguments) {
    terminal_->type("clear; " MCBT_PROGRAM " top -p " + std::to_string(server_->pid()) + " " +
                    arguments + "\n");
    ASSERT_TRUE(terminal_->shows("hot:key", kStart)) << terminal_->screen();
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
  // The key that stands in the first row then.
  void expect_first(const std::string& keys, const std::string& text, const std::string& first) {
    expect(keys, text);
    if (HasFailure()) return;
    EXPECT_TRUE(terminal_->shows_line(kFirstRow, first)) << keys << "\n" << terminal_->screen();
  }
  std::vector<std::filesystem::path> files(const std::string& extension) const {
    std::vector<std::filesystem::path> found;
    for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
      if (entry.path().extension() == extension) found.push_back(entry.path());
    }
    return found;
  }

  static constexpr int kWidth = 110;
  static constexpr int kHeight = 30;
  static constexpr int kHeadings = 4;
  static constexpr int kFirstRow = 5;

  std::filesystem::path folder_;
  std::optional<LiveServer> server_;
  std::optional<ScreenTraffic> traffic_;
  std::optional<support::Tmux> terminal_;
};

}  // namespace mcbt::live
