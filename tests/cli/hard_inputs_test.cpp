// Captures that are large, odd, or not finished.

#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <nlohmann/json.hpp>

#include "tests/cli/run_mcbt.h"
#include "tests/cli/sample_capture.h"

namespace mcbt::cli {
namespace {

using support::Finished;
using Json = nlohmann::json;
using std::chrono_literals::operator""s;

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define MCBT_SANITIZED
#endif
#endif

class HardInputs : public WithFolder {
 protected:
  static Finished run_shell(const std::string& command) {
    return support::run_program({"/bin/sh", "-c", command}, {{"TZ", "UTC"}}, 120s);
  }
  static Json summary(const Finished& finished) {
    EXPECT_EQ(finished.status, 0) << finished.errors;
    return Json::parse(finished.output.substr(0, finished.output.find('\n')), nullptr, false);
  }
  Json report(const std::string& text) const {
    return summary(run_mcbt({"report", "-f", "json", write("c", text)}));
  }
};

const std::string kReportStdin = std::string(MCBT_PROGRAM) + " report -f json -";

// A map that is cut in its first key. The same map is printed again behind it, and that print
// counts: so nothing is missing, and the damage is said.
TEST_F(HardInputs, ALineOf500MegabytesIsPassedAndWhatFollowsCounts) {
  support::Lines lines = sample_lines("a");
  const std::string header = write("header", lines.front() + "\n");
  const std::string start = write("start", R"({"type": "map", "data": {"@keys_a": {"1,500000000,)");
  lines.erase(lines.begin());
  const std::string rest = write("rest", "\n" + text_of(lines));
  const Finished finished =
      run_shell("(cat " + header + " " + start +
                "; head -c 500000000 /dev/zero | tr '\\0' x; cat " + rest + ") | " + kReportStdin);
  const Json json = summary(finished);
  EXPECT_EQ(json["totals"]["attributed"], 10);
  EXPECT_EQ(json["complete"], false);
  EXPECT_EQ(json["notes"], Json({"1 line could not be read to the end"}));
  EXPECT_NE(finished.errors.find("line 2"), std::string::npos) << finished.errors;
#ifndef MCBT_SANITIZED
  rusage usage = {};
  ASSERT_EQ(getrusage(RUSAGE_CHILDREN, &usage), 0);
  EXPECT_LT(usage.ru_maxrss, 2'000'000);  // KiB: the line, the room it grew into, and its copy
#endif
}

TEST_F(HardInputs, AMapOfAMillionKeysIsReadWhole) {
  support::MapEntries entries;
  constexpr int kKeys = 1'000'000;
  entries.reserve(kKeys);
  for (int i = 0; i < kKeys; ++i) {
    const std::string key = "key:" + std::to_string(i);
    entries.emplace_back("1," + std::to_string(key.size()) + "," + key, support::packed(2, 6));
  }
  const Json json =
      report(text_of({support::header_line(), support::map_line("@calls_a", {{"1", "2000000"}}),
                      support::map_line("@keys_a", entries),
                      support::window_line(0, support::kStartNs, support::kStartNs + 1'000'000'000),
                      support::end_line()}));
  EXPECT_EQ(json["totals"]["keys"], kKeys);
  EXPECT_EQ(json["totals"]["attributed"], 2 * kKeys);
  EXPECT_EQ(json["totals"]["bytes_read"], 6 * kKeys);
  EXPECT_EQ(json["complete"], true);
}

TEST_F(HardInputs, CarriageReturnsAndAByteOrderMarkChangeNothing) {
  const std::string plain = text_of(sample_lines("a", 2));
  std::string odd = "\xef\xbb\xbf";
  for (const char c : plain) odd += c == '\n' ? "\r\n" : std::string(1, c);
  EXPECT_EQ(report(odd), report(plain));
}

TEST_F(HardInputs, NulBytesAreSaidAndCostNothingElse) {
  const support::Lines lines = sample_lines("a");
  // As a file has them where its machine stopped; and in a key, where JSON has them as an escape.
  const std::string hole = text_of(lines) + std::string(4096, '\0') + "\n";
  const Finished finished = run_mcbt({"report", "-f", "json", write("c", hole)});
  EXPECT_EQ(finished.errors, "mcbt: " + path("c") +
                                 ": passed over 1 line that is not bpftrace's JSON, the first is "
                                 "line 6\n");
  EXPECT_EQ(summary(finished)["totals"]["attributed"], 10);
  const Json json = report(text_of(sample_lines(std::string("a\0b", 3))));
  EXPECT_EQ(json["rows"][0]["key"], "a\\x00b");
}

TEST_F(HardInputs, CapturesInOneStreamAreReadOneAfterTheOther) {
  std::string cut = text_of(sample_lines("a", 2));
  cut.resize(cut.size() - 100);
  const std::string whole = text_of(sample_lines("b", 1, {{"pid", "8"}}));
  const Json json = report(cut + "\n" + whole);
  EXPECT_EQ(json["totals"]["attributed"], 30);
  EXPECT_EQ(json["totals"]["keys"], 2);
  EXPECT_EQ(json["complete"], false);
}

// A capture that is still written: its windows come when they come.
TEST_F(HardInputs, ATopOfAGrowingCaptureShowsEachWindowAtOnce) {
  const support::Lines lines = sample_lines("a", 2);
  const std::string file = write("c", lines[0] + "\n" + lines[1] + "\n");
  const std::string pipe = path("pipe");
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  support::ChildProcess tail({"/bin/sh", "-c", "exec tail -n +1 -f " + file + " > " + pipe});
  support::ChildProcess reader(
      {"/bin/sh", "-c", "exec " + std::string(MCBT_PROGRAM) + " top -f json - < " + pipe});
  std::ofstream grow(file, std::ios::app | std::ios::binary);
  grow << lines[2] << "\n" << lines[3].substr(0, 9) << std::flush;
  grow << lines[3].substr(9) << "\n" << std::flush;
  EXPECT_TRUE(reader.wait_for_output(R"("kind":"window","seq":0)", 30s));
  grow << lines[4] << "\n" << lines[5] << "\n" << lines[6] << "\n" << std::flush;
  EXPECT_TRUE(reader.wait_for_output(R"("kind":"window","seq":1)", 30s));
  // Ctrl-C, while it waits for more.
  reader.signal(SIGINT);
  const Finished finished = reader.finish();
  EXPECT_EQ(finished.status, 0);
  EXPECT_NE(finished.output.find(R"("kind":"summary","windows":2)"), std::string::npos);
  tail.signal(SIGTERM);
}

TEST_F(HardInputs, AFileThatStillGrowsIsReadAsFarAsItIs) {
  std::string text = text_of(sample_lines("a", 2));
  text.resize(text.size() - 10);
  const Json json = report(text);
  EXPECT_EQ(json["totals"]["attributed"], 20);
  EXPECT_EQ(json["complete"], false);
  EXPECT_NE(json["notes"].dump().find("cut off: it has no mcbt-end"), std::string::npos);
}

}  // namespace
}  // namespace mcbt::cli
