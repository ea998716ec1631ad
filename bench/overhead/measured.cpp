#include "bench/overhead/measured.h"

#include <csignal>
#include <fstream>
#include <memory>
#include <regex>
#include <stdexcept>
#include <thread>

#include "run/bpf_statistics.h"

namespace mcbt::bench {
namespace {

std::vector<pid_t> children_of(pid_t parent) {
  std::vector<pid_t> children;
  const std::string pid = std::to_string(parent);
  std::ifstream file("/proc/" + pid + "/task/" + pid + "/children");
  for (pid_t child = 0; file >> child;) children.push_back(child);
  return children;
}

// What a program starts to trace for it, or itself: the last child of the last child.
pid_t worker_of(pid_t program) {
  const auto children = children_of(program);
  return children.empty() ? program : worker_of(children.back());
}

double resident_mb(pid_t pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/status");
  for (std::string word; file >> word;) {
    double kilobytes = 0;
    if (word == "VmRSS:" && file >> kilobytes) return kilobytes / 1000;
  }
  return 0;
}

void wait_until_ready(const Tracer& tracer, support::ChildProcess& process) {
  // One that does not say is given the time that the slowest of the others takes.
  constexpr std::chrono::seconds kUnsaid{10};
  if (tracer.ready.empty()) {
    std::this_thread::sleep_for(kUnsaid);
    return;
  }
  const bool ready = tracer.ready_on_errors ? process.wait_for_errors(tracer.ready, kPatience)
                                            : process.wait_for_output(tracer.ready, kPatience);
  if (!ready) throw std::runtime_error(tracer.name + " does not start: " + process.finish().errors);
}

// Of bpftrace's own records; of mcbt's tables the summary has the sum; snoop says it at its end.
uint64_t lost_events(const support::Finished& finished) {
  static const std::regex kLost(
      R"re("lost_events", (?:"count": \d+, )?"data": \{"events": (\d+)\}|lost (\d+) (?:events?|operations))re");
  uint64_t lost = 0;
  for (const std::string* text : {&finished.output, &finished.errors}) {
    for (std::sregex_iterator it(text->begin(), text->end(), kLost), end; it != end; ++it) {
      lost += std::stoull((*it)[1].matched ? (*it)[1].str() : (*it)[2].str());
    }
  }
  return lost;
}

}  // namespace

Measured measure_load(const std::vector<Target>& servers, const KeyShape& shape, unsigned clients,
                      double seconds) {
  const auto loads = send_gets(servers, shape, clients, seconds);
  Measured measured;
  measured.load = loads.front();
  if (loads.size() > 1) measured.untraced = loads.back();
  return measured;
}

Measured measure(const Tracer& tracer, const std::vector<Target>& servers, const KeyShape& shape,
                 unsigned clients, double seconds) {
  support::ChildProcess process(tracer.command, tracer.environment);
  wait_until_ready(tracer, process);
  const bool is_mcbt = tracer.command.front() == MCBT_PROGRAM;
  const pid_t worker = worker_of(process.pid());
  const run::BpfPrograms programs(worker);

  const run::BpfTime bpf = programs.time();
  const double worker_cpu = cpu_seconds(worker);
  const double own_cpu = cpu_seconds(process.pid());
  Measured measured = measure_load(servers, shape, clients, seconds);
  const auto operations = static_cast<double>(measured.load.operations);
  const run::BpfTime now = programs.time();
  measured.ns_per_op = static_cast<double>(now.ns - bpf.ns) / operations;
  measured.runs_per_op = static_cast<double>(now.runs - bpf.runs) / operations;
  measured.tracer_cpu = (cpu_seconds(worker) - worker_cpu) / seconds;
  measured.tracer_mb = resident_mb(worker);
  if (is_mcbt) {
    measured.mcbt_cpu = (cpu_seconds(process.pid()) - own_cpu) / seconds;
    measured.mcbt_mb = resident_mb(process.pid());
  }
  kill(is_mcbt ? process.pid() : worker, SIGINT);
  measured.lost = lost_events(process.finish(kPatience));
  return measured;
}

}  // namespace mcbt::bench
