// `mcbt top CAPTURE` on a terminal.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <regex>

#include "tests/cli/run_mcbt.h"
#include "tests/support/capture_text.h"
#include "tests/support/tmux.h"

namespace mcbt::cli {
namespace {

using support::kStartNs;
using support::packed;
using support::Tmux;

constexpr uint64_t kSecond = 1'000'000'000;

// "4,3,abc": a set of abc, as a map of header_line() has it.
std::string set_of(const std::string& key) {
  return "4," + std::to_string(key.size()) + "," + key;
}

// Whether a capture of the screen sets a colour: 39 and 49 are the terminal's own.
bool has_colours(const std::string& screen) {
  return std::regex_search(screen, std::regex("\033\\[([0-9]+;)*[34][0-7][;m]"));
}

class ScreenTest : public WithFolder {
 protected:
  // A window a second, each with the keys it is given, of which the first is used most.
  std::string capture(const std::vector<std::vector<std::string>>& windows) {
    std::string text = support::header_line() + "\n";
    for (size_t i = 0; i < windows.size(); ++i) {
      support::MapEntries entries;
      uint64_t calls = 0;
      for (const std::string& key : windows[i]) {
        const uint64_t count = 10 * (windows[i].size() - entries.size());
        entries.emplace_back(set_of(key), packed(count, count));
        calls += count;
      }
      text += support::map_line("@calls_a", {{"4", std::to_string(calls)}}) + "\n";
      text += support::map_line("@keys_a", entries) + "\n";
      const uint64_t start = kStartNs + i * kSecond;
      text += support::window_line(i, start, start + kSecond) + "\n";
    }
    return write("capture.jsonl", text + support::end_line() + "\n");
  }

