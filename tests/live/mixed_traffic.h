// Traffic of which it is known what it was.
#pragma once

#include <chrono>
#include <string>
#include <thread>

#include "tests/live/live_mcbt.h"

namespace mcbt::live {

inline std::string user_key(int i) {
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
      client.set(user_key(i), std::string(static_cast<size_t>(i % 40 + 1), 'v'));
      ++sent[user_key(i)]["set"];
      const std::string missing = "none:" + std::to_string(i % 23);
      client.get({user_key(i), missing, user_key((i + 1) % (i + 1))});
      ++sent[user_key(i)]["get_hit"];
      ++sent[missing]["get_miss"];
      ++sent[user_key((i + 1) % (i + 1))]["get_hit"];
    }
    for (int i = 1; i < kKeys; i += 7) {
      client.erase(user_key(i));
      ++sent[user_key(i)]["delete"];
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(400));
  }
  return sent;
}

}  // namespace mcbt::live
