#include "bench/exactness/numbered_traffic.h"

#include <chrono>
#include <cstdio>

#include "tests/support/live_server.h"

namespace mcbt::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr uint64_t kKeysOfARequest = 10;

std::string key_of(size_t client, uint64_t number) {
  return "n:" + std::to_string(client) + ":" + std::to_string(number);
}

}  // namespace

NumberedTraffic::NumberedTraffic(uint16_t port, unsigned clients, double rate)
    : answered_(std::make_unique<std::atomic<uint64_t>[]>(clients)) {
  threads_.reserve(clients);
  for (unsigned i = 0; i < clients; ++i) {
    threads_.emplace_back(
        [this, port, i, rate](const std::stop_token& stop) { send(port, i, rate, stop); });
  }
}

void NumberedTraffic::send(uint16_t port, size_t client, double rate, const std::stop_token& stop) {
  support::Client connection(port);
  const auto start = Clock::now();
  for (uint64_t number = 0; !stop.stop_requested();) {
    std::string request = "get";
    for (uint64_t i = 0; i < kKeysOfARequest; ++i) request += " " + key_of(client, number++);
    connection.ask(request + "\r\n", "END\r\n");
    answered_[client] = number;
    std::this_thread::sleep_until(
        start + std::chrono::duration_cast<Clock::duration>(
                    std::chrono::duration<double>(static_cast<double>(number) / rate)));
  }
}

std::vector<uint64_t> NumberedTraffic::answered() const {
  std::vector<uint64_t> numbers;
  numbers.reserve(threads_.size());
  for (size_t i = 0; i < threads_.size(); ++i) numbers.push_back(answered_[i]);
  return numbers;
}

bool NumberedTraffic::parse(const std::string& key, size_t& client, uint64_t& number) {
  unsigned long long parsed = 0;
  if (std::sscanf(key.c_str(), "n:%zu:%llu", &client, &parsed) != 2) return false;
  number = parsed;
  return true;
}

}  // namespace mcbt::bench
