// What tracing costs: of each tracer, beside the same load without one, medians of rounds in turns.
//
//     bench_overhead [ROUNDS [SECONDS [REGEX]]]      3 rounds of 1 s of all tracers unless told; as
//     root
//
// $MCBT_MEMCACHED names a memcached with USDT probes to use instead of the test server,
// $MCBT_PEER_MCTOP an mctop.py to measure beside mcbt. docs/overhead.md explains the columns.

#include <fmt/format.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <regex>

#include "bench/overhead/first_table.h"
#include "bench/overhead/measured.h"
#include "bench/overhead/program_cost.h"
#include "bench/overhead/server_pair.h"
#include "bench/report/timing.h"
#include "run/bpf_statistics.h"
#include "run/bpftrace_tool.h"
#include "run/trap_cost.h"
#include "tests/support/live_server.h"
#include "tests/support/require.h"

namespace {

using namespace mcbt::bench;

// As many as keep the server's thread busy all the time, so that its rate is what it has CPU for.
constexpr unsigned kClients = 16;

// A row that shows how far the columns go wrong.
constexpr const char* kNoTracer = "no tracer";

struct Turns {
  int rounds = 3;
  double seconds = 1;
  std::regex names{""};  // of the tracers that are measured
};

[[noreturn]] void give_up(const std::string& why) {
  fmt::print(stderr, "overhead: {}\n", why);
  std::exit(1);
}

std::string cpu_model() {
  std::ifstream info("/proc/cpuinfo");
  for (std::string line; std::getline(info, line);) {
    if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
  }
  return "unknown CPU";
}

std::string bpftrace_version() {
  const auto tool = mcbt::run::find_bpftrace(bpftrace_path());
  return tool ? tool->version.text() : "?";
}

void print_machine(const Turns& turns) {
  utsname system = {};
  uname(&system);
  const auto trap = mcbt::run::measure_trap_ns();
  fmt::print("{}, {} CPUs, Linux {}, bpftrace {}, mcbt " MCBT_VERSION "\n", cpu_model(),
             sysconf(_SC_NPROCESSORS_ONLN), system.release, bpftrace_version());
  fmt::print(
      "median of {} rounds of {:g} s, {} connections to one busy thread, 1,000 keys, gets one by "
      "one\n",
      turns.rounds, turns.seconds, kClients);
  fmt::print("one trap: {} ns, beside all figures below; BPF statistics: {} ns a program run\n",
             trap ? std::to_string(*trap) : "?", statistics_ns_of_run());
}

// Of all rounds, one column.
template <typename Column>
double middle(const std::vector<Measured>& rounds, Column column) {
  std::vector<double> values;
  for (const Measured& round : rounds) values.push_back(column(round));
  return median(values);
}

struct Row {
  std::string name;
  std::vector<Measured> rounds;
};

void print_heading(const std::string& what) {
  fmt::print("\n{}\n\n{:<31} {:>6} {:>6} {:>7} {:>8} {:>6} {:>5} {:>5} {:>5} {:>5} {:>5} {:>8}\n",
             what, "", "kept %", "CPU %", "+us/op", "p99 +us", "ns/op", "runs", "bpf.C", "b. MB",
             "own C", "o. MB", "lost");
}

void print_row(const Row& row) {
  const double runs = middle(row.rounds, [](const Measured& m) { return m.runs_per_op; });
  // A row of zeros would look like a tracer that costs nothing.
  if (runs == 0 && row.name != kNoTracer) {
    fmt::print("{:<31} did not trace this server\n", row.name);
    return;
  }
  uint64_t lost = 0;
  for (const Measured& round : row.rounds) lost += round.lost;
  fmt::print(
      "{:<31} {:>6.1f} {:>6.1f} {:>7.2f} {:>8.1f} {:>6.0f} {:>5.2f} {:>5.3f} {:>5.0f} {:>5.3f} "
      "{:>5.0f} {:>8}\n",
      row.name,
      middle(row.rounds, [](const Measured& m) { return m.load.rate / m.untraced.rate * 100; }),
      middle(row.rounds,
             [](const Measured& m) { return m.untraced.server_us / m.load.server_us * 100; }),
      middle(row.rounds, [](const Measured& m) { return m.load.server_us - m.untraced.server_us; }),
      middle(row.rounds, [](const Measured& m) { return m.load.p99_us - m.untraced.p99_us; }),
      middle(row.rounds, [](const Measured& m) { return m.ns_per_op; }), runs,
      middle(row.rounds, [](const Measured& m) { return m.tracer_cpu; }),
      middle(row.rounds, [](const Measured& m) { return m.tracer_mb; }),
      middle(row.rounds, [](const Measured& m) { return m.mcbt_cpu; }),
      middle(row.rounds, [](const Measured& m) { return m.mcbt_mb; }), lost);
  std::fflush(stdout);
}

// What `against` is for a tracer: USDT probes cost only whom they are in, and a server beside
// shows what the machine is worth at that moment. Tracepoints cost all, so it is measured before.
enum class Against { kServerBeside, kTimeBefore };

Measured measure_round(const Tracer* tracer, const ServerPair& servers, const KeyShape& shape,
                       Against against, double seconds) {
  const bool beside = against == Against::kServerBeside;
  std::vector<Target> targets = {servers.traced()};
  LoadResult before;
  if (beside) {
    targets.push_back(servers.untraced());
    seconds *= 2;  // for both
  } else {
    before = send_gets(targets, shape, kClients, seconds).front();
  }
  Measured round = tracer != nullptr ? measure(*tracer, targets, shape, kClients, seconds)
                                     : measure_load(targets, shape, kClients, seconds);
  if (!beside) round.untraced = before;
  return round;
}

// All in turns: what the machine does beside falls on each.
void compare(const std::string& what, const ServerPair& servers, const KeyShape& shape,
             std::vector<Tracer> tracers, Against against, const Turns& turns) {
  std::erase_if(tracers,
                [&](const Tracer& tracer) { return !std::regex_search(tracer.name, turns.names); });
  if (tracers.empty()) return;
  std::vector<Row> rows = {{kNoTracer, {}}};
  for (const Tracer& tracer : tracers) rows.push_back({tracer.name, {}});
  for (const Target& server : {servers.traced(), servers.untraced()}) {
    store_values(server.port, shape);
  }
  for (int round = 0; round < turns.rounds; ++round) {
    for (size_t i = 0; i < rows.size(); ++i) {
      const Tracer* tracer = i == 0 ? nullptr : &tracers[i - 1];
      rows[i].rounds.push_back(measure_round(tracer, servers, shape, against, turns.seconds));
    }
  }
  print_heading(what);
  for (const Row& row : rows) print_row(row);
}

}  // namespace

