// `report` and `top CAPTURE` on good and on bad captures.

#include <nlohmann/json.hpp>

#include "tests/cli/run_mcbt.h"

namespace mcbt::cli {
namespace {

using support::Finished;
using Json = nlohmann::json;

constexpr const char* kHeader =
    R"({"type": "printf", "data": "mcbt-capture 1 {\"script\":\"top\",\"source\":\"usdt\",)"
    R"(\"memcached\":\"1.6.38\",\"host\":\"cache7\",\"pid\":7744,\"window_ns\":2000000000,)"
    R"(\"max_keys\":100,\"ops\":{\"1\":\"get_hit\",\"2\":\"get_miss\",\"4\":\"set\"},\"maps\":{)"
    R"(\"@calls_a\":{\"role\":\"calls\",\"key\":[\"op\"],\"value\":\"count\"},)"
    R"(\"@keys_a\":{\"role\":\"keys\",\"key\":[\"op\",\"length\",\"key\"],\"value\":\"stats\"}},)"
    R"(\"start_ns\":5000000000,\"start_epoch\":\"1795370400.000000\"}\n"})"
    "\n";
constexpr const char* kWindow =
    R"({"type": "map", "data": {"@calls_a": {"1": 900, "2": 50, "4": 50}}})"
    "\n"
    R"({"type": "stats", "data": {"@keys_a": {)"
    R"("1,6,user:1": {"count": 900, "average": 15, "total": 13500}, )"
    R"("2,5,a,b\"c": {"count": 50, "average": 0, "total": 0}, )"
    R"("4,6,user:1": {"count": 50, "average": 10, "total": 500}}}})"
    "\n"
    R"({"type": "printf", "data": "mcbt-window 0 5000000000 7000000000\n"})"
    "\n";
constexpr const char* kEnd = R"({"type": "printf", "data": "mcbt-end\n"})"
                             "\n";

std::string good_capture() {
  return std::string(kHeader) + kWindow + kEnd;
}

class Report : public WithFolder {
 protected:
  static Json summary(const Finished& finished) {
    EXPECT_EQ(finished.status, 0) << finished.errors;
    return Json::parse(finished.output);
  }
};

TEST_F(Report, ShowsTheSchemaOfTheContract) {
  const Json json = summary(run_mcbt({"report", "-f", "json", write("c", good_capture())}));
  const Json expected = Json::parse(R"({
    "schema":"mcbt.top/1","kind":"summary","windows":1,
    "start":"2026-11-22T18:00:00.000Z","end":"2026-11-22T18:00:02.000Z","seconds":2.0,
    "host":"cache7","pid":7744,"source":"usdt","complete":true,"notes":[],"unseen":[],
    "totals":{"calls":1000,"attributed":1000,"lost":0,"keys":2,"keys_truncated":0,
              "bytes_read":13500,"bytes_written":500,"ops":{"get_hit":900,"get_miss":50,"set":50}},
    "skew":{"top_1":0.95,"top_10":1.0,"top_100":1.0},
    "rows":[{"key":"user:1","key_truncated":false,"calls":950,"rate":475.0,"share":0.95,
             "ops":{"get_hit":900,"set":50},"hit_ratio":1.0,"bytes_read":13500,
             "bytes_written":500,"size_avg":15.0,"latency_us":null},
            {"key":"a,b\"c","key_truncated":false,"calls":50,"rate":25.0,"share":0.05,
             "ops":{"get_miss":50},"hit_ratio":0.0,"bytes_read":0,"bytes_written":0,
             "size_avg":null,"latency_us":null}]})");
  EXPECT_EQ(json, expected) << json.dump();
}

TEST_F(Report, AddsCapturesUpInWhateverPacking) {
  std::string other = good_capture();
  other.replace(other.find("7744"), 4, "7745");
  const std::string plain = write("c.jsonl", good_capture());
  const std::string packed = write("d.jsonl", other) + ".gz";
  ASSERT_EQ(support::run_program({"gzip", path("d.jsonl")}).status, 0);
  const Json json = summary(run_mcbt({"report", "-f", "json", plain, packed}));
  EXPECT_EQ(json["totals"]["calls"], 2000);
  EXPECT_EQ(json["notes"], Json::array());
  const Finished piped = support::run_program(
      {"/bin/sh", "-c", std::string(MCBT_PROGRAM) + " report -f json - < " + packed});
  EXPECT_EQ(summary(piped)["totals"]["calls"], 1000);
}

