// Gets of keys that occur once each, numbered in the order of sending: what a trace that began and
// ended in their midst counted must be a range without holes.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace mcbt::bench {

class NumberedTraffic {
 public:
  // Each client sends `rate` keys a second until this object ends. No key is stored.
  NumberedTraffic(uint16_t port, unsigned clients, double rate);

  // How many keys each client has had answers for by now.
  std::vector<uint64_t> answered() const;

  // The client and the number of a key; false for a key that is no such key.
  static bool parse(const std::string& key, size_t& client, uint64_t& number);

 private:
  void send(uint16_t port, size_t client, double rate, const std::stop_token& stop);

  std::unique_ptr<std::atomic<uint64_t>[]> answered_;
  std::vector<std::jthread> threads_;
};

}  // namespace mcbt::bench
