// What happens when a trace does not go as it should.

#include <gtest/gtest.h>

#include <array>
#include <memory>

#include "tests/live/live_mcbt.h"
#include "tests/live/processes.h"
#include "tests/support/require.h"

namespace mcbt::live {
namespace {

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

TEST(Faults, TheServerIsRestarted) {
  REQUIRE_BPF();
  LiveServer server;
  const std::string port = std::to_string(server.port());
  ChildProcess first(mcbt({"top", "--port", port, "-f", "json"}));
  ASSERT_TRUE(first.wait_for_errors("Tracing ", kStart));
  const auto tracers = children_of(first.pid());
  Client(server.port()).set("before", "v");
  const pid_t old = server.pid();
  server.restart();
  Client(server.port()).set("between", "v");
  const Finished ended = first.finish();
  EXPECT_EQ(ended.status, 1);
  EXPECT_NE(ended.errors.find("pid " + std::to_string(old)), std::string::npos) << ended.errors;
  EXPECT_EQ(counts_of(summary_of(ended.output)), (Counts{{"before", {{"set", 1}}}}));
  EXPECT_TRUE(all_gone(tracers));

  ChildProcess second(mcbt({"top", "--port", port, "-f", "json"}));
  ASSERT_TRUE(second.wait_for_errors("Tracing ", kStart));
  Client(server.port()).set("after", "v");
  second.signal(SIGINT);
  EXPECT_EQ(counts_of(summary_of(second.finish().output)), (Counts{{"after", {{"set", 1}}}}));
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

// As Ctrl-C does: the last window is kept, and nobody stays behind.
TEST(Faults, ASignalEndsTheTraceInOrder) {
  REQUIRE_BPF();
  const LiveServer server;
  for (const int number : {SIGTERM, SIGHUP}) {
    ChildProcess top(mcbt({"top", "-p", std::to_string(server.pid()), "-f", "json", "60"}));
    ASSERT_TRUE(top.wait_for_errors("Tracing ", kStart));
    const auto tracers = children_of(top.pid());
    Client(server.port()).set("k", "v");
    top.signal(number);
    const Finished finished = top.finish();
    EXPECT_EQ(finished.status, 0) << number << finished.errors;
    EXPECT_EQ(counts_of(summary_of(finished.output)), (Counts{{"k", {{"set", 1}}}}));
    EXPECT_TRUE(all_gone(tracers));
  }
}

TEST(Faults, TwoTracersOfOneServerDoNotDisturbEachOther) {
  REQUIRE_BPF();
  const LiveServer server;
  std::array<std::unique_ptr<ChildProcess>, 2> tops;
  for (auto& top : tops) {
    top = std::make_unique<ChildProcess>(
        mcbt({"top", "-p", std::to_string(server.pid()), "-f", "json", "0.3"}));
    ASSERT_TRUE(top->wait_for_errors("Tracing ", kStart));
  }
  Client client(server.port());
  for (int i = 0; i < 500; ++i) client.set("k", "v");
  tops[0]->signal(SIGINT);
  EXPECT_EQ(counts_of(summary_of(tops[0]->finish().output)), (Counts{{"k", {{"set", 500}}}}));
  for (int i = 0; i < 500; ++i) client.set("k", "v");
  tops[1]->signal(SIGINT);
  EXPECT_EQ(counts_of(summary_of(tops[1]->finish().output)), (Counts{{"k", {{"set", 1000}}}}));
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
  REQUIRE_BPF();
  ChildProcess other({"/bin/sleep", "30"});
  const Finished finished = run_program(mcbt({"top", "-p", std::to_string(other.pid())}));
  EXPECT_EQ(finished.status, 1);
  EXPECT_NE(finished.errors.find("(sleep): not a memcached"), std::string::npos) << finished.errors;
}

TEST(Faults, AMemcachedIsFoundByItsPort) {
  REQUIRE_BPF();
  const LiveServer first;
  const LiveServer second;
  const Finished several = run_program(mcbt({"top", "1", "1"}));
  EXPECT_EQ(several.status, 1);
  EXPECT_NE(several.errors.find("port " + std::to_string(second.port())), std::string::npos);
  const Finished one =
      run_program(mcbt({"top", "--port", std::to_string(second.port()), "-f", "json", "0.2", "1"}));
  EXPECT_EQ(one.status, 0) << one.errors;
  EXPECT_EQ(summary_of(one.output)["pid"], second.pid());
}

}  // namespace
}  // namespace mcbt::live