TEST_F(Report, ACaptureThatIsNamedTwiceCountsOnce) {
  const std::string capture = write("c.jsonl", good_capture());
  const Json json = summary(run_mcbt({"report", "-f", "json", capture, capture}));
  EXPECT_EQ(json["totals"]["calls"], 1000);
  EXPECT_EQ(json["totals"]["attributed"], 1000);
  EXPECT_EQ(json["seconds"], 2.0);
  EXPECT_EQ(json["complete"], true);
  EXPECT_EQ(json["notes"],
            Json::array({capture + ": window 0 is left out of the sum: " + capture +
                         " has counted the same process (pid 7744 on cache7) at that time"}));
}

TEST_F(Report, ACaptureThatIsMissingLosesNothingOfTheOthers) {
  const Finished finished =
      run_mcbt({"report", "-f", "json", path("none"), write("c", good_capture())});
  EXPECT_EQ(finished.status, 1);
  EXPECT_EQ(finished.errors,
            "mcbt: " + path("none") + ": cannot open the capture: No such file or directory\n");
  EXPECT_EQ(Json::parse(finished.output)["totals"]["calls"], 1000);
}

TEST_F(Report, WhatIsNoCaptureIsSaidToBeNone) {
  const Finished empty = run_mcbt({"report", write("empty", "")});
  EXPECT_EQ(empty.status, 1);
  EXPECT_EQ(empty.errors,
            "mcbt: " + path("empty") + ": the capture is empty; was bpftrace run with -f json?\n");
  const Finished text = run_mcbt({"report", write("text", "hello\nworld\n")});
  EXPECT_EQ(text.status, 1);
  EXPECT_EQ(text.errors, "mcbt: " + path("text") +
                             ": not a capture: none of its lines is bpftrace's JSON; make one with "
                             "mcbt record, or with bpftrace -f json\n");
  EXPECT_EQ(run_mcbt({"report", folder_.string()}).status, 1);
}

TEST_F(Report, LinesOfAnotherProgramArePassedOverAndSaid) {
  const std::string capture = std::string("warning: hi\n") + kHeader + "noise\n" + kWindow + kEnd;
  const Finished finished = run_mcbt({"report", "-f", "json", write("c", capture)});
  EXPECT_EQ(finished.errors, "mcbt: " + path("c") +
                                 ": passed over 2 lines that are not bpftrace's JSON, the first is "
                                 "line 1\n");
  const Json json = summary(finished);
  EXPECT_EQ(json["totals"]["attributed"], 1000);
  EXPECT_EQ(json["complete"], true);
}

TEST_F(Report, ACutCaptureStillAnswersWhereverItIsCut) {
  const std::string whole = good_capture();
  const size_t start = std::string(kHeader).size();
  for (size_t length = start; length < whole.size(); length += 7) {
    const Json json =
        summary(run_mcbt({"report", "-f", "json", write("c", whole.substr(0, length))}));
    EXPECT_EQ(json["complete"], false) << length;
    EXPECT_FALSE(json["notes"].empty()) << length;
    EXPECT_LE(json["totals"]["attributed"], 1000) << length;
    for (const Json& row : json["rows"]) {
      const uint64_t calls = row["calls"];
      EXPECT_TRUE(row["key"] == "user:1" ? calls == 900 || calls == 950 : calls == 50) << length;
    }
  }
}

TEST_F(Report, AKeyThatWasCutHasItsRealLength) {
  std::string capture = good_capture();
  capture.replace(capture.find("2,5,a,b"), 4, "2,90,");
  const Json json = summary(run_mcbt({"report", "-f", "json", write("c", capture)}));
  EXPECT_EQ(json["rows"][1]["key_truncated"], true);
  EXPECT_EQ(json["rows"][1]["key_length"], 90);
  EXPECT_FALSE(json["rows"][0].contains("key_length"));
  EXPECT_EQ(json["totals"]["keys_truncated"], 1);
  EXPECT_EQ(json["complete"], false);
}

