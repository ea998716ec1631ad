// Names, patterns and keys that somebody chose to do harm: none becomes script, none hangs, none
// reaches a terminal as it is.

#include <gtest/gtest.h>

#include <filesystem>

#include "tests/live/live_mcbt.h"
#include "tests/live/on_terminal.h"
#include "tests/support/live_server.h"
#include "tests/support/require.h"

namespace mcbt::live {
namespace {

namespace fs = std::filesystem;

constexpr const char* kHarm = "pwned";

// Names of a server's program that would be script, or the end of a probe's name, a comment or a
// string, if they stood in one.
const std::vector<std::string> kNames = {
    "mem cached with spaces",
    "q\"uote'd",
    "a { printf(\"pwned\"); exit(); } usdt:b",
    "x } BEGIN { printf(\"pwned\"); exit(); }",
    "line\nBEGIN { printf(\"pwned\"); exit(); }",
    "%s%n\\\\$(touch pwned)`touch pwned`",
    "esc\x1b]0;pwned\x07",
};

class HostileNames : public testing::Test {
 protected:
  void SetUp() override { fs::create_directories(folder_); }
  void TearDown() override { fs::remove_all(folder_); }

  // The server's program under that name.
  std::string program(const std::string& name) const {
    const fs::path path = folder_ / name;
    fs::copy_file(support::server_program(), path, fs::copy_options::skip_existing);
    return path.string();
  }

  const fs::path folder_ = fs::temp_directory_path() / ("mcbt-hostile-" + std::to_string(getpid()));
};

TEST_F(HostileNames, OfProgramsAreTracedAndNeverScript) {
  REQUIRE_BPF();
  for (const std::string& name : kNames) {
    const LiveServer server(program(name));
    ChildProcess top(mcbt({"top", "-p", std::to_string(server.pid()), "-f", "json", "-v"}));
    ASSERT_TRUE(top.wait_for_errors("Tracing ", kStart)) << name << top.finish().errors;
    Client(server.port()).set("k", "v");
    top.signal(SIGINT);
    const Finished finished = top.finish();
    EXPECT_EQ(finished.status, 0) << name << finished.errors;
    EXPECT_EQ(counts_of(summary_of(finished.output)), (Counts{{"k", {{"set", 1}}}})) << name;
    EXPECT_EQ(finished.errors.find(kHarm), std::string::npos) << finished.errors;
  }
}

TEST_F(HostileNames, NeverStandInAnEmittedScript) {
  for (const std::string& name : kNames) {
    const LiveServer server(program(name));
    const Finished of_process =
        run_program(mcbt({"emit", "top", "-p", std::to_string(server.pid())}));
    EXPECT_EQ(of_process.status, 0) << name;
    EXPECT_EQ(of_process.output.find(kHarm), std::string::npos) << name;

    const Finished of_binary = run_program(mcbt({"emit", "top", "--binary", program(name)}));
    EXPECT_EQ(of_binary.status, 1) << name;
    EXPECT_EQ(of_binary.output, "") << name;
    EXPECT_NE(of_binary.errors.find("a probe's path takes only"), std::string::npos);
  }
}

TEST_F(HostileNames, ReachATerminalEscaped) {
  const Finished probes = run_program(mcbt({"probes", "--binary", program(kNames.back())}));
  EXPECT_EQ(probes.status, 0) << probes.errors;
  EXPECT_NE(probes.output.find("\\x1b]0;pwned\\x07"), std::string::npos) << probes.output;
  EXPECT_EQ(probes.output.find('\x1b'), std::string::npos);
}

// RE2 takes time in proportion to the key; a backtracking engine takes 2^250 steps for the first.
TEST(HostilePatterns, DoNotHangALiveTop) {
  REQUIRE_BPF();
  const LiveServer server;
  for (const char* pattern : {"^(a+)+b", "(a|aa)+$b", "(.*)(.*)(.*)(.*)(.*)b"}) {
    ChildProcess top(
        mcbt({"top", "-p", std::to_string(server.pid()), "-f", "json", "-k", pattern}));
    ASSERT_TRUE(top.wait_for_errors("Tracing ", kStart)) << top.finish().errors;
    Client client(server.port());
    client.set(std::string(250, 'a'), "v");
    client.set(std::string(249, 'a') + "b", "v");
    top.signal(SIGINT);
    const Json summary = summary_of(top.finish().output);
    EXPECT_EQ(summary["totals"]["calls"], 2) << pattern;
    EXPECT_LE(summary["rows"].size(), 1U) << pattern;
  }
}

TEST(HostilePatterns, ThatAreNoneAreRefusedBeforeAnythingIsTraced) {
  for (const char* pattern : {"[", "(", "a{1000}{1000}", "(?P<x", "\\"}) {
    const Finished finished = run_program(mcbt({"top", "-k", pattern}));
    EXPECT_EQ(finished.status, 2) << pattern;
    EXPECT_NE(finished.errors, "") << pattern;
  }
}

TEST(HostileKeys, ReachNoTerminalAsTheyAre) {
  REQUIRE_BPF();
  const LiveServer server;
  const std::string pid = std::to_string(server.pid());
  const std::string key = "k\x1b]0;pwned\x07\x9b[J";
  const std::string text = "k\\x1b]0;pwned\\x07\\x9b[J";
  for (const auto& command :
       {mcbt({"top", "-p", pid, "--batch", "0.2"}), mcbt({"top", "-p", pid, "--ascii", "0.2"}),
        mcbt({"snoop", "-p", pid})}) {
    OnTerminal shown(command);
    const bool is_screen = std::ranges::find(command, "--ascii") != command.end();
    ASSERT_TRUE(shown.shows(is_screen ? "complete" : "Tracing ")) << command[1];
    Client(server.port()).set_any(key, "v");
    ASSERT_TRUE(shown.shows(text)) << command[1] << shown.seen();
    kill(shown.pid(), SIGINT);
    EXPECT_FALSE(shown.shows("what it never shows"));
    EXPECT_EQ(shown.wait(), 0);
    EXPECT_EQ(shown.seen().find("\x1b]0;pwned"), std::string::npos);
    EXPECT_EQ(shown.seen().find("\x9b[J"), std::string::npos);
  }
}

}  // namespace
}  // namespace mcbt::live
