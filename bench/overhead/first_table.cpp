#include "bench/overhead/first_table.h"

#include <fmt/format.h>

#include <csignal>
#include <stdexcept>

#include "bench/overhead/tracers.h"
#include "bench/report/timing.h"
#include "gen/render_script.h"
#include "run/bpftrace_tool.h"
#include "run/elf_binary.h"

namespace mcbt::bench {
namespace {

constexpr double kWindow = 0.1;

// As mcbt top makes it for this process.
gen::Script top_script(pid_t server) {
  const auto binary = run::read_elf_binary(fmt::format("/proc/{}/exe", server));
  const auto tool = run::find_bpftrace(bpftrace_path());
  if (!binary || !tool) throw std::runtime_error("no server or no bpftrace");
  gen::ScriptSpec spec;
  spec.pid = server;
  spec.readable = false;
  spec.window_ms = static_cast<uint64_t>(kWindow * 1000);
  for (const model::Probe& probe : model::probes()) {
    if (binary->has_probe(probe.name)) spec.probes.push_back(&probe);
  }
  const auto dialect = gen::dialect_for(tool->version);
  if (!dialect) throw std::runtime_error(dialect.error().message());
  auto script = gen::render_script(spec, *dialect);
  if (!script) throw std::runtime_error(script.error().message());
  return std::move(*script);
}

double seconds_until(const std::vector<std::string>& command,
                     const support::Environment& environment, const std::string& text) {
  std::optional<support::ChildProcess> process;
  const double seconds = seconds_of([&] {
    process.emplace(command, environment);
    if (!process->wait_for_output(text, kPatience)) throw std::runtime_error("no " + text);
  });
  process->signal(SIGINT);
  process->finish(kPatience);
  return seconds;
}

}  // namespace

void print_first_table(pid_t server, int rounds) {
  const gen::Script script = top_script(server);
  std::vector<double> alone;
  std::vector<double> whole;
  for (int round = 0; round < rounds; ++round) {
    alone.push_back(seconds_until({bpftrace_program(), "-f", "json", "-e", script.text},
                                  script.environment, "mcbt-capture"));
    whole.push_back(seconds_until({MCBT_PROGRAM, "top", "-p", std::to_string(server), "-f", "json",
                                   fmt::format("{}", kWindow)},
                                  {}, "\"kind\":\"window\""));
  }
  const double more = median(whole) - median(alone) - kWindow;
  fmt::print(
      "\nFrom Enter to the first table: {:.0f} ms; bpftrace alone needs {:.0f} to put its probes "
      "on, "
      "the window takes {:.0f}: {:.0f} ms are mcbt's\n",
      median(whole) * 1000, median(alone) * 1000, kWindow * 1000, more * 1000);
}

}  // namespace mcbt::bench