TEST_F(Report, RowsAreSortedFilteredAndLimited) {
  const std::string capture = write("c", good_capture());
  const auto keys = [&](std::vector<std::string> flags) {
    flags.insert(flags.begin(), {"report", "-f", "json", capture});
    std::vector<std::string> names;
    const Json json = summary(run_mcbt(flags));
    for (const Json& row : json["rows"]) names.push_back(row["key"]);
    return names;
  };
  using Keys = std::vector<std::string>;
  EXPECT_EQ(keys({"-s", "key"}), (Keys{"a,b\"c", "user:1"}));
  EXPECT_EQ(keys({"-s", "key", "--reverse"}), (Keys{"user:1", "a,b\"c"}));
  EXPECT_EQ(keys({"-s", "misses"}), (Keys{"a,b\"c", "user:1"}));
  EXPECT_EQ(keys({"-s", "size", "--reverse"}), (Keys{"user:1", "a,b\"c"}));
  EXPECT_EQ(keys({"-r", "1"}), (Keys{"user:1"}));
  EXPECT_EQ(keys({"-k", "^a,"}), (Keys{"a,b\"c"}));
  EXPECT_EQ(keys({"-c", "set"}), (Keys{"user:1"}));
}

TEST_F(Report, AnOutputFileIsWholeOrNotThere) {
  const std::string capture = write("c", good_capture());
  EXPECT_EQ(run_mcbt({"report", capture, "-f", "csv", "-o", path("out.csv")}).status, 0);
  EXPECT_EQ(read(path("out.csv")).substr(0, 9), "kind,seq,");
  EXPECT_FALSE(std::filesystem::exists(path("out.csv.part")));
  const Finished nowhere = run_mcbt({"report", capture, "-o", path("no/such/out")});
  EXPECT_EQ(nowhere.status, 1);
  EXPECT_EQ(nowhere.errors, "mcbt: " + path("no/such/out") +
                                ": cannot write there: No such file or directory; choose another "
                                "file with -o\n");
  const Finished full = run_mcbt({"report", capture, "-o", "/dev/full"});
  EXPECT_EQ(full.status, 1);
  EXPECT_EQ(full.errors, "mcbt: /dev/full: cannot write: No space left on device\n");
}

TEST_F(Report, ATopOfACaptureShowsItsWindowsAndTheirSum) {
  const Finished finished = run_mcbt({"top", "-f", "json", write("c", good_capture())});
  EXPECT_EQ(finished.status, 0);
  std::istringstream lines(finished.output);
  std::vector<std::string> kinds;
  for (std::string line; std::getline(lines, line);) kinds.push_back(Json::parse(line)["kind"]);
  EXPECT_EQ(kinds, (std::vector<std::string>{"window", "summary"}));
}

TEST_F(Report, ATopTakesFoldersAndSaysWhatIsMissing) {
  const std::string capture = write("c.jsonl", good_capture());
  const std::string folder = std::filesystem::path(capture).parent_path().string();
  EXPECT_EQ(run_mcbt({"top", "-f", "json", folder}).output,
            run_mcbt({"top", "-f", "json", capture}).output);
  const Finished missing = run_mcbt({"top", "-f", "json", capture, path("nowhere.jsonl")});
  EXPECT_EQ(missing.status, 1);
  EXPECT_NE(missing.errors.find("nowhere.jsonl: "), std::string::npos) << missing.errors;
  EXPECT_NE(missing.output.find(R"("kind":"summary")"), std::string::npos) << missing.output;
}

TEST_F(Report, ADemoNeedsNothing) {
  const Finished finished = run_mcbt({"demo", "-f", "json", "0.1", "2"});
  EXPECT_EQ(finished.status, 0);
  EXPECT_EQ(finished.errors, "");
  std::istringstream lines(finished.output);
  std::string first;
  std::getline(lines, first);
  EXPECT_GT(Json::parse(first)["totals"]["calls"], 1000);
}

}  // namespace
}  // namespace mcbt::cli
