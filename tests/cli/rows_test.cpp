// `rows` as a user calls it; what is in them is tested in
// tests/post/aggregate/window_rows_test.cpp.

#include <algorithm>
#include <cstdlib>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/cli/run_mcbt.h"
#include "tests/cli/sample_capture.h"

namespace mcbt::cli {
namespace {

using support::Finished;
using Json = nlohmann::json;

class Rows : public WithFolder {};

TEST_F(Rows, OfEveryFormat) {
  const std::string file = write("c.jsonl", text_of(sample_lines("a,\"\\\t", 1)));
  const Finished jsonl = run_mcbt({"rows", file});
  EXPECT_EQ(jsonl.status, 0) << jsonl.errors;
  EXPECT_EQ(Json::parse(jsonl.output), Json::parse(R"({
    "host":"cache7","pid":7744,"source":"usdt","trace":1000000000,"seq":0,
    "start":"2026-11-22T18:00:00.000Z","end":"2026-11-22T18:00:01.000Z","op":"get_hit",
    "key":"a,\"\\\\\\x09","key_length":5,"key_truncated":false,"calls":10,"bytes":30,"timed":0,
    "time_us":null,"complete":true})"));
  EXPECT_EQ(run_mcbt({"rows", "-f", "csv", file}).output,
            "host,pid,source,trace,seq,start,end,op,key,key_length,key_truncated,calls,bytes,timed,"
            "time_us,complete\n"
            "cache7,7744,usdt,1000000000,0,2026-11-22T18:00:00.000Z,2026-11-22T18:00:01.000Z,"
            "get_hit,\"a,\"\"\\\\\\x09\",5,false,10,30,0,,true\n");
  EXPECT_EQ(
      run_mcbt({"rows", "-f", "tsv", file}).output,
      "host\tpid\tsource\ttrace\tseq\tstart\tend\top\tkey\tkey_length\tkey_truncated\tcalls\t"
      "bytes\ttimed\ttime_us\tcomplete\n"
      "cache7\t7744\tusdt\t1000000000\t0\t2026-11-22T18:00:00.000Z\t2026-11-22T18:00:01.000Z\t"
      "get_hit\ta,\"\\\\\\x09\t5\tfalse\t10\t30\t0\t\\N\ttrue\n");
}

TEST_F(Rows, AddUpToTheReport) {
  const Finished rows = run_mcbt({"rows", MCBT_SOURCE_DIR "/cli/demo.jsonl.gz"});
  std::istringstream lines(rows.output);
  std::map<std::string, uint64_t> calls;
  uint64_t all = 0;
  for (std::string line; std::getline(lines, line);) {
    const Json row = Json::parse(line);
    calls[row["key"]] += row["calls"].get<uint64_t>();
    all += row["calls"].get<uint64_t>();
  }
  const Json report = Json::parse(
      run_mcbt({"report", "-f", "json", "-r", "0", MCBT_SOURCE_DIR "/cli/demo.jsonl.gz"}).output);
  EXPECT_EQ(all, report["totals"]["calls"]);
  EXPECT_EQ(calls.size(), report["rows"].size());
  for (const Json& row : report["rows"]) EXPECT_EQ(calls[row["key"]], row["calls"]);
}

TEST_F(Rows, OnlyWhatIsAskedFor) {
  const std::string file = write("c.jsonl", text_of(sample_lines("a", 5)));
  const auto rows = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "rows");
    arguments.push_back(file);
    const std::string output = run_mcbt(arguments).output;
    return std::ranges::count(output, '\n');
  };
  EXPECT_EQ(rows({}), 5);
  EXPECT_EQ(rows({"--from", "18:00:01", "--to", "18:00:03"}), 2);
  EXPECT_EQ(rows({"--window", "2-9"}), 3);
  EXPECT_EQ(rows({"-k", "^b"}), 0);
  EXPECT_EQ(rows({"-c", "set"}), 0);
}

