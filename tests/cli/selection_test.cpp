// What of which captures: folders and patterns, slices of time, rows by host.

#include <nlohmann/json.hpp>

#include "tests/cli/run_mcbt.h"
#include "tests/cli/sample_capture.h"

namespace mcbt::cli {
namespace {

using support::Finished;
using Json = nlohmann::json;
using Arguments = std::vector<std::string>;

// Captures begin at 18:00 UTC on 2026-11-22; each window of a second has 10 calls of one key.
class Selected : public WithFolder {
 protected:
  std::string capture(const std::string& name, const std::string& key, uint64_t windows,
                      const support::HeaderMembers& changes = {}) const {
    std::filesystem::create_directories(std::filesystem::path(path(name)).parent_path());
    return write(name, text_of(sample_lines(key, windows, changes)));
  }

  static Finished report(Arguments arguments) {
    arguments.insert(arguments.begin(), {"report", "-f", "json"});
    return run_mcbt(arguments);
  }
  static uint64_t calls(const Arguments& arguments) {
    const Finished finished = report(arguments);
    EXPECT_EQ(finished.status, 0) << finished.errors;
    EXPECT_EQ(finished.errors, "");
    return finished.output.empty()
               ? 0
               : Json::parse(finished.output)["totals"]["calls"].get<uint64_t>();
  }
};

TEST_F(Selected, AFolderAndAPatternStandForTheirCaptures) {
  capture("all/a.jsonl", "a", 1, {{"host", R"("cache1")"}});
  capture("all/deep/b.jsonl", "b", 2, {{"host", R"("cache2")"}});
  EXPECT_EQ(calls({path("all")}), 30U);
  EXPECT_EQ(calls({path("all/*.jsonl")}), 10U);
  EXPECT_EQ(calls({path("all/*")}), 30U);
  write("all/README", "x");
  const Finished noted = report({path("all")});
  EXPECT_EQ(noted.status, 0);
  EXPECT_EQ(noted.errors, "mcbt: " + path("all") +
                              ": passed over 1 file whose names are not those of captures (.jsonl, "
                              ".json, .gz, .zst), the first is " +
                              path("all/README") + "\n");
  const Finished nothing = report({path("none*"), path("all")});
  EXPECT_EQ(nothing.status, 1);
  EXPECT_EQ(Json::parse(nothing.output)["totals"]["calls"], 30);
}

TEST_F(Selected, TimesAreOfAnyUsualShape) {
  const std::string file = capture("c.jsonl", "a", 10);
  EXPECT_EQ(calls({"--from", "2026-11-22T18:00:02Z", "--to", "2026-11-22T18:00:05Z", file}), 30U);
  EXPECT_EQ(calls({"--from", "2026-11-22 18:00:02", file}), 80U);
  EXPECT_EQ(calls({"--from", "2026-11-22T19:00:02+01:00", "--to", "18:00:02.9", file}), 10U);
  EXPECT_EQ(calls({"--to", "18:00:04", file}), 40U);
  EXPECT_EQ(calls({"--from", "18:00", "--to", "18:01", file}), 100U);
  EXPECT_EQ(calls({"--from", "2026-11-22", "--to", "2026-11-23", file}), 100U);
  EXPECT_EQ(calls({"--window", "3-5", file}), 30U);
  EXPECT_EQ(calls({"--window", "3", "--from", "18:00:00", file}), 10U);
}

TEST_F(Selected, ATimeOfDayIsInTheReadersZone) {
  const std::string file = capture("c.jsonl", "a", 10);
  const Finished finished = support::run_program(
      {MCBT_PROGRAM, "report", "-f", "json", "--from", "03:00:08", file}, {{"TZ", "XST-9"}});
  EXPECT_EQ(Json::parse(finished.output)["totals"]["calls"], 20) << finished.errors;
}

// A capture that began at 22:00 and ran on: 02:00 is of the night.
TEST_F(Selected, ATimeOfDayMayBeOfTheNightAfter) {
  const support::HeaderMembers late = {{"start_epoch", R"("1795384800.000000")"}};  // 22:00
  std::string text = text_of({support::header_line(late)});
  for (const uint64_t hour : {0U, 4U, 5U}) {
    const uint64_t start = support::kStartNs + hour * 3'600'000'000'000;
    text += text_of({support::map_line("@calls_a", {{"1", "10"}}),
                     support::map_line("@keys_a", {{"1,1,k", support::packed(10, 0)}}),
                     support::window_line(hour, start, start + 60'000'000'000)});
  }
  const std::string file = write("night.jsonl", text + text_of({support::end_line()}));
  EXPECT_EQ(calls({"--from", "02:00", "--to", "02:05", file}), 10U);
  EXPECT_EQ(calls({"--from", "02:00", file}), 20U);
  EXPECT_EQ(calls({"--from", "21:00", "--to", "02:05", file}), 20U);
}

TEST_F(Selected, RelativeTimesAreBeforeNow) {
  const auto epoch = std::to_string(std::time(nullptr) - 100);
  const std::string file = capture("c.jsonl", "a", 10, {{"start_epoch", "\"" + epoch + ".0\""}});
  EXPECT_EQ(calls({"--from", "-5m", file}), 100U);
  EXPECT_EQ(report({"--from", "-30s", file}).status, 1);
  EXPECT_EQ(calls({"--to", "-60s", file}), 100U);
}

TEST_F(Selected, WhatIsNotThereIsSaid) {
  const std::string file = capture("c.jsonl", "a", 10);
  const Finished nothing = report({"--from", "19:00", file});
  EXPECT_EQ(nothing.status, 1);
  EXPECT_EQ(nothing.output, "");
  EXPECT_EQ(nothing.errors,
            "mcbt: no window of the captures is in what was asked for; they are from "
            "2026-11-22T18:00:00.000Z to 2026-11-22T18:00:10.000Z\n");
  const std::string clockless = capture("d.jsonl", "a", 3, {{"start_epoch", ""}});
  const Finished unknown = report({"--from", "18:00", file, clockless});
  EXPECT_EQ(unknown.status, 1);
  EXPECT_EQ(unknown.errors, "mcbt: " + clockless +
                                ": it does not know the wall clock: nothing of it is counted; use "
                                "--window\n");
  EXPECT_EQ(Json::parse(unknown.output)["totals"]["calls"], 100);
  for (const Arguments& wrong :
       {Arguments{"--from", "25:00"}, Arguments{"--to", "2026-13-01"}, Arguments{"--from", "-5x"},
        Arguments{"--from", "9999-01-01"}, Arguments{"--window", "5-3"}, Arguments{"--window", "a"},
        Arguments{"--by", "rack"}, Arguments{"--by", "family,key"},
        Arguments{"--by", "host", "--group", "auto"}}) {
    Arguments arguments = wrong;
    arguments.push_back(file);
    EXPECT_EQ(report(arguments).status, 2) << wrong[0] << wrong[1];
  }
}

TEST_F(Selected, HostsAreKeptApartAndTheirClocksAligned) {
  capture("all/a.jsonl", "hot", 2, {{"host", R"("cache1")"}});
  capture("all/b.jsonl", "hot", 2,
          {{"host", R"("cache2")"},
           {"start_ns", "777000000000"},
           {"start_epoch", R"("1795369624.000000")"}});
  capture("all/c.jsonl", "cold", 1, {{"host", R"("cache2")"}, {"pid", "9"}});
  const Json sum = Json::parse(report({path("all")}).output);
  EXPECT_EQ(sum["totals"]["calls"], 50);
  const Json hosts = Json::parse(report({"--by", "host", path("all")}).output);
  EXPECT_EQ(hosts["by"], Json({"host"}));
  EXPECT_EQ(hosts["totals"]["keys"], nullptr);
  ASSERT_EQ(hosts["rows"].size(), 2U);
  EXPECT_EQ(hosts["rows"][0]["key"], "cache2");
  EXPECT_EQ(hosts["rows"][0]["host"], "cache2");
  EXPECT_EQ(hosts["rows"][0]["calls"], 30);
  const Json processes = Json::parse(report({"--by", "pid", path("all")}).output);
  ASSERT_EQ(processes["rows"].size(), 3U);
  EXPECT_EQ(processes["rows"][2]["key"], "cache2 9");
  EXPECT_EQ(processes["rows"][2]["pid"], 9);
  const Json keys = Json::parse(report({"--by", "host,key", "-k", "hot", path("all")}).output);
  ASSERT_EQ(keys["rows"].size(), 2U);
  EXPECT_EQ(keys["rows"][0]["key"], "hot");
  EXPECT_EQ(keys["rows"][0]["host"], "cache1");
}

TEST_F(Selected, RowsByHaveTheirColumnsInEveryFormat) {
  const std::string file = capture("c.jsonl", "user:1", 1);
  const Finished table = run_mcbt({"report", "--by", "pid,command", file});
  EXPECT_NE(table.output.find("\nCOMMAND          HOST   PID "), std::string::npos) << table.output;
  EXPECT_NE(table.output.find("\nget              cache7 7744 "), std::string::npos)
      << table.output;
  const Finished csv = run_mcbt({"report", "--by", "host,family", "-f", "csv", file});
  EXPECT_NE(csv.output.find(",cache7,7744,usdt,true,user:{},false,10,"), std::string::npos)
      << csv.output;
  // Families alone are those of --group.
  EXPECT_EQ(run_mcbt({"report", "--by", "family", file}).output,
            run_mcbt({"report", "--group", "auto", file}).output);
}

TEST_F(Selected, ATableSaysHowCallsSpread) {
  const std::string file = capture("c.jsonl", "a", 2);
  EXPECT_NE(run_mcbt({"report", file})
                .output.find("\ntop 1/10/100 keys: 100.0 / 100.0 / 100.0 % of calls\n"),
            std::string::npos);
  EXPECT_EQ(Json::parse(report({file}).output)["skew"],
            Json::parse(R"({"top_1":1.0,"top_10":1.0,"top_100":1.0})"));
}

}  // namespace
}  // namespace mcbt::cli
