// What mcbt counts is what was sent: on the test server, or on the memcached that $MCBT_MEMCACHED
// names.

#include <gtest/gtest.h>

#include "tests/live/live_mcbt.h"
#include "tests/live/mixed_traffic.h"
#include "tests/support/require.h"

namespace mcbt::live {
namespace {

TEST(Counts, OfTopEqualWhatWasSent) {
  REQUIRE_BPF();
  const LiveServer server;
  ChildProcess top(
      mcbt({"top", "-p", std::to_string(server.pid()), "-f", "json", "-r", "0", "0.5"}));
  ASSERT_TRUE(top.wait_for_errors("Tracing ", kStart));
  const Counts sent = send_mixed_traffic(server.port());
  top.signal(SIGINT);
  const Finished finished = top.finish();
  ASSERT_EQ(finished.status, 0) << finished.errors;

  const Json summary = summary_of(finished.output);
  EXPECT_EQ(counts_of(summary), sent);
  EXPECT_EQ(summary["totals"]["calls"], total(sent));
  EXPECT_EQ(summary["totals"]["attributed"], total(sent));
  EXPECT_EQ(summary["complete"], true) << summary["notes"];

  Counts of_windows;
  size_t windows = 0;
  for (const Json& object : json_lines(finished.output)) {
    if (object["kind"] != "window") continue;
    ++windows;
    for (const auto& [key, ops] : counts_of(object)) {
      for (const auto& [op, calls] : ops) of_windows[key][op] += calls;
    }
  }
  EXPECT_GE(windows, 4U);
  EXPECT_EQ(of_windows, sent);
}

TEST(Counts, BytesAreThoseTheClientSees) {
  REQUIRE_BPF();
  const LiveServer server;
  ChildProcess top(mcbt({"top", "-p", std::to_string(server.pid()), "-f", "json"}));
  ASSERT_TRUE(top.wait_for_errors("Tracing ", kStart));
  Client client(server.port());
  client.set("small", "12345");
  client.set("empty", "");
  client.get({"small", "small", "empty", "gone"});
  top.signal(SIGINT);
  const Json summary = summary_of(top.finish().output);
  EXPECT_EQ(summary["totals"]["bytes_written"], 5);
  EXPECT_EQ(summary["totals"]["bytes_read"], 10);
  for (const Json& row : summary["rows"]) {
    if (row["key"] == "small") {
      EXPECT_EQ(row["size_avg"], 5.0);
      EXPECT_EQ(row["hit_ratio"], 1.0);
    }
    if (row["key"] == "gone") {
      EXPECT_EQ(row["hit_ratio"], 0.0);
    }
  }
}

TEST(Counts, KeysAreWholeAtEveryLength) {
  REQUIRE_BPF();
  const LiveServer server;
  ChildProcess top(mcbt({"top", "-p", std::to_string(server.pid()), "-f", "json", "-r", "0"}));
  ASSERT_TRUE(top.wait_for_errors("Tracing ", kStart));
  Client client(server.port());
  Counts sent;
  for (size_t length = 1; length <= 250; ++length) {
    const std::string key(length, static_cast<char>('a' + length % 26));
    client.set(key, "v");
    client.get({key});
    sent[key]["set"] = 1;
    sent[key]["get_hit"] = 1;
  }
  top.signal(SIGINT);
  const Json summary = summary_of(top.finish().output);
  EXPECT_EQ(counts_of(summary), sent);
  EXPECT_EQ(summary["totals"]["keys_truncated"], 0);
}

TEST(Counts, KeysAreByteForByte) {
  REQUIRE_BPF();
  const LiveServer server;
  ChildProcess top(mcbt({"top", "-p", std::to_string(server.pid()), "-f", "json", "-r", "0"}));
  ASSERT_TRUE(top.wait_for_errors("Tracing ", kStart));
  Client client(server.port());
  const std::map<std::string, std::string> keys = {
      {"a,b,,c", "a,b,,c"},
      {"q\"uote", "q\"uote"},
      {"back\\slash", "back\\\\slash"},
      {"{\"x\":[1]}", "{\"x\":[1]}"},
      {"\\u0041\\uffffff80", "\\\\u0041\\\\uffffff80"},
      {"caf\xc3\xa9:\xe6\x97\xa5\xe6\x9c\xac", "café:日本"},
      {"raw\x80\xff\xc3", "raw\\x80\\xff\\xc3"},
      {"\x01\x1b[31m\x7f", "\\x01\\x1b[31m\\x7f"},
  };
  Counts sent;
  for (const auto& [bytes, text] : keys) {
    client.set(bytes, "v");
    sent[text]["set"] = 1;
  }
  top.signal(SIGINT);
  EXPECT_EQ(counts_of(summary_of(top.finish().output)), sent);
}

TEST(Counts, OnlyTheCommandsAskedForAreTraced) {
  REQUIRE_BPF();
  const LiveServer server;
  ChildProcess top(
      mcbt({"top", "-p", std::to_string(server.pid()), "-f", "json", "-c", "set,delete"}));
  ASSERT_TRUE(top.wait_for_errors("Tracing ", kStart));
  Client client(server.port());
  client.set("k", "v");
  client.get({"k"});
  client.erase("k");
  top.signal(SIGINT);
  const Json summary = summary_of(top.finish().output);
  EXPECT_EQ(counts_of(summary), (Counts{{"k", {{"set", 1}, {"delete", 1}}}}));
  EXPECT_EQ(summary["totals"]["calls"], 2);
}

TEST(Counts, AMetaMissMakesNoHitRatio) {
  REQUIRE_BPF();
  const LiveServer server;
  ChildProcess top(mcbt({"top", "-p", std::to_string(server.pid()), "-f", "json"}));
  ASSERT_TRUE(top.wait_for_errors("Tracing ", kStart));
  Client client(server.port());
  client.set("here", "v");
  client.ask("mg here v\r\n", "v\r\n");
  client.ask("mg gone v\r\n", "EN\r\n");
  client.get({"gone"});
  top.signal(SIGINT);
  const Json summary = summary_of(top.finish().output);
  for (const Json& row : summary["rows"]) {
    if (row["key"] != "gone") continue;
    EXPECT_EQ(row["ops"], (Json{{"get", 1}, {"get_miss", 1}}));
    EXPECT_TRUE(row["hit_ratio"].is_null());
  }
  EXPECT_EQ(summary["complete"], false);
  EXPECT_EQ(summary["notes"].size(), 1U);
}

TEST(Counts, EndsAfterTheWindowsAskedFor) {
  REQUIRE_BPF();
  const LiveServer server;
  ChildProcess top(mcbt({"top", "-p", std::to_string(server.pid()), "-f", "json", "0.2", "3"}));
  const Finished finished = top.finish();
  EXPECT_EQ(finished.status, 0) << finished.errors;
  const auto objects = json_lines(finished.output);
  ASSERT_EQ(objects.size(), 4U);
  EXPECT_EQ(objects[2]["kind"], "window");
  EXPECT_EQ(objects[3]["kind"], "summary");
  EXPECT_EQ(objects[3]["windows"], 3);
  EXPECT_EQ(objects[3]["complete"], true);
}

TEST(Snoop, ShowsEachOperation) {
  REQUIRE_BPF();
  const LiveServer server;
  ChildProcess snoop(mcbt({"snoop", "-p", std::to_string(server.pid()), "-f", "json"}));
  ASSERT_TRUE(snoop.wait_for_errors("Tracing ", kStart));
  Client client(server.port());
  const std::string longest(250, 'L');
  client.set("k1", "12345");
  client.get({"k1", "nope", longest});
  client.erase("k1");
  client.ask("replace nope 0 0 1\r\nx\r\n", "\r\n");
  ASSERT_TRUE(snoop.wait_for_output("replace", kStart));
  snoop.signal(SIGINT);
  const auto operations = json_lines(snoop.finish().output);
  ASSERT_EQ(operations.size(), 6U);
  const auto is = [&](size_t i, const char* op, const std::string& key, const Json& size,
                      const Json& result) {
    EXPECT_EQ(operations[i]["op"], op);
    EXPECT_EQ(operations[i]["key"], key);
    EXPECT_EQ(operations[i]["size"], size);
    EXPECT_EQ(operations[i]["result"], result);
    EXPECT_EQ(operations[i]["connection"], operations[0]["connection"]);
  };
  is(0, "set", "k1", 5, "ok");
  is(1, "get_hit", "k1", 5, "hit");
  is(2, "get_miss", "nope", nullptr, "miss");
  is(3, "get_miss", longest, nullptr, "miss");
  is(4, "delete", "k1", nullptr, nullptr);
  is(5, "replace", "nope", nullptr, "fail");
}

TEST(Latency, TimesEachRequest) {
  REQUIRE_BPF();
  const LiveServer server;
  ChildProcess latency(mcbt({"latency", "-p", std::to_string(server.pid()), "-f", "json", "0.5"}));
  ASSERT_TRUE(latency.wait_for_errors("Tracing ", kStart));
  Client client(server.port());
  constexpr uint64_t kSets = 40;
  constexpr uint64_t kGets = 60;
  for (uint64_t i = 0; i < kSets; ++i) client.set("k", "v");
  for (uint64_t i = 0; i < kGets; ++i) client.get({"k"});
  for (uint64_t i = 0; i < kGets; ++i) client.get({"gone"});
  // The client of a request that wants no answer may be idle for long; that is not its latency.
  client.ask("set quiet 0 0 1 noreply\r\nx\r\nget k\r\n", "END\r\n");
  latency.signal(SIGINT);
  const Json summary = summary_of(latency.finish().output);
  std::map<std::string, uint64_t> requests;
  for (const Json& histogram : summary["histograms"]) {
    requests[histogram["op"]] = histogram["count"];
    for (const Json& bucket : histogram["buckets"]) EXPECT_LT(bucket["min_us"], 1'000'000);
  }
  EXPECT_EQ(requests, (std::map<std::string, uint64_t>{
                          {"set", kSets + 1}, {"get_hit", kGets + 1}, {"get_miss", kGets}}));
}

}  // namespace
}  // namespace mcbt::live