TEST_F(Rows, OfFamiliesOfKeys) {
  support::Lines lines = sample_lines("user:1", 1);
  lines[1] = support::map_line("@calls_a", {{"1", "16"}});
  lines[2] = support::map_line("@keys_a", {{"1,6,user:1", support::packed(10, 30)},
                                           {"1,7,user:22", support::packed(4, 9)},
                                           {"1,1,x", support::packed(2, 1)}});
  const std::string file = write("c.jsonl", text_of(lines));
  const auto rows = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"rows", "-f", "csv", "--group", "auto"});
    arguments.push_back(file);
    std::string keys;
    std::istringstream text(run_mcbt(arguments).output);
    for (std::string line; std::getline(text, line);) {
      if (line.starts_with("cache7")) keys += line.substr(line.find("get_hit")) + "\n";
    }
    return keys;
  };
  EXPECT_EQ(rows({}), "get_hit,user:{},7,false,14,39,0,,true\nget_hit,x,1,false,2,1,0,,true\n");
  // -k chooses keys before they are added up.
  EXPECT_EQ(rows({"-k", "1$"}), "get_hit,user:{},7,false,10,30,0,,true\n");
}

TEST_F(Rows, SayWhatIsWrongOnTheSide) {
  const std::string file = write("c.jsonl", text_of(sample_lines("a", 2)));
  const Finished twice = run_mcbt({"rows", "-f", "csv", file, file});
  EXPECT_EQ(twice.status, 0);
  EXPECT_EQ(std::ranges::count(twice.output, '\n'), 3);
  EXPECT_EQ(twice.errors, "mcbt: " + file + ": no rows of 2 windows: " + file +
                              " has counted the same process at that time\n");
  const Finished foreign =
      run_mcbt({"rows", write("f.jsonl", text_of({support::map_line("@a", {{"1", "10"}})}))});
  EXPECT_EQ(foreign.status, 1);
  EXPECT_EQ(foreign.errors,
            "mcbt: none of the captures is of a script of mcbt's: there are no rows\n");
}

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define MCBT_SANITIZED
#endif
#endif

#ifndef MCBT_SANITIZED
// The most memory that `mcbt rows` has taken when it has written so many bytes and waits for its
// reader, in KiB.
long peak_of_rows(const std::string& file, size_t written) {
  const std::string pipe = file + ".pipe";
  const Finished finished = support::run_program(
      {"/bin/sh", "-c",
       "mkfifo " + pipe + "; " MCBT_PROGRAM " rows " + file + " > " + pipe + " & exec 3< " + pipe +
           "; head -c " + std::to_string(written) +
           " <&3 > /dev/null; sed -n 's/^VmHWM: *//p' /proc/$!/status; cat <&3 > /dev/null"});
  EXPECT_NE(finished.output, "") << finished.errors;
  return std::atol(finished.output.c_str());
}

// In each window 500 other keys of 160 bytes.
std::string capture_of(uint64_t windows) {
  std::string text = text_of({support::header_line()});
  for (uint64_t seq = 0; seq < windows; ++seq) {
    support::MapEntries entries;
    for (uint64_t i = 0; i < 500; ++i) {
      std::string key = std::to_string(seq * 500 + i);
      key.resize(160, 'x');
      entries.emplace_back("1,160," + key, support::packed(1, 0));
    }
    const uint64_t start = support::kStartNs + seq * 1'000'000'000;
    text += text_of({support::map_line("@calls_a", {{"1", "500"}}),
                     support::map_line("@keys_a", entries),
                     support::window_line(seq, start, start + 1'000'000'000)});
  }
  return text + text_of({support::end_line()});
}

TEST_F(Rows, TakeNoMoreMemoryForMoreWindows) {
  // A row is 430 bytes.
  const long few = peak_of_rows(write("few.jsonl", capture_of(10)), 10 * 500 * 380);
  const long many = peak_of_rows(write("many.jsonl", capture_of(400)), 400 * 500 * 380);
  // The keys of 400 windows alone are 32 MB.
  EXPECT_LT(many, few + 8'000) << few;
}
#endif

}  // namespace
}  // namespace mcbt::cli