  std::string top(const std::string& arguments) const {
    return "cd " + folder_.string() + "; TZ=UTC XDG_CONFIG_HOME=" + folder_.string() + " " +
           MCBT_PROGRAM + " top " + arguments;
  }
};

TEST_F(ScreenTest, TotalsOfATableBreakBetweenFigures) {
  REQUIRE_TMUX();
  capture({{"abc", "def"}});
  const std::string report = std::string(MCBT_PROGRAM) + " report capture.jsonl";
  const Tmux narrow("cd " + folder_.string() + "; " + report, 30, 20);
  EXPECT_TRUE(narrow.shows("30 calls, 30.0/s, 2 keys,\ncomplete\n")) << narrow.screen();
  const Tmux wide("cd " + folder_.string() + "; " + report, 40, 20);
  EXPECT_TRUE(wide.shows("30 calls, 30.0/s, 2 keys, complete\n")) << wide.screen();
}

TEST_F(ScreenTest, HostileKeysAreDrawnSafely) {
  REQUIRE_TMUX();
  const std::string path =
      capture({{"a\x1b[2J\x1b[H", "b\r\nEVIL", std::string("c\0d", 3), "\xff\xfe",
                "\xe2\x80\xae"
                "rtl",
                "鍵:1", "{}", "%s%n", "\\"}});
  const Tmux terminal(top(path), 80, 24);
  ASSERT_TRUE(terminal.shows("complete")) << terminal.screen();
  const std::string screen = terminal.screen();
  for (const char* key : {R"(a\x1b[2J\x1b[H)", R"(b\x0d\x0aEVIL)", R"(c\x00d)", R"(\xff\xfe)",
                          R"(\xe2\x80\xaertl)", "鍵:1", "%s%n"}) {
    EXPECT_NE(screen.find(" " + std::string(key) + "\n"), std::string::npos) << key << "\n"
                                                                             << screen;
  }
  EXPECT_EQ(screen.find("\nEVIL"), std::string::npos);
  terminal.press("q");
  EXPECT_TRUE(terminal.shows("STATUS 0")) << terminal.screen();
}

TEST_F(ScreenTest, ACaptureIsPlayedSteppedAndLeftWithTotals) {
  REQUIRE_TMUX();
  const std::string path = capture({{"one"}, {"two", "busy"}, {"three"}});
  const Tmux terminal(top(path), 80, 24);
  ASSERT_TRUE(terminal.shows("whole capture")) << terminal.screen();
  terminal.press("b");
  EXPECT_TRUE(terminal.shows("busiest window")) << terminal.screen();
  terminal.type("[");
  EXPECT_TRUE(terminal.shows(" one")) << terminal.screen();
  terminal.type("++++++ ");
  EXPECT_TRUE(terminal.shows(" three")) << terminal.screen();
  terminal.press("F10");
  EXPECT_TRUE(terminal.shows("50 calls, 4 keys, 3 windows, complete")) << terminal.screen();
}

// What the screen recorded: a capture of top with connections and histograms.
TEST_F(ScreenTest, WhatItRecordedIsACaptureOfTopToAReport) {
  const std::string maps =
      R"({"@calls_a":{"role":"calls","key":["op"],"value":"count"},)"
      R"("@keys_a":{"role":"keys","key":["op","length","key"],"value":"packed:32"},)"
      R"("@connections_a":{"role":"connections","key":["op","connection"],"value":"packed:32"},)"
      R"("@latency_a":{"role":"latency","key":["op"],"value":"hist"}})";
  const std::string capture = write(
      "recorded.jsonl",
      support::header_line({{"maps", maps}}) + "\n" + support::map_line("@calls_a", {{"4", "3"}}) +
          "\n" + support::map_line("@keys_a", {{set_of("abc"), packed(3, 30)}}) + "\n" +
          support::map_line("@connections_a", {{"4,24", packed(3, 30)}}) + "\n" +
          support::map_line("@latency_a", {{"4", R"([{"min": 8, "max": 15, "count": 3}])"}},
                            "hist") +
          "\n" + support::window_line(0, kStartNs, kStartNs + kSecond) + "\n" +
          support::end_line() + "\n");
  const auto report = run_mcbt({"report", "-f", "json", capture});
  EXPECT_EQ(report.status, 0) << report.errors;
  EXPECT_TRUE(report.output.starts_with(R"({"schema":"mcbt.top/1")")) << report.output;
  EXPECT_NE(report.output.find(R"("complete":true)"), std::string::npos) << report.output;
  EXPECT_EQ(report.output.find("histograms"), std::string::npos) << report.output;
}

TEST_F(ScreenTest, WhatIsShownIsWritten) {
  REQUIRE_TMUX();
  const Tmux terminal(top(capture({{"user:1", "user:2", "other"}})), 80, 24);
  ASSERT_TRUE(terminal.shows("whole capture")) << terminal.screen();
  terminal.type("tw");
  EXPECT_TRUE(terminal.shows("write to")) << terminal.screen();
  for (int i = 0; i < 40; ++i) terminal.press("BSpace");
  terminal.type("out.csv");
  terminal.press("Enter");
  EXPECT_TRUE(terminal.shows("wrote CSV to ")) << terminal.screen();
  EXPECT_NE(read(path("out.csv")).find("user:{}"), std::string::npos) << read(path("out.csv"));
}

TEST_F(ScreenTest, SettingsAreRememberedAndABrokenFileIsSaid) {
  REQUIRE_TMUX();
  const std::string path = capture({{"a"}, {"b"}});
  {
    const Tmux terminal(top(path), 80, 24);
    ASSERT_TRUE(terminal.shows("whole capture")) << terminal.screen();
    terminal.type("MTq");
    EXPECT_TRUE(terminal.shows("STATUS 0")) << terminal.screen();
  }
  const std::string file = (folder_ / "mcbt" / "top.conf").string();
  EXPECT_NE(read(file).find("sort = misses\n"), std::string::npos) << read(file);
  EXPECT_NE(read(file).find("theme = light\n"), std::string::npos) << read(file);
  std::ofstream(file) << "sort = best\n";
  const Tmux terminal(top(path), 160, 24);
  EXPECT_TRUE(terminal.shows("top.conf: line 1 is no setting: sort = best")) << terminal.screen();
  terminal.type("q");
  EXPECT_TRUE(terminal.shows("STATUS 0")) << terminal.screen();
  EXPECT_EQ(read(file), "sort = best\n");
}

TEST_F(ScreenTest, WithColoursThereAreSome) {
  REQUIRE_TMUX();
  const Tmux coloured(top(capture({{"a"}})), 80, 24);
  ASSERT_TRUE(coloured.shows("whole capture")) << coloured.screen();
  EXPECT_TRUE(has_colours(coloured.screen(true))) << coloured.screen(true);
}

// How it looks then, as a text file; after a change that is meant, run this with
// MCBT_WRITE_FRAMES=1.
TEST_F(ScreenTest, WithoutColoursThereAreNone) {
  REQUIRE_TMUX();
  const std::string path = capture({{"hot", "鍵:1", "cold"}});
  const std::string frame = MCBT_SOURCE_DIR "/tests/cli/frames/no_colour.txt";
  for (const std::string& command :
       {top("--no-color " + path), "export NO_COLOR=1; " + top(path)}) {
    const Tmux plain(command, 60, 10);
    ASSERT_TRUE(plain.shows("whole capture")) << plain.screen();
    const std::string looks = std::regex_replace(plain.screen(true), std::regex("\033"), "^");
    if (std::getenv("MCBT_WRITE_FRAMES") != nullptr) std::ofstream(frame) << looks;
    EXPECT_EQ(looks, read(frame));
    EXPECT_FALSE(has_colours(plain.screen(true))) << looks;
  }
}

TEST_F(ScreenTest, WithAsciiThereIsNothingElse) {
  REQUIRE_TMUX();
  const Tmux terminal(top("--ascii " + capture({{"hot", "鍵:1", "cold"}})), 80, 24);
  ASSERT_TRUE(terminal.shows("whole capture")) << terminal.screen();
  const std::string screen = terminal.screen();
  EXPECT_TRUE(std::ranges::all_of(screen, [](unsigned char byte) { return byte < 128; })) << screen;
  EXPECT_NE(screen.find("??:1"), std::string::npos) << screen;
}

}  // namespace
}  // namespace mcbt::cli
