#include "bench/overhead/tracers.h"

#include <cstdlib>

#include "bench/overhead/scripts.h"

namespace mcbt::bench {
namespace {

using support::Environment;

// Each release heeds those it knows.
Environment string_limit(size_t bytes) {
  const std::string limit = std::to_string(bytes);
  Environment environment = {{"BPFTRACE_STRLEN", limit},
                             {"BPFTRACE_MAX_STRLEN", limit},
                             {"BPFTRACE_MAP_KEYS_MAX", "131072"},
                             {"BPFTRACE_MAX_MAP_KEYS", "131072"}};
  if (bytes < 127) environment.emplace_back("BPFTRACE_ON_STACK_LIMIT", "128");
  return environment;
}

Tracer script(const std::string& name, const std::string& text, size_t bytes) {
  return {
      name, {bpftrace_program(), "-f", "json", "-e", text}, string_limit(bytes), "ready", false};
}

Tracer mcbt(const std::string& name, pid_t server, std::vector<std::string> arguments) {
  std::vector<std::string> command = {MCBT_PROGRAM};
  command.insert(command.end(), arguments.begin(), arguments.end());
  command.insert(command.end(), {"-p", std::to_string(server)});
  return {name, std::move(command), {}, "Tracing ", true};
}

// mctop's stats() and mcbt's packed sum differ in nothing else.
Tracer emitted_top(pid_t server) {
  const std::string pid = std::to_string(server);
  const std::string run =
      std::string(MCBT_PROGRAM) + " emit top -p " + pid + " -o /tmp/mcbt-bench-" + pid +
      ".bt && exec env $(sed -n 's,^// Run: \\(.*\\)bpftrace .*,\\1,p' " + "/tmp/mcbt-bench-" +
      pid + ".bt) " + bpftrace_program() + " -f json /tmp/mcbt-bench-" + pid + ".bt";
  return {"the emitted mctop.bt (stats())", {"/bin/sh", "-c", run}, {}, "mcbt-capture", false};
}

}  // namespace

std::string bpftrace_path() {
  const char* named = std::getenv("MCBT_BPFTRACE");
  return named == nullptr ? "" : named;
}

std::string bpftrace_program() {
  return bpftrace_path().empty() ? "bpftrace" : bpftrace_path();
}

std::vector<Tracer> usdt_tracers(pid_t server, size_t key_bytes) {
  const bool short_keys = key_bytes < 32;
  std::vector<Tracer> tracers = {
      script("a bare count", bare_script(server), 64),
      mcbt("mcbt top", server, {"top", "-f", "json"}),
      script("  without sizes", sizeless_script(server), key_bytes < 64 ? 64 : 200),
      script("  totals in a map by op code", totals_by_op_script(server),
             key_bytes < 64 ? 64 : 200),
      script("  keys in one string of 200", totals_by_op_script(server), 200),
      emitted_top(server),
      script("mcsnoop (a printf each)", mcsnoop_script(server), 64),
      mcbt("mcbt snoop", server, {"snoop", "-f", "json"}),
  };
  if (short_keys) {
    tracers.push_back(
        mcbt("mcbt top --key-bytes 31", server, {"top", "-f", "json", "--key-bytes", "31"}));
    tracers.push_back(mcbt("mcbt latency", server, {"latency", "-f", "json"}));
  }
  if (const char* peer = std::getenv("MCBT_PEER_MCTOP")) {
    // It wants a terminal, which script(1) gives it.
    const std::string run = std::string(peer) + " -p " + std::to_string(server);
    tracers.push_back({"mctop.py", {"script", "-qec", "exec " + run, "/dev/null"}, {}, "", false});
  }
  return tracers;
}

std::vector<Tracer> many_keys_tracers(pid_t server) {
  const std::vector<std::string> top = {
      "top", std::to_string(kManyKeysWindow), "-r", "20", "--max-keys", "400000"};
  std::vector<std::string> busiest = top;
  busiest.insert(busiest.end(), {"--busiest", "1000"});
  return {mcbt("mcbt top", server, top), mcbt("mcbt top --busiest 1000", server, busiest)};
}

std::vector<Tracer> syscall_tracers(pid_t server) {
  return {mcbt("mcbt top (syscall)", server, {"top", "-f", "json"}),
          mcbt("mcbt latency (syscall)", server, {"latency", "-f", "json"})};
}

}  // namespace mcbt::bench
