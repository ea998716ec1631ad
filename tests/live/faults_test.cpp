// What happens when a trace does not go as it should.

#include <gtest/gtest.h>

#include <filesystem>
#include <thread>

#include "tests/live/live_mcbt.h"
#include "tests/support/live_server.h"
#include "tests/support/require.h"

namespace mcbt::live {
namespace {

using support::ChildProcess;
using support::Client;
using support::Finished;
using support::LiveServer;

// The children of a process, from /proc.
std::vector<pid_t> children_of(pid_t parent) {
  std::vector<pid_t> children;
  std::ifstream file("/proc/" + std::to_string(parent) + "/task/" + std::to_string(parent) +
                     "/children");
  for (pid_t child = 0; file >> child;) children.push_back(child);
  return children;
}

bool gone(pid_t pid) {
  for (int i = 0; i < 500; ++i) {
    if (kill(pid, 0) != 0) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return false;
}

TEST(Faults, TheServerExits) {
  REQUIRE_BPF();
  LiveServer server;
  ChildProcess top(mcbt({"top", "-p", std::to_string(server.pid()), "-f", "json"}));
  ASSERT_TRUE(top.wait_for_errors("Tracing ", kStart));
  Client(server.port()).set("k", "v");
  server.kill();
  const Finished finished = top.finish();
  EXPECT_EQ(finished.status, 1);
  EXPECT_NE(finished.errors.find("memcached exited while it was traced"), std::string::npos)
      << finished.errors;
  EXPECT_EQ(counts_of(summary_of(finished.output)), (Counts{{"k", {{"set", 1}}}}));
}

TEST(Faults, BpftraceIsKilled) {
  REQUIRE_BPF();
  const LiveServer server;
  ChildProcess top(mcbt({"top", "-p", std::to_string(server.pid()), "-f", "json", "0.2"}));
  ASSERT_TRUE(top.wait_for_errors("Tracing ", kStart));
  Client(server.port()).set("k", "v");
  ASSERT_TRUE(top.wait_for_output("\"set\":1", kStart));
  for (const pid_t child : children_of(top.pid())) kill(child, SIGKILL);
  const Finished finished = top.finish();
  EXPECT_EQ(finished.status, 1);
  EXPECT_NE(finished.errors.find("killed by signal 9"), std::string::npos) << finished.errors;
  const Json summary = summary_of(finished.output);
  EXPECT_EQ(counts_of(summary), (Counts{{"k", {{"set", 1}}}}));
  EXPECT_EQ(summary["complete"], false);
}

TEST(Faults, McbtIsKilled) {
  REQUIRE_BPF();
  const LiveServer server;
  ChildProcess top(mcbt({"top", "-p", std::to_string(server.pid())}));
  ASSERT_TRUE(top.wait_for_errors("Tracing ", kStart));
  const auto children = children_of(top.pid());
  ASSERT_EQ(children.size(), 1U);
  top.signal(SIGKILL);
  top.finish();
  EXPECT_TRUE(gone(children.front()));
}

TEST(Faults, TheReaderGoesAway) {
  REQUIRE_BPF();
  const LiveServer server;
  const Finished finished =
      support::run_program({"/bin/sh", "-c",
                            std::string(MCBT_PROGRAM) + " top -p " + std::to_string(server.pid()) +
                                " -f json 0.2 | head -n 1 > /dev/null; echo done"});
  EXPECT_EQ(finished.status, 0);
  EXPECT_EQ(finished.output, "done\n");
}

TEST(Faults, TheDiskIsFull) {
  REQUIRE_BPF();
  const LiveServer server;
  const Finished finished = support::run_program(
      mcbt({"top", "-p", std::to_string(server.pid()), "-o", "/dev/full", "0.2"}));
  EXPECT_EQ(finished.status, 1);
  EXPECT_NE(finished.errors.find("No space left on device"), std::string::npos) << finished.errors;
}

TEST(Faults, ACtrlCOnTheWholeGroupKeepsTheLastWindow) {
  REQUIRE_BPF();
  const LiveServer server;
  // setsid makes mcbt lead a group of its own, to which the signal then goes, as a terminal's does.
  ChildProcess top({"/usr/bin/setsid", MCBT_PROGRAM, "top", "-p", std::to_string(server.pid()),
                    "-f", "json", "60"});
  ASSERT_TRUE(top.wait_for_errors("Tracing ", kStart));
  Client(server.port()).set("k", "v");
  ASSERT_EQ(getpgid(top.pid()), top.pid());
  kill(-top.pid(), SIGINT);
  const Finished finished = top.finish();
  EXPECT_EQ(finished.status, 0) << finished.errors;
  EXPECT_EQ(counts_of(summary_of(finished.output)), (Counts{{"k", {{"set", 1}}}}));
}

TEST(Faults, AProcessThatIsNoMemcached) {
  ChildProcess other({"/bin/sleep", "30"});
  const Finished finished = support::run_program(mcbt({"top", "-p", std::to_string(other.pid())}));
  EXPECT_EQ(finished.status, 1);
  EXPECT_NE(finished.errors.find("(sleep): not a memcached"), std::string::npos) << finished.errors;
}

TEST(Faults, AMemcachedIsFoundByItsPort) {
  REQUIRE_BPF();
  const LiveServer first;
  const LiveServer second;
  const Finished several = support::run_program(mcbt({"top", "1", "1"}));
  EXPECT_EQ(several.status, 1);
  EXPECT_NE(several.errors.find("port " + std::to_string(second.port())), std::string::npos);
  const Finished one = support::run_program(
      mcbt({"top", "--port", std::to_string(second.port()), "-f", "json", "0.2", "1"}));
  EXPECT_EQ(one.status, 0) << one.errors;
  EXPECT_EQ(summary_of(one.output)["pid"], second.pid());
}

}  // namespace
}  // namespace mcbt::live
