// The items of the test server.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace mcbt::support {

// As in memcached, a key is followed by its value in one buffer, with nothing that ends it.
struct Item {
  std::string buffer;  // key, value, CRLF
  uint8_t key_length = 0;
  int64_t cas = 0;

  const char* key() const { return buffer.data(); }
  std::string_view value() const {  // with its CRLF
    return std::string_view(buffer).substr(key_length);
  }
};
using ItemPointer = std::shared_ptr<const Item>;

enum class Stored : uint8_t { kStored, kNotStored, kExists, kNotFound };

class ItemStore {
 public:
  // Null where there is none.
  ItemPointer find(std::string_view key);

  // `command`: set, add, replace, append, prepend, cas. `value` is without its CRLF. The item is
  // what the probes show: what the client sent.
  Stored store(std::string_view command, const ItemPointer& item, int64_t cas);

  bool erase(std::string_view key);
  void clear();

  // An item as a client sends it.
  ItemPointer make_item(std::string_view key, std::string_view value);

 private:
  std::mutex mutex_;
  std::unordered_map<std::string, ItemPointer> items_;
  int64_t next_cas_ = 1;
};

}  // namespace mcbt::support
