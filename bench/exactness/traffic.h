// Operations at full speed whose counts are known: by key, by op, and in bytes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace mcbt::bench {

// What was sent for one key, or counted.
struct KeyCounts {
  uint64_t hits = 0;
  uint64_t misses = 0;
  uint64_t sets = 0;
  uint64_t bytes_read = 0;
  uint64_t bytes_written = 0;

  uint64_t calls() const { return hits + misses + sets; }
  KeyCounts& operator+=(const KeyCounts& other);
  bool operator==(const KeyCounts&) const = default;
};

// Keys 0 to keys - 1 are stored, the same number after them are not.
struct KeySpace {
  uint64_t keys = 0;
  bool is_stored(uint64_t key) const { return key < keys; }
  static std::string name(uint64_t key);
  static uint64_t value_bytes(uint64_t key);
};

// Stores every key that is to be stored.
void store_all(uint16_t port, const KeySpace& space);

// Sends batches of gets and sets from `clients` connections at once, each as fast as the server
// answers, for `seconds`. Returns what was sent by key, when all is answered.
std::vector<KeyCounts> send_known(uint16_t port, const KeySpace& space, unsigned clients,
                                  double seconds);

}  // namespace mcbt::bench
