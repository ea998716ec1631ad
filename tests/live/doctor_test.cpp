// What is missing is found out, named with its remedy, and said by top in the same words.

#include <gtest/gtest.h>
#include <sys/syscall.h>

#include <filesystem>

#include "tests/live/live_mcbt.h"
#include "tests/live/processes.h"
#include "tests/support/require.h"

namespace mcbt::live {
namespace {

using Command = std::vector<std::string>;

// A command behind another one that makes it run elsewhere: as somebody else, in a container, …
Finished run_behind(const Command& wrapper, const Command& arguments) {
  Command command = wrapper;
  for (const std::string& word : mcbt(arguments)) command.push_back(word);
  return run_program(command);
}

struct Examination {
  int status = -1;
  Json found;

  Json check(const std::string& name) const {
    for (const Json& check : found["checks"]) {
      if (check["name"] == name) return check;
    }
    ADD_FAILURE() << "no check " << name << ": " << found;
    return {{"health", ""}, {"what", ""}, {"remedy", ""}};
  }
};

Examination examine(const Command& wrapper, pid_t pid, const Command& more = {}) {
  Command arguments = {"doctor", "-p", std::to_string(pid), "-f", "json"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  const Finished finished = run_behind(wrapper, arguments);
  const Json found = Json::parse(finished.output, nullptr, false);
  EXPECT_TRUE(found.is_object()) << finished.output << finished.errors;
  EXPECT_EQ(found.value("works", true), finished.status == 0) << found;
  for (const Json& check : found["checks"]) {
    EXPECT_TRUE(check["health"] != "bad" || check["remedy"].is_string()) << check;
  }
  return {finished.status, found};
}

// What top says in one line where it cannot start, and what it must be of that check.
void expect_top_says(const Command& wrapper, pid_t pid, const Json& check) {
  const Finished top = run_behind(wrapper, {"top", "-p", std::to_string(pid), "1", "1"});
  EXPECT_EQ(top.status, 1);
  EXPECT_EQ(top.errors, "mcbt: " + check["name"].get<std::string>() + ": " +
                            check["what"].get<std::string>() + "; " +
                            check["remedy"].get<std::string>() + "\n");
}

// Behind it /sys is the machine's, but for what the shell words take away.
Command without(const std::string& words) {
  return {"unshare", "--mount", "sh", "-c", words + " && exec \"$0\" \"$@\""};
}
constexpr const char* kNoTracefs =
    "umount --lazy --recursive /sys/kernel/debug /sys/kernel/tracing 2>/dev/null; "
    "mount -t tmpfs none /sys/kernel/debug; mount -t tmpfs none /sys/kernel/tracing";

bool has(const Json& value, const std::string& text) {
  return value.is_string() && value.get<std::string>().find(text) != std::string::npos;
}

TEST(Doctor, TriesATraceWhereAllIsWell) {
  REQUIRE_BPF();
  const LiveServer server;
  const Examination doctor = examine({}, server.pid());
  EXPECT_EQ(doctor.status, 0) << doctor.found;
  EXPECT_EQ(doctor.found["schema"], "mcbt.doctor/1");
  EXPECT_EQ(doctor.found["checks"].back()["name"], "trial");
  EXPECT_TRUE(has(doctor.check("trial")["what"], "0 operations in ")) << doctor.check("trial");
  EXPECT_TRUE(doctor.check("source")["health"] == "good");
}

TEST(Doctor, TableAndJsonAgree) {
  REQUIRE_BPF();
  const LiveServer server;
  const Command less = {"setpriv", "--bounding-set", "-all"};
  const Examination doctor = examine(less, server.pid());
  const Finished table = run_behind(less, {"doctor", "-p", std::to_string(server.pid())});
  EXPECT_EQ(table.status, doctor.status);
  std::string expected;
  for (const Json& check : doctor.found["checks"]) {
    const std::string name = check["name"];
    const std::string mark = check["health"] == "good" ? "✓" : check["health"] == "bad" ? "✗" : "!";
    expected += mark + " " + name + std::string(21 - name.size(), ' ') +
                check["what"].get<std::string>() + "\n";
    if (check["remedy"].is_string()) {
      expected += std::string(23, ' ') + "→ " + check["remedy"].get<std::string>() + "\n";
    }
  }
  EXPECT_EQ(table.output, expected);
}

TEST(Doctor, NamesCapabilitiesThatRootLacks) {
  REQUIRE_BPF();
  const LiveServer server(kStockMemcached);
  const Command less = {"setpriv", "--bounding-set", "-sys_admin,-bpf,-perfmon"};
  const Examination doctor = examine(less, server.pid());
  EXPECT_EQ(doctor.status, 1);
  EXPECT_EQ(doctor.check("privileges")["health"], "bad");
  EXPECT_TRUE(has(doctor.check("privileges")["what"], "root without CAP_"));
  EXPECT_EQ(doctor.check("bpf")["health"], "bad");
  expect_top_says(less, server.pid(), doctor.check("privileges"));
}

TEST(Doctor, NamesAFilterThatRefusesBpf) {
#ifndef __x86_64__
  GTEST_SKIP() << "the filter is for x86-64";
#endif
  REQUIRE_BPF();
  const LiveServer server;
  const Command filter = {"/usr/bin/python3", MCBT_SOURCE_DIR "/tests/live/refuse_call.py"};
  for (const auto& [number, name] :
       std::map<long, std::string>{{SYS_bpf, "bpf"}, {SYS_perf_event_open, "perf events"}}) {
    Command behind = filter;
    behind.push_back(std::to_string(number));
    const Examination doctor = examine(behind, server.pid());
    EXPECT_EQ(doctor.status, 1);
    EXPECT_EQ(doctor.check(name)["health"], "bad") << doctor.found;
    EXPECT_TRUE(has(doctor.check(name)["remedy"], "seccomp"));
    EXPECT_EQ(doctor.check("seccomp")["health"], "note");
    expect_top_says(behind, server.pid(), doctor.check(name));
  }
}

TEST(Doctor, NamesTracefsWhereItIsNeeded) {
  REQUIRE_BPF();
  const LiveServer server(kStockMemcached);
  const Examination doctor = examine(without(kNoTracefs), server.pid());
  EXPECT_EQ(doctor.status, 1);
  EXPECT_EQ(doctor.check("tracefs")["health"], "bad") << doctor.found;
  EXPECT_EQ(doctor.check("tracefs")["remedy"], "mount -t tracefs tracefs /sys/kernel/tracing");
  EXPECT_EQ(doctor.check("syscall tracepoints")["health"], "bad");
  expect_top_says(without(kNoTracefs), server.pid(), doctor.check("tracefs"));
}

// What is not bad where it is not needed is settled by the trial.
TEST(Doctor, SaysThatProbesWorkWithoutTracefs) {
  REQUIRE_BPF();
  if (std::getenv("MCBT_BPFTRACE") != nullptr) GTEST_SKIP() << "newer releases need it";
  const LiveServer server;
  const Examination doctor = examine(without(kNoTracefs), server.pid());
  if (!has(doctor.check("source")["what"], "usdt")) GTEST_SKIP() << "its probes do not serve";
  EXPECT_EQ(doctor.status, 0) << doctor.found;
  EXPECT_EQ(doctor.check("tracefs")["health"], "note");
  EXPECT_EQ(doctor.check("trial")["health"], "good");
}

TEST(Doctor, NamesALockedDownKernel) {
  REQUIRE_BPF();
  const LiveServer server;
  const Command locked = without(
      "mount -t tmpfs none /sys/kernel/security && "
      "echo 'none integrity [confidentiality]' > /sys/kernel/security/lockdown");
  const Examination doctor = examine(locked, server.pid());
  EXPECT_EQ(doctor.status, 1);
  EXPECT_EQ(doctor.check("lockdown")["health"], "bad") << doctor.found;
  expect_top_says(locked, server.pid(), doctor.check("lockdown"));
}

// There bpftrace up to 0.23 would start, and count nothing.
TEST(Doctor, NamesAPidNamespaceOfItsOwn) {
  REQUIRE_BPF();
  if (std::getenv("MCBT_BPFTRACE") != nullptr) GTEST_SKIP() << "newer releases may trace there";
  const Command inside = {
      "unshare",
      "--mount-proc",
      "--pid",
      "--fork",
      "--kill-child",
      "sh",
      "-c",
      kStockMemcached + std::string(" -u root -l 127.0.0.1 -U 0 -p \"$0\" & "
                                    "until grep -q memcached /proc/$!/comm; do sleep 0.01; done; "
                                    "exec \"$@\"")};
  for (const char* command : {"doctor", "top"}) {
    Command behind = inside;
    behind.push_back(std::to_string(support::free_port()));
    const Finished finished = run_behind(behind, {command});
    EXPECT_EQ(finished.status, 1);
    const std::string said = finished.output + finished.errors;
    EXPECT_TRUE(has(said, "mcbt is in a pid namespace of its own")) << said;
    EXPECT_TRUE(has(said, "--pid=host")) << said;
  }
}

TEST(Doctor, NamesOtherTracersOfTheSameProbes) {
  REQUIRE_BPF();
  const LiveServer server;
  ChildProcess top(mcbt({"top", "-p", std::to_string(server.pid())}));
  ASSERT_TRUE(top.wait_for_errors("Tracing ", kStart));
  const auto tracers = children_of(top.pid());
  ASSERT_EQ(tracers.size(), 1U);
  const Examination doctor = examine({}, server.pid());
  EXPECT_EQ(doctor.status, 0) << doctor.found;
  EXPECT_EQ(doctor.check("other tracers")["health"], "note");
  EXPECT_TRUE(
      has(doctor.check("other tracers")["what"], "pid " + std::to_string(tracers.front()) + " ("))
      << doctor.check("other tracers");
  EXPECT_EQ(doctor.check("trial")["health"], "good");
}

TEST(Doctor, NamesAMissingBpftrace) {
  const LiveServer server;
  const Examination doctor = examine({}, server.pid(), {"--bpftrace", "/no/such/bpftrace"});
  EXPECT_EQ(doctor.status, 1);
  EXPECT_EQ(doctor.check("bpftrace")["health"], "bad");
}

TEST(Doctor, NamesAProcessThatIsNoMemcached) {
  ChildProcess other({"/bin/sleep", "60"});
  const Examination doctor = examine({}, other.pid());
  EXPECT_EQ(doctor.status, 1);
  EXPECT_TRUE(has(doctor.check("binary")["what"], "(sleep): not a memcached"));
}

TEST(Doctor, NamesAProcessThatIsGone) {
  ChildProcess other({"/bin/true"});
  const pid_t pid = other.pid();
  other.finish();
  const Examination doctor = examine({}, pid);
  EXPECT_EQ(doctor.status, 1);
  EXPECT_TRUE(has(doctor.check("memcached")["what"], "no such process"));
}

}  // namespace
}  // namespace mcbt::live
