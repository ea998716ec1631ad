// Traffic of which it is known what it was.
#pragma once

#include <chrono>
#include <string>
#include <thread>

#include "tests/live/live_mcbt.h"

namespace mcbt::live {

inline std::string key_of(int i) {
  return "user:" + std::to_string(i);
}

// Hits, misses, multi-gets, sets and deletes over 500 keys and more than two seconds.
inline Counts send_mixed_traffic(uint16_t port) {
  constexpr int kKeys = 500;
  constexpr int kRounds = 5;
  Counts sent;
  Client client(port);
  for (int round = 0; round < kRounds; ++round) {
    for (int i = 0; i < kKeys; ++i) {
      client.set(key_of(i), std::string(static_cast<size_t>(i % 40 + 1), 'v'));
      ++sent[key_of(i)]["set"];
      const std::string missing = "none:" + std::to_string(i % 23);
      client.get({key_of(i), missing, key_of((i + 1) % (i + 1))});
      ++sent[key_of(i)]["get_hit"];
      ++sent[missing]["get_miss"];
      ++sent[key_of((i + 1) % (i + 1))]["get_hit"];
    }
    for (int i = 1; i < kKeys; i += 7) {
      client.erase(key_of(i));
      ++sent[key_of(i)]["delete"];
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(400));
  }
  return sent;
}

}  // namespace mcbt::live
