#include "bench/overhead/get_load.h"

#include <time.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <random>

#include "tests/support/live_server.h"

namespace mcbt::bench {
namespace {

using Clock = std::chrono::steady_clock;
using support::Client;

// The connections to one server, and what came of them.
class Load {
 public:
  Load(const Target& server, const KeyShape& shape, unsigned clients)
      : server_(server), shape_(shape), connections_(clients) {
    for (Connection& connection : connections_) {
      connection.client = std::make_unique<Client>(server.port);
    }
  }

  // One turn. It never sleeps: to wake a client on a CPU that halted costs the server of a virtual
  // machine microseconds, and the more often the slower it is.
  void run(Clock::duration turn) {
    const auto start = Clock::now();
    for (Connection& connection : connections_) ask(connection);
    for (size_t open = connections_.size(); open > 0;) {
      for (Connection& connection : connections_) {
        if (connection.answered || !connection.client->receive_now(connection.answer, "END\r\n")) {
          continue;
        }
        const auto now = Clock::now();
        times_.push_back(static_cast<uint32_t>((now - connection.since).count()));
        connection.answered = true;
        if (now - start < turn) {
          ask(connection);
        } else {
          --open;
        }
      }
    }
    took_ += Clock::now() - start;
  }

  LoadResult result() {
    LoadResult result;
    result.operations = times_.size();
    const auto operations = static_cast<double>(times_.size());
    result.rate = operations / std::chrono::duration<double>(took_).count();
    result.server_us = (cpu_seconds(server_.pid) - cpu_) * 1e6 / operations;
    const auto place = times_.begin() + static_cast<ptrdiff_t>(times_.size() * 99 / 100);
    std::nth_element(times_.begin(), place, times_.end());
    result.p99_us = static_cast<double>(*place) / 1000;
    return result;
  }

 private:
  struct Connection {
    std::unique_ptr<Client> client;
    std::string answer;
    Clock::time_point since;
    bool answered = true;
  };

  void ask(Connection& connection) {
    connection.answer.clear();
    connection.answered = false;
    connection.since = Clock::now();
    connection.client->send("get " + shape_.key(random_() % shape_.keys) + "\r\n");
  }

  Target server_;
  KeyShape shape_;
  std::vector<Connection> connections_;
  std::mt19937_64 random_;
  std::vector<uint32_t> times_;  // ns from each request to its response
  Clock::duration took_{};
  double cpu_ = cpu_seconds(server_.pid);
};

}  // namespace

std::string KeyShape::key(uint64_t index) const {
  std::string key = "key:" + std::to_string(index) + ":";
  if (key.size() < bytes) key.append(bytes - key.size(), 'k');
  return key;
}

void store_values(uint16_t port, const KeyShape& shape) {
  constexpr uint64_t kMissEvery = 10;
  const std::string value(100, 'v');
  Client client(port);
  for (uint64_t i = 0; i < shape.keys; ++i) {
    if (i % kMissEvery != 0) client.set(shape.key(i), value);
  }
}

double cpu_seconds(pid_t pid) {
  clockid_t clock = 0;
  timespec time = {};
  if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &time) != 0) return 0;
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

std::vector<LoadResult> send_gets(const std::vector<Target>& servers, const KeyShape& shape,
                                  unsigned clients, double seconds) {
  constexpr std::chrono::milliseconds kTurn{20};
  std::vector<Load> loads;
  for (const Target& server : servers) loads.emplace_back(server, shape, clients);
  const auto end = Clock::now() + std::chrono::duration_cast<Clock::duration>(
                                      std::chrono::duration<double>(seconds));
  while (Clock::now() < end) {
    for (Load& load : loads) load.run(kTurn);
  }
  std::vector<LoadResult> results;
  for (Load& load : loads) results.push_back(load.result());
  return results;
}

}  // namespace mcbt::bench
