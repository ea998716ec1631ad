#include "bench/overhead/get_load.h"

#include <time.h>

#include <algorithm>
#include <chrono>
#include <random>
#include <thread>

#include "tests/support/live_server.h"

namespace mcbt::bench {
namespace {

using Clock = std::chrono::steady_clock;
using support::Client;

// The nanoseconds that each get of one connection took.
std::vector<uint32_t> times_of_gets(uint16_t port, const KeyShape& shape, unsigned seed,
                                    Clock::time_point end) {
  Client client(port);
  std::mt19937_64 random(seed);
  std::vector<uint32_t> times;
  auto before = Clock::now();
  while (before < end) {
    client.ask("get " + shape.key(random() % shape.keys) + "\r\n", "END\r\n");
    const auto now = Clock::now();
    times.push_back(static_cast<uint32_t>((now - before).count()));
    before = now;
  }
  return times;
}

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

LoadResult send_gets(const Target& server, const KeyShape& shape, unsigned clients,
                     double seconds) {
  const double cpu = cpu_seconds(server.pid);
  const auto start = Clock::now();
  const auto end =
      start + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
  std::vector<std::vector<uint32_t>> parts(clients);
  {
    std::vector<std::jthread> threads;
    for (unsigned i = 0; i < clients; ++i) {
      threads.emplace_back([&, i] { parts[i] = times_of_gets(server.port, shape, i + 1, end); });
    }
  }
  const std::chrono::duration<double> took = Clock::now() - start;
  std::vector<uint32_t> all;
  for (const auto& part : parts) all.insert(all.end(), part.begin(), part.end());
  LoadResult result;
  result.operations = all.size();
  result.rate = static_cast<double>(all.size()) / took.count();
  if (all.empty()) return result;
  result.server_us = (cpu_seconds(server.pid) - cpu) * 1e6 / static_cast<double>(all.size());
  const auto place = all.begin() + static_cast<ptrdiff_t>(all.size() * 99 / 100);
  std::nth_element(all.begin(), place, all.end());
  result.p99_us = static_cast<double>(*place) / 1000;
  return result;
}

}  // namespace mcbt::bench
