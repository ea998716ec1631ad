#include "bench/exactness/traffic.h"

#include <chrono>
#include <random>
#include <thread>

#include "tests/support/live_server.h"

namespace mcbt::bench {
namespace {

using Clock = std::chrono::steady_clock;
using support::Client;

constexpr uint64_t kKeysOfAGet = 40;
constexpr uint64_t kSetsOfABatch = 8;
constexpr uint64_t kMissEvery = 16;

std::string set_request(uint64_t key) {
  const std::string value(KeySpace::value_bytes(key), 'v');
  return "set " + KeySpace::name(key) + " 0 0 " + std::to_string(value.size()) + "\r\n" + value +
         "\r\n";
}

// One connection's traffic. A few keys get most of it: a quarter goes to 16 of them.
class Sender {
 public:
  Sender(uint16_t port, const KeySpace& space, unsigned seed)
      : client_(port), space_(space), random_(seed), sent_(2 * space.keys) {}

  void batch() {
    std::string request;
    for (uint64_t i = 0; i < kSetsOfABatch; ++i) request += set(stored_key());
    request += "get";
    for (uint64_t i = 0; i < kKeysOfAGet; ++i) request += " " + get(i % kMissEvery == 0);
    client_.ask(request + "\r\n", "END\r\n");
  }

  const std::vector<KeyCounts>& sent() const { return sent_; }

 private:
  uint64_t stored_key() {
    const uint64_t draw = random_();
    return (draw >> 40) % (draw % 4 == 0 ? std::min<uint64_t>(16, space_.keys) : space_.keys);
  }

  std::string set(uint64_t key) {
    ++sent_[key].sets;
    sent_[key].bytes_written += KeySpace::value_bytes(key);
    return set_request(key);
  }

  std::string get(bool missing) {
    const uint64_t key = missing ? space_.keys + random_() % space_.keys : stored_key();
    if (missing) {
      ++sent_[key].misses;
    } else {
      ++sent_[key].hits;
      sent_[key].bytes_read += KeySpace::value_bytes(key);
    }
    return KeySpace::name(key);
  }

  Client client_;
  const KeySpace& space_;
  std::mt19937_64 random_;
  std::vector<KeyCounts> sent_;
};

}  // namespace

KeyCounts& KeyCounts::operator+=(const KeyCounts& other) {
  hits += other.hits;
  misses += other.misses;
  sets += other.sets;
  bytes_read += other.bytes_read;
  bytes_written += other.bytes_written;
  return *this;
}

// One in eight is longer than a string of the script's.
std::string KeySpace::name(uint64_t key) {
  const std::string name = "key:" + std::to_string(key);
  return key % 8 == 7 ? name + ":" + std::string(80, 'l') : name;
}

uint64_t KeySpace::value_bytes(uint64_t key) {
  return 1 + key % 97;
}

void store_all(uint16_t port, const KeySpace& space) {
  Client client(port);
  for (uint64_t key = 0; key < space.keys; ++key) client.ask(set_request(key), "STORED\r\n");
}

std::vector<KeyCounts> send_known(uint16_t port, const KeySpace& space, unsigned clients,
                                  double seconds) {
  const auto end = Clock::now() + std::chrono::duration<double>(seconds);
  std::vector<std::vector<KeyCounts>> parts(clients);
  {
    std::vector<std::jthread> threads;
    threads.reserve(clients);
    for (unsigned i = 0; i < clients; ++i) {
      threads.emplace_back([&, i] {
        Sender sender(port, space, i + 1);
        while (Clock::now() < end) sender.batch();
        parts[i] = sender.sent();
      });
    }
  }
  std::vector<KeyCounts> sent = std::move(parts.front());
  for (size_t part = 1; part < parts.size(); ++part) {
    for (size_t key = 0; key < sent.size(); ++key) sent[key] += parts[part][key];
  }
  return sent;
}

}  // namespace mcbt::bench
