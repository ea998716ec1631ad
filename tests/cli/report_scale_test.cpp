// Reports of large captures: how far they are, what Ctrl-C leaves, and a bound on memory.

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <csignal>
#include <nlohmann/json.hpp>
#include <thread>

#include "tests/cli/run_mcbt.h"
#include "tests/cli/sample_capture.h"
#include "tests/support/tmux.h"

namespace mcbt::cli {
namespace {

using support::Finished;
using Json = nlohmann::json;
using std::chrono_literals::operator""s;

class ReportScale : public WithFolder {
 protected:
  // Windows of many keys that occur once, and of one that occurs often.
  std::string capture_of_rare_keys(size_t windows, size_t keys) const {
    std::string text = support::header_line() + "\n";
    for (size_t window = 0; window < windows; ++window) {
      support::MapEntries entries = {{"1,3,hot", support::packed(1000, 1000)}};
      for (size_t i = 0; i < keys; ++i) {
        const std::string key = "rare:" + std::to_string(window * keys + i);
        entries.emplace_back("1," + std::to_string(key.size()) + "," + key, support::packed(1, 1));
      }
      const uint64_t start = support::kStartNs + window * 1'000'000'000;
      text += support::map_line("@keys_a", entries) + "\n";
      text += support::map_line("@calls_a", {{"1", std::to_string(keys + 1000)}}) + "\n";
      text += support::window_line(window, start, start + 1'000'000'000) + "\n";
    }
    return write("capture.jsonl", text + support::end_line() + "\n");
  }

  static Json summary(const Finished& finished) {
    EXPECT_EQ(finished.status, 0) << finished.errors;
    return Json::parse(finished.output, nullptr, false);
  }
};

TEST_F(ReportScale, WithABoundOnMemoryRowsSayWhatTheyMayLack) {
  const std::string capture = capture_of_rare_keys(10, 40'000);
  const Json sum =
      summary(run_mcbt({"report", "--max-memory", "64M", "-f", "json", "-r", "2", capture}));
  EXPECT_EQ(sum["totals"]["calls"], 410'000);
  EXPECT_EQ(sum["totals"]["attributed"], 410'000);
  EXPECT_TRUE(sum["totals"]["keys"].is_null());
  EXPECT_FALSE(sum["complete"].get<bool>());
  EXPECT_NE(sum["notes"][0].get<std::string>().find("--max-memory"), std::string::npos);
  EXPECT_EQ(sum["rows"][0]["key"], "hot");
  EXPECT_EQ(sum["rows"][0]["calls"], 10'000);
  EXPECT_EQ(sum["rows"][0]["calls_missing"], 0);
  EXPECT_EQ(sum["rows"][0]["place_certain"], true);
  EXPECT_EQ(sum["rows"][1]["place_certain"], false);

  const Finished table = run_mcbt({"report", "--max-memory", "64M", "-r", "2", capture});
  EXPECT_NE(table.output.find("ERR"), std::string::npos) << table.output;
  EXPECT_NE(table.output.find(" +0 "), std::string::npos) << table.output;
  EXPECT_NE(table.output.find(" ~+"), std::string::npos) << table.output;
}

TEST_F(ReportScale, ABoundThatIsNotReachedChangesNothing) {
  const std::string capture = capture_of_rare_keys(2, 1000);
  const Finished bounded = run_mcbt({"report", "--max-memory", "64M", "-f", "json", capture});
  EXPECT_EQ(bounded.output, run_mcbt({"report", "-f", "json", capture}).output);
  EXPECT_EQ(summary(bounded)["complete"], true);
}

TEST_F(ReportScale, BoundsThatCannotBeKeptAreRefused) {
  EXPECT_NE(run_mcbt({"report", "--max-memory", "10M", "x"})
                .errors.find("--max-memory: 10M is not a size like 200M: it is at least 64M"),
            std::string::npos);
  EXPECT_EQ(run_mcbt({"report", "--max-memory", "64M", "-r", "0", "x"}).status, 2);
}

TEST_F(ReportScale, CtrlCGivesWhatWasReadMarkedAsNotComplete) {
  const std::string fifo = path("capture");
  ASSERT_EQ(mkfifo(fifo.c_str(), 0600), 0);
  support::ChildProcess report({MCBT_PROGRAM, "report", "-f", "json", fifo, path("another")});
  {
    std::ofstream writer(fifo, std::ios::binary);
    support::Lines lines = sample_lines("a", 3);
    lines.pop_back();
    writer << text_of(lines) << std::flush;
    std::this_thread::sleep_for(0.5s);
    report.signal(SIGINT);
    const Json sum = summary(report.finish());
    EXPECT_EQ(sum["windows"], 3);
    EXPECT_EQ(sum["complete"], false);
    EXPECT_EQ(sum["notes"],
              Json({"the reading was stopped before the end: what was read is counted"}));
  }
}

TEST_F(ReportScale, ATerminalIsToldHowFarItIs) {
  REQUIRE_TMUX();
  const std::string capture = capture_of_rare_keys(20, 4000);
  const std::string slowly =
      "(head -c 600000 " + capture + "; sleep 1; tail -c +600001 " + capture + "; sleep 2) | ";
  const support::Tmux shown(slowly + MCBT_PROGRAM + " report -r 1 -", 80, 24);
  EXPECT_TRUE(shown.shows("B read, ")) << shown.screen();
  EXPECT_TRUE(shown.shows("100000 calls")) << shown.screen();
  EXPECT_TRUE(shown.lacks("B read, ")) << shown.screen();

  const support::Tmux quiet(slowly + MCBT_PROGRAM + " report -q -r 1 -", 80, 24);
  EXPECT_FALSE(quiet.shows("B read, ", 2s)) << quiet.screen();
}

TEST_F(ReportScale, APipeIsNotToldHowFarItIs) {
  const std::string capture = capture_of_rare_keys(2, 20'000);
  EXPECT_EQ(run_mcbt({"report", capture}).errors, "");
}

}  // namespace
}  // namespace mcbt::cli
