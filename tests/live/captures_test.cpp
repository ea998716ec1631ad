// The same counts by all ways: a capture of mcbt's, one of plain bpftrace's, and one that was cut.

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <regex>
#include <sstream>

#include "tests/live/live_mcbt.h"
#include "tests/live/mixed_traffic.h"
#include "tests/support/require.h"

namespace mcbt::live {
namespace {

std::string read_file(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string bpftrace_program() {
  const char* named = std::getenv("MCBT_BPFTRACE");
  return named == nullptr ? "bpftrace" : named;
}

class Captures : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / ("mcbt-live-" + std::to_string(getpid()));
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string path(const std::string& name) const { return (folder_ / name).string(); }

  Json report(const std::string& capture) const {
    const Finished finished = run_program(mcbt({"report", "-f", "json", "-r", "0", capture}));
    EXPECT_EQ(finished.status, 0) << finished.errors;
    return summary_of(finished.output);
  }

  // The capture that plain bpftrace makes of an emitted script, run as its header says. What an
  // operation prints may be lost if bpftrace is stopped just then: snoop's traffic ends with a
  // delete, which is waited for: by its name, or its op code where system calls are traced.
  std::string capture_of_plain_bpftrace(const std::string& kind, const LiveServer& server,
                                        const std::function<void()>& traffic) const {
    const std::string command = emitted_command(kind, server);
    const std::string capture = path("plain.jsonl");
    ChildProcess bpftrace(
        {"/bin/sh", "-c", "cd " + folder_.string() + " && exec env " + command + " > " + capture});
    wait_for(capture, std::regex("mcbt-capture"));
    traffic();
    if (kind == "snoop") wait_for(capture, std::regex("delete +-| 14 +4 "));
    bpftrace.signal(SIGINT);
    EXPECT_EQ(bpftrace.finish().status, 0);
    return capture;
  }

 private:
  static void wait_for(const std::string& file, const std::regex& text) {
    for (int i = 0; i < 300 && !std::regex_search(read_file(file), text); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
  }

  // What stands behind Run: in the script that `emit` writes for any release; two have their own
  // top.
  std::string emitted_command(const std::string& kind, const LiveServer& server) const {
    const std::string script = path("mine.bt");
    auto emit = mcbt({"emit", kind, "-p", std::to_string(server.pid()), "-o", script});
    const Finished version = run_program({bpftrace_program(), "--version"});
    for (const std::string own : {"0.21", "0.27"}) {
      if (kind != "top" || version.output.find("v" + own + ".") == std::string::npos) continue;
      emit.insert(emit.end(), {"--target-bpftrace", own});
    }
    const Finished emitted = run_program(emit);
    EXPECT_EQ(emitted.status, 0) << emitted.errors;
    const std::string text = read_file(script);
    const std::string mark = "// Run: ";
    const size_t start = text.find(mark) + mark.size();
    std::string command = text.substr(start, text.find('\n', start) - start);
    command.replace(command.find("bpftrace "), 8, bpftrace_program() + " -f json");
    return command;
  }

  std::filesystem::path folder_;
};

TEST_F(Captures, OfRecordSayTheSame) {
  REQUIRE_BPF();
  const LiveServer server;
  const std::string capture = path("cap.jsonl");
  // With the room that it has unless told.
  ChildProcess record(
      {MCBT_PROGRAM, "record", "-p", std::to_string(server.pid()), "-o", capture, "0.5"});
  ASSERT_TRUE(record.wait_for_errors("Tracing ", kStart));
  const Counts sent = send_mixed_traffic(server.port());
  EXPECT_FALSE(std::filesystem::exists(capture));
  record.signal(SIGINT);
  EXPECT_EQ(record.finish().status, 0);
  const Json summary = report(capture);
  EXPECT_EQ(counts_of(summary), sent);
  EXPECT_EQ(summary["complete"], true) << summary["notes"];
  EXPECT_EQ(summary["totals"]["calls"], summary["totals"]["attributed"]);
}

TEST_F(Captures, OfPlainBpftraceSayTheSame) {
  REQUIRE_BPF();
  const LiveServer server;
  Counts sent;
  const std::string capture =
      capture_of_plain_bpftrace("top", server, [&] { sent = send_mixed_traffic(server.port()); });
  const Json whole = report(capture);
  EXPECT_EQ(counts_of(whole), sent);
  EXPECT_EQ(whole["complete"], true) << whole["notes"];

  const std::string bytes = read_file(capture);
  std::ofstream(path("cut.jsonl")) << bytes.substr(0, bytes.size() * 6 / 10);
  const Json cut = report(path("cut.jsonl"));
  EXPECT_EQ(cut["complete"], false);
  EXPECT_FALSE(cut["notes"].empty());
  EXPECT_GT(cut["totals"]["attributed"], 0);
  EXPECT_LT(cut["totals"]["attributed"], total(sent));
  for (const auto& [key, ops] : counts_of(cut)) {
    for (const auto& [op, calls] : ops) EXPECT_LE(calls, sent.at(key).at(op)) << key;
  }
}

TEST_F(Captures, OfPlainBpftracesSnoopHaveEveryKeyWhole) {
  REQUIRE_BPF();
  const LiveServer server;
  Counts sent;
  const std::string capture = capture_of_plain_bpftrace("snoop", server, [&] {
    Client client(server.port());
    for (size_t length = 1; length <= 250; ++length) {
      const std::string key(length, static_cast<char>('a' + length % 26));
      client.set(key, "v");
      client.get({key});
      sent[key] = {{"set", 1}, {"get_hit", 1}};
    }
    client.erase("b");
    sent["b"]["delete"] = 1;
  });
  const Json table = report(capture);
  EXPECT_EQ(counts_of(table), sent);
  EXPECT_EQ(table["complete"], true) << table["notes"];
}

TEST_F(Captures, OfPlainBpftracesSnoopAreOfAnyMemcached) {
  REQUIRE_BPF();
  const LiveServer server(support::kStockMemcached);
  const std::string capture = capture_of_plain_bpftrace("snoop", server, [&] {
    Client client(server.port());
    get_until_traced(client, [&] { return read_file(path("plain.jsonl")); });
    client.set("key", "value");
    client.get({"key", "gone"});
    client.erase("key");
  });
  Counts counted = counts_of(report(capture));
  counted.erase(kMarker);
  EXPECT_EQ(counted, (Counts{{"key", {{"set", 1}, {"get_hit", 1}, {"delete", 1}}},
                             {"gone", {{"get_miss", 1}}}}));
}

// A key that ends at a NUL is as long as a whole one is, where its quotes are taken for escapes.
TEST_F(Captures, OfPlainBpftraceHaveKeysByteForByteOrMarked) {
  REQUIRE_BPF();
  const LiveServer server;
  const std::string capture = capture_of_plain_bpftrace("top", server, [&] {
    Client client(server.port());
    for (const std::string key : {"q\"q", "b\\b", "n\n", "e\x1b", "h\xff"})
      client.set_any(key, "v");
    client.set_any(std::string("q\"\0", 3), "v");
    client.set_any(std::string("b\\\0", 3), "v");
  });
  std::map<std::string, bool> truncated;
  const Json table = report(capture);
  for (const Json& row : table["rows"]) truncated[row["key"]] = row["key_truncated"];
  EXPECT_EQ(truncated, (std::map<std::string, bool>{{"q\"q", false},
                                                    {"b\\\\b", false},
                                                    {"n\\x0a", false},
                                                    {"e\\x1b", false},
                                                    {"h\\xff", false},
                                                    {"q\"", true},
                                                    {"b\\\\", true}}));
}

}  // namespace
}  // namespace mcbt::live
