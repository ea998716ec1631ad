// Traffic like that of a web site's cache: a few very hot keys, families of keys, a long tail.
#pragma once

#include <cstdint>
#include <random>
#include <string>

namespace mcbt::support {

// Text requests, always the same for the same seed.
class Traffic {
 public:
  explicit Traffic(uint64_t seed) : random_(seed) {}

  struct Request {
    std::string text;
    std::string answer_end;  // what its answer ends with
    uint64_t operations = 1;
    std::string fill;  // the key that a client sets when it is missing; empty: none
  };
  Request next();
  Request set(const std::string& key);

 private:
  std::string key();
  uint64_t rank(uint64_t keys);
  Request get();

  std::mt19937_64 random_;
};

}  // namespace mcbt::support