int main(int argc, char** argv) {
  const std::string reason = mcbt::support::why_no_bpf();
  if (!reason.empty()) give_up(reason);
  Turns turns;
  if (argc > 1) turns.rounds = std::max(1, std::atoi(argv[1]));
  if (argc > 2) turns.seconds = std::max(0.1, std::atof(argv[2]));
  try {
    if (argc > 3) turns.names = argv[3];
    print_machine(turns);
    const auto statistics = mcbt::run::BpfStatistics::enable();
    if (!statistics) give_up("the kernel does not tell what BPF programs cost");
    const std::string probed = mcbt::support::server_program();
    for (const size_t bytes : {size_t{16}, size_t{200}}) {
      const ServerPair servers(probed);
      compare(fmt::format("USDT probes, keys of {} bytes", bytes), servers, {1000, bytes},
              usdt_tracers(servers.traced().pid, bytes), Against::kServerBeside, turns);
    }
    const ServerPair usdt(probed);
    Turns windows = turns;
    windows.rounds = 1;  // each is three windows long, and their dumps are much the same
    windows.seconds = 3 * kManyKeysWindow;
    for (const uint64_t keys : {20'000, 100'000, 300'000}) {
      compare(fmt::format("{} keys of 16 bytes, windows of {} s", keys, kManyKeysWindow), usdt,
              {keys, 16}, many_keys_tracers(usdt.traced().pid), Against::kServerBeside, windows);
    }
    const ServerPair stock(mcbt::support::kStockMemcached);
    compare("Debian's memcached, which has no probes; keys of 16 bytes", stock, {1000, 16},
            syscall_tracers(stock.traced().pid), Against::kTimeBefore, turns);
    print_first_table(usdt.traced().pid, turns.rounds);
  } catch (const std::exception& error) {
    give_up(error.what());
  }
  return 0;
}
