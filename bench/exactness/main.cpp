// Drives millions of operations through a server while mcbt counts them, and compares by key, op
// and bytes. Prints a row a case; ends with 1 where a count is wrong and mcbt did not say so.
//
//     bench_exactness [SECONDS]      traffic a case, 8 unless told; as root

#include <fmt/format.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>

#include "bench/exactness/audit.h"
#include "bench/exactness/numbered_traffic.h"
#include "bench/exactness/traffic.h"
#include "tests/support/live_server.h"
#include "tests/support/require.h"

namespace {

using namespace mcbt::bench;
using mcbt::support::ChildProcess;
using mcbt::support::Finished;
using mcbt::support::LiveServer;
using Json = nlohmann::json;

constexpr unsigned kClients = 4;
constexpr std::chrono::seconds kPatience{120};

struct Case {
  const char* command;
  double interval;
  uint64_t keys;
  const char* max_keys;
};

[[noreturn]] void give_up(const std::string& why) {
  fmt::print(stderr, "exactness: {}\n", why);
  std::exit(1);
}

std::string capture_path() {
  return (std::filesystem::temp_directory_path() / fmt::format("mcbt-exactness-{}", getpid()))
      .string();
}

// What mcbt printed about the traffic: `top` itself, or `report` on what `record` kept.
std::string traced(const Case& of, const LiveServer& server, const std::function<void()>& traffic) {
  const bool records = std::string_view(of.command) == "record";
  std::vector<std::string> command = {MCBT_PROGRAM,
                                      of.command,
                                      "-p",
                                      std::to_string(server.pid()),
                                      "--max-keys",
                                      of.max_keys,
                                      fmt::format("{}", of.interval)};
  if (records) {
    command.insert(command.end(), {"-o", capture_path()});
  } else {
    command.insert(command.end(), {"-f", "json", "-r", "0"});
  }
  ChildProcess tracer(command);
  if (!tracer.wait_for_errors("Tracing ", kPatience)) give_up(tracer.finish().errors);
  traffic();
  tracer.signal(SIGINT);
  Finished finished = tracer.finish(kPatience);
  if (finished.status != 0) give_up(finished.errors);
  if (records) {
    finished = mcbt::support::run_program(
        {MCBT_PROGRAM, "report", "--windows", "-f", "json", "-r", "0", capture_path()}, {},
        kPatience);
    std::filesystem::remove(capture_path());
  }
  return finished.output;
}

bool measure(const Case& of, double seconds) {
  const LiveServer server;
  const KeySpace space{of.keys};
  store_all(server.port(), space);
  std::vector<KeyCounts> sent;
  const std::string output =
      traced(of, server, [&] { sent = send_known(server.port(), space, kClients, seconds); });
  const Audit result = audit(output, sent, of.interval);
  fmt::print(
      "{:<7} {:>5.1f} {:>7} {:>9} {:>9} {:>9} {:>9} {:>7} {:>6} {:>6} {:>5} {:>4} {:>6.2f}  {}\n",
      of.command, of.interval, 2 * of.keys, of.max_keys, result.sent, result.calls, result.in_rows,
      result.lost, result.twice, result.off_bytes, result.windows, result.late, result.longest,
      result.complete ? "complete" : "NOT complete");
  std::fflush(stdout);
  // What finds no room is missing from rows, and said; nothing else may be.
  const bool said =
      result.calls == result.sent && result.twice == 0 && result.off_bytes == 0 && !result.complete;
  return result.exact() ? result.complete : said;
}

struct Range {
  uint64_t first = UINT64_MAX;
  uint64_t last = 0;
  uint64_t count = 0;
};

// A trace that begins and ends in the midst of traffic. Of each client a range must be counted,
// once each, that holds all between the line "Tracing" and Ctrl-C.
bool measure_edges(double interval, double seconds) {
  constexpr double kRate = 4000;
  const LiveServer server;
  const NumberedTraffic traffic(server.port(), kClients, kRate);
  std::vector<uint64_t> from;
  std::vector<uint64_t> to;
  const std::string output = traced({"top", interval, 0, "131072"}, server, [&] {
    from = traffic.answered();
    std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
    to = traffic.answered();
  });
  std::vector<Range> ranges(kClients);
  uint64_t twice = 0;
  std::istringstream lines(output);
  for (std::string line; std::getline(lines, line);) {
    const Json table = Json::parse(line);
    if (table["kind"] != "summary") continue;
    for (const Json& row : table["rows"]) {
      size_t client = 0;
      uint64_t number = 0;
      if (!NumberedTraffic::parse(row["key"], client, number)) continue;
      Range& range = ranges[client];
      range.first = std::min(range.first, number);
      range.last = std::max(range.last, number);
      ++range.count;
      twice += row["calls"].get<uint64_t>() - 1;
    }
  }
  uint64_t counted = 0;
  uint64_t holes = 0;
  uint64_t outside = 0;
  for (size_t i = 0; i < ranges.size(); ++i) {
    counted += ranges[i].count;
    holes += ranges[i].last - ranges[i].first + 1 - ranges[i].count;
    constexpr uint64_t kInFlight = 10;  // keys of one request
    if (ranges[i].first > from[i] + kInFlight || ranges[i].last + 1 < to[i]) ++outside;
  }
  fmt::print("top     {:>5.1f} {:>9} {:>6} {:>6} {:>8}\n", interval, counted, holes, twice,
             outside);
  std::fflush(stdout);
  return holes == 0 && twice == 0 && outside == 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string reason = mcbt::support::why_no_bpf();
  if (!reason.empty()) give_up(reason);
  const double seconds = argc > 1 ? std::atof(argv[1]) : 8;
  bool good = true;
  fmt::print("Traffic of known counts, {} connections, {} s a case\n\n", kClients, seconds);
  fmt::print("{:<7} {:>5} {:>7} {:>9} {:>9} {:>9} {:>9} {:>7} {:>6} {:>6} {:>5} {:>4} {:>6}\n",
             "command", "every", "keys", "room", "sent", "calls", "in rows", "lost", "twice",
             "bytes", "wind.", "late", "max s");
  for (const Case& each : {Case{"top", 1, 1000, "131072"}, Case{"top", 0.1, 1000, "131072"},
                           Case{"top", 1, 30'000, "131072"}, Case{"top", 0.1, 30'000, "131072"},
                           Case{"record", 1, 1000, "131072"}, Case{"record", 0.1, 30'000, "131072"},
                           Case{"top", 0.1, 30'000, "2000"}, Case{"top", 1, 30'000, "2000"}}) {
    good = measure(each, seconds) && good;
  }
  fmt::print("\nStart and Ctrl-C in the midst of traffic, each key once\n\n");
  fmt::print("{:<7} {:>5} {:>9} {:>6} {:>6} {:>8}\n", "command", "every", "counted", "holes",
             "twice", "too late");
  for (const double interval : {1.0, 0.1}) good = measure_edges(interval, seconds / 2) && good;
  fmt::print("\n{}\n", good ? "Every count is exact, or marked." : "SOME COUNTS ARE WRONG.");
  return good ? 0 : 1;
}
