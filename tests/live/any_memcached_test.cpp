// What holds for every memcached: how it is examined, and where it lives.

#include <gtest/gtest.h>

#include <filesystem>

#include "tests/live/live_mcbt.h"
#include "tests/live/processes.h"
#include "tests/support/live_server.h"
#include "tests/support/require.h"

namespace mcbt::live {
namespace {

Json probes_of(pid_t pid) {
  const Finished probes = run_program(mcbt({"probes", "-p", std::to_string(pid), "-f", "json"}));
  EXPECT_EQ(probes.status, 0) << probes.errors;
  return Json::parse(probes.output);
}

TEST(Probes, OfAServerThatHasThemSayWhatTheyGive) {
  const LiveServer server;
  const Json probes = probes_of(server.pid());
  for (const Json& probe : probes["probes"]) {
    if (probe["name"] != "command__get") continue;
    EXPECT_GT(probe["places"], 0);
    EXPECT_FALSE(probe["arguments"].empty());
    EXPECT_TRUE(
        probe["gives"].get<std::string>().starts_with("get_hit, get_miss: keys, value bytes"));
    return;
  }
  FAIL() << probes;
}

TEST(Probes, OfAStockMemcachedAreNoneAndSystemCallsServe) {
  const LiveServer server(kStockMemcached);
  const Json probes = probes_of(server.pid());
  EXPECT_TRUE(probes["probes"].empty());
  EXPECT_EQ(probes["source"], "syscall");
  EXPECT_EQ(probes["why"], "it has no USDT probes");
}

// Its binary is on a file system that is mounted in its own namespace only, and its pid is 1 there.
class Container {
 public:
  explicit Container(uint16_t port)
      : unshare_({"unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c",
                  "mount -t tmpfs none /mnt && cp " + std::string(kStockMemcached) +
                      " /mnt/memcached && exec /mnt/memcached -u root -l 127.0.0.1 -U 0 -p " +
                      std::to_string(port)}) {
    support::wait_for_server(port);
  }
  ~Container() { unshare_.signal(SIGKILL); }

  // On the host.
  std::vector<pid_t> pids() const { return children_of(unshare_.pid()); }

 private:
  ChildProcess unshare_;
};

TEST(Containers, AreTracedByTheirPidOnTheHost) {
  REQUIRE_BPF();
  const uint16_t port = support::free_port();
  const Container container(port);
  ASSERT_TRUE(Client(port).ask("version\r\n", "\r\n").starts_with("VERSION"));
  ASSERT_EQ(container.pids().size(), 1U);
  ASSERT_FALSE(std::filesystem::exists("/mnt/memcached"));
  EXPECT_EQ(probes_of(container.pids().front())["memcached"].is_string(), true);
  ChildProcess top(
      mcbt({"top", "-p", std::to_string(container.pids().front()), "-f", "json", "1"}));
  ASSERT_TRUE(top.wait_for_errors("Tracing ", kStart));
  Client client(port);
  for (int i = 0; i < 50; ++i) client.set("inside", "value");
  top.signal(SIGINT);
  const Json summary = summary_of(top.finish().output);
  EXPECT_EQ(counts_of(summary), (Counts{{"inside", {{"set", 50}}}}));
}

}  // namespace
}  // namespace mcbt::live
