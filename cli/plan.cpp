#include "cli/plan.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

#include "cli/source_choice.h"
#include "run/bpftrace_tool.h"
#include "run/connections.h"
#include "run/elf_binary.h"
#include "run/health.h"
#include "run/process_finder.h"

namespace mcbt::cli {
namespace {

using model::Error;
using model::Result;
using model::Status;

std::string host_name() {
  constexpr size_t kLongest = 256;
  std::array<char, kLongest> name = {};
  return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "";
}

bool selected(const model::Probe& probe, const std::vector<std::string>& commands) {
  if (!probe.op || commands.empty()) return true;
  return std::ranges::find(commands, op_info(*probe.op).command) != commands.end();
}

std::string version_text(const std::optional<model::Version>& version) {
  return version ? "memcached " + version->text() : std::string("this memcached");
}

// The probes of the catalogue that the binary has and --command selects.
Result<std::vector<const model::Probe*>> choose_probes(const Options& options,
                                                       const run::ElfBinary& binary,
                                                       const std::string& where) {
  std::vector<const model::Probe*> chosen;
  for (const model::Probe& probe : model::probes()) {
    if (binary.has_probe(probe.name) && selected(probe, options.commands)) {
      chosen.push_back(&probe);
    }
  }
  if (std::ranges::none_of(chosen,
                           [](const model::Probe* probe) { return probe->op.has_value(); })) {
    return Error{version_text(binary.memcached_version) + " has no probe for these commands", where,
                 "widen --command"};
  }
  return chosen;
}

}  // namespace

Result<gen::ScriptSpec> plan_script(const Options& options, gen::ScriptKind kind,
                                    std::string& why) {
  gen::ScriptSpec spec;
  spec.kind = kind;
  spec.file = gen::script_file(kind);
  spec.key_bytes = options.key_bytes;
  if (options.max_keys) spec.max_keys = *options.max_keys;
  if (options.interval)
    spec.window_ms = static_cast<uint64_t>(std::lround(*options.interval * 1000));
  std::string path = options.binary;
  if (options.pid || options.port) {
    const auto pid = run::find_memcached(options.pid, options.port);
    if (!pid) return pid.error();
    spec.pid = *pid;
    spec.host = host_name();
    path = fmt::format("/proc/{}/exe", *pid);
  }
  if (path.empty()) {
    if (options.source) spec.source = *options.source;
    for (const model::Probe* probe : gen::common_probes()) {
      if (selected(*probe, options.commands)) spec.probes.push_back(probe);
    }
    return spec;
  }
  const std::string where =
      spec.pid ? fmt::format("pid {} ({})", *spec.pid, run::process_name(*spec.pid)) : path;
  const auto binary = run::read_elf_binary(path);
  if (!binary) return Error{binary.error().what, where, binary.error().hint};
  const auto choice = choose_source(options, kind, *binary, where);
  if (!choice) return choice.error();
  spec.source = choice->source;
  spec.max_keys = options.max_keys.value_or(gen::default_max_keys(spec.source));
  why = choice->why;
  if (spec.source == gen::Source::kSyscall) {
    spec.ops = options.ops();
    spec.datagrams = !spec.pid || run::has_udp_socket(*spec.pid);
  } else {
    auto probes = choose_probes(options, *binary, where);
    if (!probes) return probes.error();
    spec.probes = std::move(*probes);
  }
  spec.memcached = binary->memcached_version;
  spec.binary = path;
  return spec;
}

namespace {

// A process that nobody named is looked for.
Result<Options> with_target(Options options) {
  const auto pid = run::find_memcached(options.pid, options.port);
  if (!pid) return pid.error();
  options.pid = *pid;
  return options;
}

}  // namespace

run::Means means_of(gen::Source source) {
  return source == gen::Source::kSyscall ? run::Means::kSyscalls : run::Means::kProbes;
}

std::string bpftrace_path(const Options& options) {
  if (!options.bpftrace.empty()) return options.bpftrace;
  const char* named = std::getenv("MCBT_BPFTRACE");
  return named == nullptr ? "" : named;
}

Result<LivePlan> plan_trace(const Options& options, gen::ScriptKind kind, Extras extras) {
  const auto targeted = with_target(options);
  if (!targeted) return targeted.error();
  const auto tool = run::find_bpftrace(bpftrace_path(options));
  if (!tool) return tool.error();
  const auto dialect = gen::dialect_for(tool->version);
  if (!dialect) return Error{dialect.error().what, tool->path, dialect.error().hint};
  LivePlan plan;
  auto spec = plan_script(*targeted, kind, plan.why);
  plan.intent = {tool->version, {}, targeted->pid};
  if (spec) plan.intent.means = means_of(spec->source);
  // First, because it is why a binary may not be read.
  if (const auto clear = run::check_before_trace(plan.intent); !clear) return clear.error();
  if (!spec) return spec.error();

  spec->readable = false;
  spec->connections = extras == Extras::kScreen;
  // USDT would need two more probes a request for it.
  spec->histograms = extras == Extras::kScreen && spec->source == gen::Source::kSyscall;
  spec->max_overhead = options.max_overhead;
  spec->busiest = options.busiest;
  if (spec->busiest != 0 && spec->window_ms > gen::kLongestPackedMs) {
    return Error{"bpftrace can tell the busiest keys of windows of up to 10 s only", "--busiest",
                 "take a shorter interval"};
  }
  auto script = gen::render_script(*spec, *dialect);
  if (!script) return script.error();
  plan.pid = *spec->pid;
  plan.memcached = fmt::format(
      "{}, pid {}", spec->memcached ? version_text(spec->memcached) : "memcached", plan.pid);
  plan.bpftrace = tool->path;
  plan.tracer = "bpftrace " + tool->version.text();
  plan.script = std::move(*script);
  plan.spec = std::move(*spec);
  return plan;
}

}  // namespace mcbt::cli
