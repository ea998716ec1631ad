// `diff` as a user calls it; what it computes is tested in tests/post/view/diff_table_test.cpp.

#include <nlohmann/json.hpp>

#include "tests/cli/run_mcbt.h"
#include "tests/cli/sample_capture.h"

namespace mcbt::cli {
namespace {

using support::Finished;
using Json = nlohmann::json;

class Diff : public WithFolder {
 protected:
  void SetUp() override {
    WithFolder::SetUp();
    before_ = write("before.jsonl", text_of(sample_lines("user:1", 2)));
    // Another day: 10 calls a second of the one key as before, and as many of another.
    support::Lines lines = {support::header_line({{"start_epoch", R"("1795456800.000000")"}})};
    for (uint64_t seq = 0; seq < 4; ++seq) {
      const uint64_t start = support::kStartNs + seq * 1'000'000'000;
      lines.insert(lines.end(),
                   {support::map_line("@calls_a", {{"1", "10"}, {"2", "10"}}),
                    support::map_line("@keys_a", {{"1,6,user:1", support::packed(10, 30)},
                                                  {"2,6,user:2", support::packed(10, 0)}}),
                    support::window_line(seq, start, start + 1'000'000'000)});
    }
    lines.push_back(support::end_line());
    after_ = write("after.jsonl", text_of(lines));
  }

  Json json(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"diff", "-f", "json"});
    arguments.insert(arguments.end(), {before_, after_});
    const Finished finished = run_mcbt(arguments);
    EXPECT_EQ(finished.status, 0) << finished.errors;
    return Json::parse(finished.output);
  }

  std::string before_;
  std::string after_;
};

TEST_F(Diff, ShowsTheSchemaOfTheDocuments) {
  const Json expected = Json::parse(R"({
    "schema":"mcbt.diff/1","complete":true,"notes":[],
    "before":{"windows":2,"start":"2026-11-22T18:00:00.000Z","end":"2026-11-22T18:00:02.000Z",
      "seconds":2.0,"host":"cache7","pid":7744,"source":"usdt","complete":true,"notes":[],
      "unseen":[],"keys":1,
      "totals":{"calls":20,"rate":10.0,"ops":{"get_hit":20},"hit_ratio":1.0,"bytes_read":60,
                "bytes_written":0,"size_avg":3.0,"latency_us":null}},
    "after":{"windows":4,"start":"2026-11-23T18:00:00.000Z","end":"2026-11-23T18:00:04.000Z",
      "seconds":4.0,"host":"cache7","pid":7744,"source":"usdt","complete":true,"notes":[],
      "unseen":[],"keys":2,
      "totals":{"calls":80,"rate":20.0,"ops":{"get_hit":40,"get_miss":40},"hit_ratio":0.5,
                "bytes_read":120,"bytes_written":0,"size_avg":3.0,"latency_us":null}},
    "changes":{"new":1,"gone":0,"hotter":0,"colder":0,"same":1},
    "rows":[
      {"key":"user:2","key_truncated":false,"change":"new","rate_diff":10.0,"before":null,
       "after":{"calls":40,"rate":10.0,"share":0.5,"ops":{"get_miss":40},"hit_ratio":0.0,
                "bytes_read":0,"bytes_written":0,"size_avg":null,"latency_us":null}},
      {"key":"user:1","key_truncated":false,"change":"same","rate_diff":0.0,
       "before":{"calls":20,"rate":10.0,"share":1.0,"ops":{"get_hit":20},"hit_ratio":1.0,
                 "bytes_read":60,"bytes_written":0,"size_avg":3.0,"latency_us":null},
       "after":{"calls":40,"rate":10.0,"share":0.5,"ops":{"get_hit":40},"hit_ratio":1.0,
                "bytes_read":120,"bytes_written":0,"size_avg":3.0,"latency_us":null}}]})");
  EXPECT_EQ(json({}), expected) << json({}).dump();
}

TEST_F(Diff, ATableSaysWhatHasChanged) {
  const Finished finished = run_mcbt({"diff", before_, after_});
  EXPECT_EQ(finished.status, 0) << finished.errors;
  EXPECT_EQ(finished.output,
            "before 18:00:02.000 memcached 1.6.38 pid 7744 on cache7 (usdt), 2 windows, 2 s\n"
            "after  18:00:04.000 memcached 1.6.38 pid 7744 on cache7 (usdt), 4 windows, 4 s\n"
            "calls/s 10.0 → 20.0 (+100.0 %), hit 100.0 → 50.0 %\n"
            "2 keys: 1 new, 0 gone, 0 hotter, 0 colder, 1 same; complete\n"
            "KEY              CHANGE REQ/S   WAS  DIFF  HIT%   WAS  SIZE   WAS\n"
            "user:2           new     10.0     - +10.0   0.0     -     -     -\n"
            "user:1           same    10.0  10.0  +0.0 100.0 100.0     3     3\n"
            "\n");
}

TEST_F(Diff, FamiliesAndSlicesAreComparedToo) {
  const Json families = json({"--group", "auto"});
  ASSERT_EQ(families["rows"].size(), 1U);
  EXPECT_EQ(families["rows"][0]["key"], "user:{}");
  EXPECT_EQ(families["rows"][0]["rate_diff"], 10.0);
  // The same second of both days.
  const Json slice = json({"--from", "18:00:01", "--to", "18:00:02"});
  EXPECT_EQ(slice["before"]["seconds"], 1.0);
  EXPECT_EQ(slice["after"]["seconds"], 1.0);
  EXPECT_EQ(slice["after"]["start"], "2026-11-23T18:00:01.000Z");
  const Json hosts = json({"--by", "host"});
  EXPECT_EQ(hosts["rows"][0]["host"], "cache7");
}

TEST_F(Diff, OneCaptureIsComparedBeforeAndAfterAMoment) {
  const Finished finished =
      run_mcbt({"diff", "-f", "json", "--at", "18:00:01", "--to", "18:00:03", after_});
  EXPECT_EQ(finished.status, 0) << finished.errors;
  const Json json = Json::parse(finished.output);
  EXPECT_EQ(json["before"]["end"], "2026-11-23T18:00:01.000Z");
  EXPECT_EQ(json["after"]["start"], "2026-11-23T18:00:01.000Z");
  EXPECT_EQ(json["after"]["windows"], 2);
  EXPECT_EQ(json["changes"]["same"], 2);
  EXPECT_EQ(run_mcbt({"diff", "--at", "18:00:01", before_, after_}).status, 2);
  EXPECT_EQ(run_mcbt({"diff", "--at", "19:00", after_}).status, 1);
}

TEST_F(Diff, RowsOfACsvHaveBothSides) {
  const Finished finished = run_mcbt({"diff", "-f", "csv", "-r", "1", before_, after_});
  EXPECT_EQ(finished.output,
            "host,pid,key,key_truncated,change,rate_diff,before_calls,before_rate,before_hits,"
            "before_misses,before_hit_ratio,before_bytes_read,before_bytes_written,before_size_avg,"
            "before_latency_us,after_calls,after_rate,after_hits,after_misses,after_hit_ratio,"
            "after_bytes_read,after_bytes_written,after_size_avg,after_latency_us,complete\n"
            ",,user:2,false,new,10,,,,,,,,,,40,10,0,40,0,0,0,,,true\n");
}

TEST_F(Diff, SaysWhatItCannotCompare) {
  EXPECT_EQ(run_mcbt({"diff", before_}).status, 2);
  EXPECT_EQ(run_mcbt({"diff", before_, after_, after_}).status, 2);
  const Finished missing = run_mcbt({"diff", before_, path("none")});
  EXPECT_EQ(missing.status, 1);
  EXPECT_EQ(missing.output, "");
  support::Lines open = sample_lines("a", 1);
  open.resize(3);  // without the window's line
  const Finished unrated = run_mcbt({"diff", before_, write("open.jsonl", text_of(open))});
  EXPECT_EQ(unrated.status, 1);
  EXPECT_EQ(unrated.errors,
            "mcbt: " + path("open.jsonl") +
                ": nothing to compare: it has no window that is whole, so its rates "
                "are not known\n");
}

TEST_F(Diff, WhatIsNotCompleteIsSaid) {
  support::Lines cut = sample_lines("user:1", 3);
  cut.pop_back();
  const Finished finished =
      run_mcbt({"diff", "-f", "json", write("cut.jsonl", text_of(cut)), after_});
  const Json json = Json::parse(finished.output);
  EXPECT_EQ(json["complete"], false);
  EXPECT_EQ(json["notes"], Json({"before: the capture was cut off: it has no mcbt-end"}));
  EXPECT_NE(run_mcbt({"diff", path("cut.jsonl"), after_}).output.find("NOT complete"),
            std::string::npos);
}

}  // namespace
}  // namespace mcbt::cli
