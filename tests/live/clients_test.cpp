// Clients that nobody here wrote: libmemcached's programs and pymemcache.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "tests/live/live_mcbt.h"
#include "tests/support/live_server.h"
#include "tests/support/require.h"

namespace mcbt::live {
namespace {

TEST(Clients, OfLibmemcachedAreCounted) {
  REQUIRE_BPF();
  const LiveServer server(kStockMemcached);
  const std::string servers = "--servers=127.0.0.1:" + std::to_string(server.port());
  const auto file = std::filesystem::temp_directory_path() / "mcbt-libmemcached-key";
  std::ofstream(file) << "value";
  ChildProcess top(mcbt({"top", "-p", std::to_string(server.pid()), "-f", "json", "1"}));
  ASSERT_TRUE(top.wait_for_errors("Tracing ", kStart));
  const std::string key = file.filename();
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(run_program({"memccp", servers, "--set", file}).status, 0);
  }
  for (int i = 0; i < 7; ++i) {
    EXPECT_EQ(run_program({"memccat", servers, key}).output, "value\n");
  }
  EXPECT_EQ(run_program({"memcrm", servers, key}).status, 0);
  run_program({"memccat", servers, key});
  top.signal(SIGINT);
  const Json summary = summary_of(top.finish().output);
  std::filesystem::remove(file);
  EXPECT_EQ(counts_of(summary),
            (Counts{{key, {{"delete", 1}, {"get_hit", 7}, {"get_miss", 1}, {"set", 3}}}}));
  EXPECT_EQ(summary["complete"], true) << summary["notes"];
}

// What pymemcache asked a server for while it was traced, and what mcbt made of it.
struct Traced {
  Counts sent;
  Json summary;
};

Traced trace_pymemcache(const LiveServer& server) {
  ChildProcess top(mcbt({"top", "-p", std::to_string(server.pid()), "-f", "json", "-r", "0", "1"}));
  EXPECT_TRUE(top.wait_for_errors("Tracing ", kStart));
  const Finished client =
      run_program({"/usr/bin/python3", MCBT_SOURCE_DIR "/tests/live/pymemcache_traffic.py",
                   std::to_string(server.port())});
  EXPECT_EQ(client.status, 0) << client.errors;
  top.signal(SIGINT);
  const Finished finished = top.finish();
  EXPECT_EQ(finished.status, 0) << finished.errors;
  return {Json::parse(client.output).get<Counts>(), summary_of(finished.output)};
}

// Takes away what the probes of this release do not show, as mcbt says itself.
Counts without_unseen(Counts counts, const Json& unseen) {
  const auto is_unseen = [&](const std::string& what) {
    return std::ranges::find(unseen, Json(what)) != unseen.end();
  };
  for (auto& [key, ops] : counts) {
    if (is_unseen("touch in the text protocol")) ops.erase("touch");
    if (is_unseen("incr")) ops.erase("incr");
    if (is_unseen("decr")) ops.erase("decr");
  }
  return counts;
}

TEST(Clients, OfPymemcacheAreCountedBySystemCalls) {
  REQUIRE_BPF();
  const LiveServer server(kStockMemcached);
  const Traced traced = trace_pymemcache(server);
  EXPECT_EQ(traced.summary["source"], "syscall");
  EXPECT_EQ(counts_of(traced.summary), traced.sent);
  EXPECT_EQ(traced.summary["complete"], true) << traced.summary["notes"];
  for (const Json& row : traced.summary["rows"]) EXPECT_GT(row["latency_us"], 0) << row;
}

TEST(Clients, OfPymemcacheAreCountedByProbes) {
  REQUIRE_BPF();
  const LiveServer server;
  const Traced traced = trace_pymemcache(server);
  EXPECT_EQ(counts_of(traced.summary), without_unseen(traced.sent, traced.summary["unseen"]));
  EXPECT_EQ(traced.summary["complete"], true) << traced.summary["notes"];
}

}  // namespace
}  // namespace mcbt::live
