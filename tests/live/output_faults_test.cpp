// What happens when the place that a trace is written to fails it: a full disk, a reader that is
// slow or goes away, a terminal that is gone.

#include <gtest/gtest.h>
#include <sys/mount.h>

#include <filesystem>

#include "tests/live/live_mcbt.h"
#include "tests/live/on_terminal.h"
#include "tests/live/processes.h"
#include "tests/support/require.h"

namespace mcbt::live {
namespace {

namespace fs = std::filesystem;

class OutputFaults : public testing::Test {
 protected:
  void SetUp() override { fs::create_directories(folder_); }
  void TearDown() override {
    if (mounted_) umount(folder_.c_str());
    fs::remove_all(folder_);
  }

  void make_it_small() {
    mounted_ = mount("tmpfs", folder_.c_str(), "tmpfs", 0, "size=64k") == 0;
    if (!mounted_) GTEST_SKIP() << "cannot mount a tmpfs here";
  }

  std::string path(const std::string& name) const { return (folder_ / name).string(); }

  const fs::path folder_ = fs::temp_directory_path() / ("mcbt-output-" + std::to_string(getpid()));

 private:
  bool mounted_ = false;
};

std::string pid_of(const LiveServer& server) {
  return std::to_string(server.pid());
}

// 2,000 keys, whose windows take some 100 KB of a capture each.
void send_many_keys(Client& client) {
  for (int i = 0; i < 2000; ++i) client.set("user:" + std::to_string(i) + ":profile", "v");
}

TEST_F(OutputFaults, TheReaderGoesAway) {
  REQUIRE_BPF();
  const LiveServer server;
  const Finished finished = run_program({"/bin/sh", "-c",
                                         std::string(MCBT_PROGRAM) + " top -p " + pid_of(server) +
                                             " -f json 0.2 | head -n 1 > /dev/null; echo done"});
  EXPECT_EQ(finished.status, 0);
  EXPECT_EQ(finished.output, "done\n");
}

// mcbt waits in its write, bpftrace in its own, and the kernel goes on counting.
TEST_F(OutputFaults, ASlowReaderLosesNothing) {
  REQUIRE_BPF();
  const LiveServer server;
  ChildProcess shell({"/bin/sh", "-c",
                      std::string(MCBT_PROGRAM) + " top -p " + pid_of(server) +
                          " -f json -r 0 0.2 8 | (sleep 6; cat)"});
  ASSERT_TRUE(shell.wait_for_errors("Tracing ", kStart));
  Client client(server.port());
  constexpr int kRounds = 4;
  for (int round = 0; round < kRounds; ++round) send_many_keys(client);
  const Finished finished = shell.finish();
  const Json summary = summary_of(finished.output);
  EXPECT_EQ(summary["totals"]["calls"], 2000 * kRounds);
  EXPECT_EQ(summary["totals"]["attributed"], 2000 * kRounds);
  EXPECT_EQ(summary["complete"], true) << summary["notes"];
  EXPECT_GT(finished.output.size(), size_t{4} << 16) << "the pipe never was full";
}

TEST_F(OutputFaults, TheDeviceIsFull) {
  REQUIRE_BPF();
  const LiveServer server;
  const Finished finished =
      run_program(mcbt({"top", "-p", pid_of(server), "-o", "/dev/full", "0.2"}));
  EXPECT_EQ(finished.status, 1);
  EXPECT_NE(finished.errors.find("No space left on device"), std::string::npos) << finished.errors;
}

// Records until it cannot, and expects that what had been written stays, under its other name.
void expect_an_unfinished_capture(const LiveServer& server, const std::vector<std::string>& command,
                                  const std::string& file, const std::string& reason) {
  ChildProcess record(command);
  ASSERT_TRUE(record.wait_for_errors("Tracing ", kStart));
  const auto tracers = children_of(record.pid());
  Client client(server.port());
  for (int window = 0; window < 50 && kill(record.pid(), 0) == 0; ++window) {
    send_many_keys(client);
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  const Finished finished = record.finish();
  EXPECT_EQ(finished.status, 1);
  EXPECT_NE(finished.errors.find(reason), std::string::npos) << finished.errors;
  EXPECT_NE(finished.errors.find(file + ".part"), std::string::npos) << finished.errors;
  EXPECT_FALSE(fs::exists(file));
  EXPECT_TRUE(all_gone(tracers));
  const Finished report = run_program(mcbt({"report", "-f", "json", file + ".part"}));
  EXPECT_EQ(summary_of(report.output)["complete"], false) << report.errors;
}

TEST_F(OutputFaults, TheDiskIsFullWhileRecording) {
  REQUIRE_BPF();
  make_it_small();
  if (IsSkipped()) return;
  const LiveServer server;
  expect_an_unfinished_capture(
      server, mcbt({"record", "-p", pid_of(server), "-o", path("cap.jsonl"), "0.2"}),
      path("cap.jsonl"), "No space left on device");
}

TEST_F(OutputFaults, TheFileMayNotGrow) {
  REQUIRE_BPF();
  const LiveServer server;
  expect_an_unfinished_capture(server,
                               {"/bin/sh", "-c",
                                "ulimit -f 128; exec " + std::string(MCBT_PROGRAM) + " record -p " +
                                    pid_of(server) + " -o " + path("cap.jsonl") + " 0.2"},
                               path("cap.jsonl"), "File too large");
}

TEST_F(OutputFaults, TheTerminalIsGone) {
  REQUIRE_BPF();
  const LiveServer server;
  for (const char* flag : {"--batch", "--ascii"}) {  // tables, and the full screen
    OnTerminal top(mcbt({"top", "-p", pid_of(server), flag, "0.2"}));
    ASSERT_TRUE(top.shows("complete")) << flag;
    const auto tracers = children_of(top.pid());
    ASSERT_FALSE(tracers.empty());
    top.hang_up();
    const int status = top.wait();
    EXPECT_TRUE(WIFEXITED(status)) << flag << " " << status;
    EXPECT_TRUE(all_gone(tracers)) << flag;
  }
}

}  // namespace
}  // namespace mcbt::live
