#include "tests/support/load/traffic.h"

#include <array>
#include <cmath>
#include <cstdio>

namespace mcbt::support {
namespace {

std::string hex(uint64_t number) {
  std::array<char, 17> text = {};
  std::snprintf(text.data(), text.size(), "%016llx",
                static_cast<unsigned long long>(number * 0x9e3779b97f4a7c15ULL));
  return text.data();
}

}  // namespace

// From 0 to keys - 1, about as often as Zipf's law has it: each decade of ranks is as likely as the
// next.
uint64_t Traffic::rank(uint64_t keys) {
  const double uniform = std::uniform_real_distribution<>(0, 1)(random_);
  return static_cast<uint64_t>(std::pow(static_cast<double>(keys), uniform)) - 1;
}

std::string Traffic::key() {
  const uint64_t draw = random_() % 100;
  if (draw < 6) return "config:global";
  if (draw < 40) return "user:" + std::to_string(1000 + rank(20000)) + ":profile";
  if (draw < 65) return "session:" + hex(rank(50000));
  if (draw < 85) return "product:" + std::to_string(rank(5000)) + ":price";
  if (draw < 97)
    return "feed:v2:" + std::to_string(rank(3000)) + ":page:" + std::to_string(random_() % 3);
  return "search:" + hex(random_() % 1'000'000);
}

Traffic::Request Traffic::get() {
  Request request{"get", "END\r\n", 0, {}};
  const uint64_t keys = random_() % 10 == 0 ? 2 + random_() % 9 : 1;
  for (uint64_t i = 0; i < keys; ++i) {
    const std::string name = key();
    request.text += " " + name;
    ++request.operations;
    if (keys == 1) request.fill = name;
  }
  request.text += "\r\n";
  return request;
}

Traffic::Request Traffic::set(const std::string& key) {
  constexpr uint64_t kSmallest = 16;
  const std::string value(kSmallest << (random_() % 7), 'v');
  return {"set " + key + " 0 0 " + std::to_string(value.size()) + "\r\n" + value + "\r\n",
          "STORED\r\n",
          1,
          {}};
}

Traffic::Request Traffic::next() {
  const uint64_t draw = random_() % 1000;
  if (draw < 860) return get();
  if (draw < 980) return set(key());
  if (draw < 990) return {"delete " + key() + "\r\n", "\r\n", 1, {}};
  if (draw < 997) return {"incr counter:views 1\r\n", "\r\n", 1, {}};
  return {"touch " + key() + " 60\r\n", "\r\n", 1, {}};
}

}  // namespace mcbt::support
