// What tracing costs is shown, and kept within what is allowed.

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <thread>

#include "tests/live/live_mcbt.h"
#include "tests/live/processes.h"
#include "tests/support/require.h"

namespace mcbt::live {
namespace {

// Gets at full speed until it ends.
class BusyClient {
 public:
  explicit BusyClient(uint16_t port)
      : thread_([port](const std::stop_token& stop) {
          Client client(port);
          client.set("busy", "v");
          while (!stop.stop_requested()) client.get({"busy"});
        }) {}

 private:
  std::jthread thread_;
};

TEST(Cost, IsShownOfEachWindow) {
  REQUIRE_BPF();
  const LiveServer server;
  const BusyClient traffic(server.port());
  const Finished finished =
      run_program(mcbt({"top", "-p", std::to_string(server.pid()), "-f", "json", "0.5", "2"}));
  ASSERT_EQ(finished.status, 0) << finished.errors;
  const auto objects = json_lines(finished.output);
  ASSERT_EQ(objects.size(), 3U);
  for (const Json& object : objects) {
    const Json& cost = object["cost"];
    // A run of a program takes more than a few nanoseconds and less than a millisecond.
    EXPECT_GT(cost["bpf_ns_per_op"], 10) << cost;
    EXPECT_LT(cost["bpf_ns_per_op"], 1'000'000) << cost;
    EXPECT_GT(cost["trap_percent"], 0) << cost;
    EXPECT_GT(cost["cpu_percent"], 0) << cost;
    const double parts = cost["bpf_percent"].get<double>() + cost["trap_percent"].get<double>() +
                         cost["cpu_percent"].get<double>();
    EXPECT_NEAR(cost["percent"].get<double>(), parts, 0.05) << cost;
  }
}

TEST(Cost, OfTheLastWindowIsKnownThoughItsProgramsAreGone) {
  REQUIRE_BPF();
  const LiveServer server;
  const BusyClient traffic(server.port());
  const Finished finished =
      run_program(mcbt({"top", "-p", std::to_string(server.pid()), "-f", "json", "--for", "1s"}));
  ASSERT_EQ(finished.status, 0) << finished.errors;
  Json last;
  for (const Json& object : json_lines(finished.output)) {
    if (object["kind"] == "window") last = object;
  }
  EXPECT_TRUE(last["seconds"].is_null()) << "the probes came off in it";
  EXPECT_GT(last["cost"]["bpf_ns_per_op"], 10) << last["cost"];
}

TEST(Cost, WithoutOperationsHasNoneOfAnOperation) {
  REQUIRE_BPF();
  const LiveServer server;
  const Finished finished =
      run_program(mcbt({"top", "-p", std::to_string(server.pid()), "-f", "json", "0.5", "1"}));
  ASSERT_EQ(finished.status, 0) << finished.errors;
  const Json summary = summary_of(finished.output);
  EXPECT_TRUE(summary["cost"]["bpf_ns_per_op"].is_null());
  EXPECT_TRUE(summary["cost"]["percent"].is_number());
}

TEST(For, EndsEveryLiveCommandAsCtrlCDoes) {
  REQUIRE_BPF();
  const LiveServer server;
  const BusyClient traffic(server.port());
  const std::string capture = "/tmp/mcbt-for-" + std::to_string(getpid()) + ".jsonl";
  const std::vector<std::vector<std::string>> commands = {{"top", "-f", "json"},
                                                          {"latency", "-f", "json"},
                                                          {"snoop", "-f", "json"},
                                                          {"record", "-o", capture}};
  for (std::vector<std::string> command : commands) {
    command.insert(command.end(), {"-p", std::to_string(server.pid()), "--for", "1.2s"});
    const auto start = std::chrono::steady_clock::now();
    const Finished finished = run_program(mcbt(command));
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    EXPECT_EQ(finished.status, 0) << command[0] << finished.errors;
    EXPECT_GT(took.count(), 1.2) << command[0];
    if (command[0] == "top" || command[0] == "latency") {
      EXPECT_TRUE(summary_of(finished.output).is_object()) << command[0];
    }
  }
  const Finished report = run_program(mcbt({"report", "-f", "json", capture}));
  EXPECT_EQ(summary_of(report.output)["complete"], true) << report.output;
  EXPECT_GE(summary_of(report.output)["windows"], 1);
  std::filesystem::remove(capture);
}

// Some keys more often than others, each get its own request.
void send_steps(uint16_t port, int keys) {
  Client client(port);
  for (int i = 0; i < keys; ++i) {
    const std::string key = "step:" + std::to_string(i) + (i % 2 == 0 ? "" : std::string(70, 'l'));
    client.set(key, std::string(static_cast<size_t>(500 - i), 'v'));
    for (int calls = 0; calls < 2 * (keys - i); ++calls) client.get({key});
  }
}

TEST(Busiest, OnlyTheseRowsComeAndCallsStayExact) {
  REQUIRE_BPF();
  constexpr int kKeys = 60;
  constexpr uint64_t kGets = kKeys * (kKeys + 1);
  const LiveServer server;
  ChildProcess top(mcbt({"top", "-p", std::to_string(server.pid()), "-f", "json", "-r", "0", "10",
                         "--busiest", "10"}));
  ASSERT_TRUE(top.wait_for_errors("Tracing ", kStart));
  send_steps(server.port(), kKeys);
  top.signal(SIGINT);
  const Json summary = summary_of(top.finish().output);
  EXPECT_EQ(summary["totals"]["calls"], kGets + kKeys);
  EXPECT_EQ(summary["complete"], false);
  ASSERT_EQ(summary["notes"].size(), 1U) << summary["notes"];
  EXPECT_NE(summary["notes"][0].get<std::string>().find("--busiest"), std::string::npos);
  // Ten of the short keys, ten of the long ones: each kind has a map of its own.
  const Counts counts = counts_of(summary);
  EXPECT_EQ(counts.size(), 20U);
  for (int i = 0; i < 20; ++i) {
    const std::string key = "step:" + std::to_string(i) + (i % 2 == 0 ? "" : std::string(70, 'l'));
    ASSERT_TRUE(counts.contains(key)) << key;
    EXPECT_EQ(counts.at(key).at("get_hit"), static_cast<uint64_t>(2 * (kKeys - i))) << key;
  }
}

size_t windows_in(const std::string& output) {
  size_t windows = 0;
  constexpr std::string_view kWindow = R"("kind":"window")";
  for (size_t at = output.find(kWindow); at != std::string::npos;
       at = output.find(kWindow, at + 1)) {
    ++windows;
  }
  return windows;
}

// Waits until so many windows more than now have come.
bool has_more_windows(const ChildProcess& top, size_t more) {
  const size_t enough = windows_in(top.output()) + more;
  const auto deadline = std::chrono::steady_clock::now() + kStart;
  while (windows_in(top.output()) < enough) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  return true;
}

TEST(MaxOverhead, TakesTheProbesOffAndScalesTheSum) {
  REQUIRE_BPF();
  const LiveServer server;
  // Several, so that it is too much on a slow machine too.
  const BusyClient traffic[] = {BusyClient(server.port()), BusyClient(server.port()),
                                BusyClient(server.port())};
  ChildProcess top(mcbt(
      {"top", "-p", std::to_string(server.pid()), "-f", "json", "0.5", "--max-overhead", "4"}));
  ASSERT_TRUE(top.wait_for_errors("probes off for ", kStart));
  EXPECT_TRUE(children_of(top.pid()).empty()) << "bpftrace has ended";
  ASSERT_TRUE(has_more_windows(top, 2)) << "the probes come on again";
  top.signal(SIGINT);
  const Finished finished = top.finish(std::chrono::seconds(90));
  ASSERT_EQ(finished.status, 0) << finished.errors;
  const Json summary = summary_of(finished.output);
  ASSERT_TRUE(summary.is_object()) << finished.errors;
  EXPECT_EQ(summary["complete"], false);
  // A window may have been late beside.
  ASSERT_FALSE(summary["notes"].empty());
  EXPECT_NE(summary["notes"][0].get<std::string>().find("counts are estimates"), std::string::npos)
      << summary["notes"];
  // The seconds are those of the whole, and so are the calls.
  double rated = 0;
  double calls = 0;
  for (const Json& object : json_lines(finished.output)) {
    if (object["kind"] != "window" || object["seconds"].is_null()) continue;
    EXPECT_EQ(object["complete"], true) << object["notes"];
    rated += object["seconds"].get<double>();
    calls += object["totals"]["calls"].get<double>();
  }
  const double whole = summary["seconds"];
  EXPECT_GT(whole, rated + 1);
  EXPECT_NEAR(summary["totals"]["calls"].get<double>(), calls * whole / rated,
              0.01 * calls * whole / rated);
}

TEST(MaxOverhead, APauseInWhichTheTraceEndsIsPartOfTheWhole) {
  REQUIRE_BPF();
  const LiveServer server;
  const BusyClient traffic(server.port());
  ChildProcess top(mcbt({"top", "-p", std::to_string(server.pid()), "-f", "json", "0.5",
                         "--max-overhead", "0.5", "--for", "6s"}));
  const Finished finished = top.finish(std::chrono::seconds(90));
  ASSERT_EQ(finished.status, 0) << finished.errors;
  EXPECT_NE(finished.errors.find("probes off for "), std::string::npos) << finished.errors;
  const Json summary = summary_of(finished.output);
  ASSERT_TRUE(summary.is_object()) << finished.errors;
  EXPECT_EQ(summary["complete"], false);
  EXPECT_GT(summary["seconds"].get<double>(), 4);
  EXPECT_LT(summary["seconds"].get<double>(), 8);
  ASSERT_FALSE(summary["notes"].empty());
  EXPECT_NE(summary["notes"][0].get<std::string>().find("by an unknown part"), std::string::npos)
      << summary["notes"];
}

TEST(MaxOverhead, ThatNoPauseCanKeepIsRefused) {
  REQUIRE_BPF();
  const LiveServer server;
  const BusyClient traffic[] = {BusyClient(server.port()), BusyClient(server.port()),
                                BusyClient(server.port())};
  ChildProcess top(mcbt(
      {"top", "-p", std::to_string(server.pid()), "-f", "json", "15", "--max-overhead", "0.1"}));
  const Finished finished = top.finish(std::chrono::seconds(90));
  EXPECT_EQ(finished.status, 1);
  EXPECT_NE(finished.errors.find("takes so much more than 0.1 % of a CPU"), std::string::npos)
      << finished.errors;
  const Json summary = summary_of(finished.output);
  ASSERT_TRUE(summary.is_object()) << "what had been counted is shown: " << finished.errors;
  EXPECT_GT(summary["totals"]["calls"].get<uint64_t>(), 0U);
}

TEST(MaxOverhead, ThatIsNotReachedChangesNothing) {
  REQUIRE_BPF();
  const LiveServer server;
  Client client(server.port());
  ChildProcess top(mcbt({"top", "-p", std::to_string(server.pid()), "-f", "json", "0.5", "3",
                         "--max-overhead", "300"}));
  ASSERT_TRUE(top.wait_for_errors("Tracing ", kStart));
  client.set("k", "v");
  const Finished finished = top.finish();
  EXPECT_EQ(finished.status, 0);
  EXPECT_EQ(summary_of(finished.output)["complete"], true);
  EXPECT_EQ(summary_of(finished.output)["totals"]["calls"], 1);
}

}  // namespace
}  // namespace mcbt::live
