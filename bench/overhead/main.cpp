// What tracing costs: each tracer beside the same load without one, in turns, and medians of them.
//
//     bench_overhead [ROUNDS [SECONDS [REGEX]]]      5 rounds of 1 s of all tracers unless told; as
//     root
//
// $MCBT_MEMCACHED names a memcached with USDT probes to use instead of the test server,
// $MCBT_PEER_MCTOP an mctop.py to measure beside mcbt. docs/overhead.md explains the columns.

#include <fmt/format.h>
#include <sched.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <regex>

#include "bench/overhead/first_table.h"
#include "bench/overhead/measured.h"
#include "bench/overhead/program_cost.h"
#include "bench/report/timing.h"
#include "run/bpf_statistics.h"
#include "run/bpftrace_tool.h"
#include "run/trap_cost.h"
#include "tests/support/live_server.h"
#include "tests/support/require.h"

namespace {

using namespace mcbt::bench;
using mcbt::support::LiveServer;

// As many as keep one thread of the server busy all the time, so that its rate is what it has CPU
// for.
constexpr unsigned kClients = 16;
constexpr unsigned kServerThreads = 1;

struct Turns {
  int rounds = 5;
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

// Servers on the first CPU, the load and the tracers on the others: where they share one, who gets
// it when is more of each rate than what tracing takes.
void run_on(unsigned first, unsigned last) {
  cpu_set_t cpus;
  CPU_ZERO(&cpus);
  for (unsigned cpu = first; cpu <= last; ++cpu) CPU_SET(cpu, &cpus);
  sched_setaffinity(0, sizeof cpus, &cpus);
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
  std::vector<double> kept;      // rate, of that without it in the same round
  std::vector<double> p99_more;  // microseconds more than without it
  std::vector<double> cpu_more;  // microseconds of the server's CPU an operation, likewise
  std::vector<double> cpu_kept;  // operations that the same CPU time is good for, as a part
};

void print_heading(const std::string& what) {
  fmt::print("\n{}\n\n{:<31} {:>6} {:>6} {:>7} {:>8} {:>6} {:>5} {:>5} {:>5} {:>5} {:>5} {:>8}\n",
             what, "", "kept %", "CPU %", "+us/op", "p99 +us", "ns/op", "runs", "bpf.C", "b. MB",
             "own C", "o. MB", "lost");
}

void print_row(const Row& row) {
  const double runs = middle(row.rounds, [](const Measured& m) { return m.runs_per_op; });
  // A row of zeros would look like a tracer that costs nothing.
  if (runs == 0) {
    fmt::print("{:<31} did not trace this server\n", row.name);
    return;
  }
  uint64_t lost = 0;
  for (const Measured& round : row.rounds) lost += round.lost;
  fmt::print(
      "{:<31} {:>6.1f} {:>6.1f} {:>7.2f} {:>8.1f} {:>6.0f} {:>5.2f} {:>5.3f} {:>5.0f} {:>5.3f} "
      "{:>5.0f} {:>8}\n",
      row.name, median(row.kept) * 100, median(row.cpu_kept) * 100, median(row.cpu_more),
      median(row.p99_more), middle(row.rounds, [](const Measured& m) { return m.ns_per_op; }), runs,
      middle(row.rounds, [](const Measured& m) { return m.tracer_cpu; }),
      middle(row.rounds, [](const Measured& m) { return m.tracer_mb; }),
      middle(row.rounds, [](const Measured& m) { return m.mcbt_cpu; }),
      middle(row.rounds, [](const Measured& m) { return m.mcbt_mb; }), lost);
  std::fflush(stdout);
}

// Without and with, in turns: what the machine does beside falls on both.
void compare(const std::string& what, const LiveServer& server, const KeyShape& shape,
             std::vector<Tracer> tracers, const Turns& turns) {
  std::erase_if(tracers,
                [&](const Tracer& tracer) { return !std::regex_search(tracer.name, turns.names); });
  if (tracers.empty()) return;
  std::vector<Row> rows;
  for (const Tracer& tracer : tracers) rows.push_back({tracer.name, {}, {}, {}, {}, {}});
  const Target target{server.pid(), server.port()};
  store_values(target.port, shape);
  for (int round = 0; round < turns.rounds; ++round) {
    for (size_t i = 0; i < tracers.size(); ++i) {
      const LoadResult bare = send_gets(target, shape, kClients, turns.seconds);
      const Measured with = measure(tracers[i], target, shape, kClients, turns.seconds);
      rows[i].rounds.push_back(with);
      rows[i].kept.push_back(with.load.rate / bare.rate);
      rows[i].p99_more.push_back(with.load.p99_us - bare.p99_us);
      rows[i].cpu_more.push_back(with.load.server_us - bare.server_us);
      rows[i].cpu_kept.push_back(bare.server_us / with.load.server_us);
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
    const auto last_cpu = static_cast<unsigned>(sysconf(_SC_NPROCESSORS_ONLN)) - 1;
    run_on(0, 0);
    const LiveServer usdt(mcbt::support::server_program(), kServerThreads);
    const LiveServer stock(mcbt::support::kStockMemcached, kServerThreads);
    run_on(std::min(1U, last_cpu), last_cpu);
    for (const size_t bytes : {size_t{16}, size_t{200}}) {
      compare(fmt::format("USDT probes, keys of {} bytes", bytes), usdt, {1000, bytes},
              usdt_tracers(usdt.pid(), bytes), turns);
    }
    Turns windows = turns;
    windows.rounds = 1;  // each is three windows long, and their dumps are much the same
    windows.seconds = 3 * kManyKeysWindow;
    for (const uint64_t keys : {20'000, 100'000, 300'000}) {
      compare(fmt::format("{} keys of 16 bytes, windows of {} s", keys, kManyKeysWindow), usdt,
              {keys, 16}, many_keys_tracers(usdt.pid()), windows);
    }
    compare("Debian's memcached, which has no probes; keys of 16 bytes", stock, {1000, 16},
            syscall_tracers(stock.pid()), turns);
    print_first_table(usdt.pid(), turns.rounds);
  } catch (const std::exception& error) {
    give_up(error.what());
  }
  return 0;
}
