#include "tests/support/server/connection.h"

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <charconv>

#include "tests/support/server/probes.h"

namespace mcbt::support {
namespace {

constexpr size_t kReadBytes = size_t{1} << 16;
constexpr int kAbsent = -1;

template <typename T>
T number(std::string_view word) {
  T value = 0;
  std::from_chars(word.data(), word.data() + word.size(), value);
  return value;
}

int size_of(const Item& item) {
  return static_cast<int>(item.value().size());
}

// The two places of command__get, and those of the stores: a function each, so that they stay
// apart.
[[gnu::noinline]] void fire_get_hit(int fd, const Item& item) {
  MCBT_SIZED_PROBE(command__get, fd, item.key(), item.key_length, size_of(item), item.cas);
}
[[gnu::noinline]] void fire_get_miss(int fd, const char* key, size_t length) {
  MCBT_SIZED_PROBE(command__get, fd, key, length, kAbsent, 0);
}
[[gnu::noinline]] void fire_meta_miss(int fd, const char* key, size_t length) {
  MCBT_SIZED_PROBE(command__get, fd, key, length, kAbsent, 0);
}

[[gnu::noinline]] void fire_store(std::string_view command, int fd, const Item& item, int size) {
  const char* key = item.key();
  const uint8_t length = item.key_length;
  if (command == "set") MCBT_SIZED_PROBE(command__set, fd, key, length, size, item.cas);
  if (command == "add") MCBT_SIZED_PROBE(command__add, fd, key, length, size, item.cas);
  if (command == "replace") MCBT_SIZED_PROBE(command__replace, fd, key, length, size, item.cas);
  if (command == "append") MCBT_SIZED_PROBE(command__append, fd, key, length, size, item.cas);
  if (command == "prepend") MCBT_SIZED_PROBE(command__prepend, fd, key, length, size, item.cas);
  if (command == "cas") MCBT_SIZED_PROBE(command__cas, fd, key, length, size_of(item), item.cas);
}

[[gnu::noinline]] void fire_delete(int fd, const Item& item) {
  MCBT_KEYED_PROBE(command__delete, fd, item.key(), item.key_length);
}

std::string from_base64(std::string_view text) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string bytes;
  uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    const size_t digit = kDigits.find(c);
    if (digit == std::string_view::npos) break;
    bits = bits << 6 | static_cast<uint32_t>(digit);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>(bits >> count & 0xff);
  }
  return bytes;
}

std::string_view store_answer(Stored stored) {
  switch (stored) {
    case Stored::kStored:
      return "STORED\r\n";
    case Stored::kNotStored:
      return "NOT_STORED\r\n";
    case Stored::kExists:
      return "EXISTS\r\n";
    case Stored::kNotFound:
      return "NOT_FOUND\r\n";
  }
  return "ERROR\r\n";
}

}  // namespace

void Connection::serve() {
  while (true) {
    const size_t end = request_.find('\n');
    if (end == std::string::npos) {
      respond();
      if (!read_more()) break;
      continue;
    }
    // The keys of a request point into it, so it must not move until the command is done.
    std::string line = request_.substr(0, end + 1);
    request_.erase(0, end + 1);
    MCBT_REQUEST_PROBE(process__command__start, descriptor_, line.data(),
                       static_cast<int>(line.size()));
    if (!process(line)) break;
  }
  respond();
  close(descriptor_);
}

bool Connection::read_more() {
  std::array<char, kReadBytes> bytes;
  const ssize_t got = read(descriptor_, bytes.data(), bytes.size());
  if (got <= 0) return false;
  request_.append(bytes.data(), static_cast<size_t>(got));
  return true;
}

std::string Connection::read_value(size_t bytes) {
  while (request_.size() < bytes) {
    if (!read_more()) return {};
  }
  std::string value = request_.substr(0, bytes);
  request_.erase(0, bytes);
  return value;
}

void Connection::respond() {
  if (response_.empty()) return;
  MCBT_REQUEST_PROBE(process__command__end, descriptor_, response_.data(),
                     static_cast<int>(response_.size()));
  std::string_view left = response_;
  while (!left.empty()) {
    const ssize_t sent = send(descriptor_, left.data(), left.size(), MSG_NOSIGNAL);
    if (sent <= 0) break;
    left.remove_prefix(static_cast<size_t>(sent));
  }
  response_.clear();
}

bool Connection::process(std::string_view line) {
  auto* bytes = const_cast<char*>(line.data());
  size_t end = line.size() - 1;
  if (end > 0 && bytes[end - 1] == '\r') --end;
  Words words;
  for (size_t at = 0; at < end;) {
    if (bytes[at] == ' ') {
      bytes[at++] = '\0';
      continue;
    }
    const size_t stop = std::min(line.find(' ', at), end);
    words.push_back(line.substr(at, stop - at));
    at = stop;
  }
  bytes[end] = '\0';

  const std::string_view command = words.empty() ? "" : words[0];
  if (command == "quit") return false;
  if (command == "get" || command == "gets") {
    get(words, 1, command == "gets");
  } else if (command == "gat" || command == "gats") {
    get(words, 2, command == "gats");
  } else if (command == "mg") {
    meta_get(words);
  } else if (command == "ms") {
    meta_set(words);
  } else if (command == "set" || command == "add" || command == "replace" || command == "append" ||
             command == "prepend" || command == "cas") {
    set(words);
  } else if (command == "delete") {
    erase(words);
  } else if (command == "touch") {
    touch(words);
  } else if (command == "incr" || command == "decr") {
    add_delta(words);
  } else if (command == "flush_all") {
    store_.clear();
    response_ += "OK\r\n";
  } else if (command == "version") {
    response_ += "VERSION 1.6.18\r\n";
  } else {
    response_ += "ERROR\r\n";
  }
  return true;
}

void Connection::get(const Words& words, size_t first_key, bool with_cas) {
  for (size_t i = first_key; i < words.size(); ++i) {
    const ItemPointer item = store_.find(words[i]);
    if (!item) {
      fire_get_miss(descriptor_, words[i].data(), words[i].size());
      continue;
    }
    fire_get_hit(descriptor_, *item);
    response_ +=
        "VALUE " + std::string(words[i]) + " 0 " + std::to_string(item->value().size() - 2);
    if (with_cas) response_ += " " + std::to_string(item->cas);
    response_ += "\r\n" + std::string(item->value());
  }
  response_ += "END\r\n";
}

void Connection::meta_get(const Words& words) {
  if (words.size() < 2) return;
  const ItemPointer item = store_.find(words[1]);
  if (!item) {
    fire_meta_miss(descriptor_, words[1].data(), words[1].size());
    response_ += "EN\r\n";
    return;
  }
  response_ +=
      "VA " + std::to_string(item->value().size() - 2) + "\r\n" + std::string(item->value());
}

void Connection::set(const Words& words) {
  const bool is_cas = words[0] == "cas";
  if (words.size() < (is_cas ? 6U : 5U)) {
    response_ += "ERROR\r\n";
    return;
  }
  const auto bytes = number<size_t>(words[4]);
  const std::string value = read_value(bytes + 2);
  if (value.size() != bytes + 2) return;
  const ItemPointer item = store_.make_item(words[1], std::string_view(value).substr(0, bytes));
  const Stored stored = store_.store(words[0], item, is_cas ? number<int64_t>(words[5]) : 0);
  fire_store(words[0], descriptor_, *item, stored == Stored::kStored ? size_of(*item) : kAbsent);
  if (words.back() != "noreply") response_ += store_answer(stored);
}

// "ms KEY BYTES b": a key in base64, which may so hold any byte.
void Connection::meta_set(const Words& words) {
  if (words.size() < 4 || words[3] != "b") {
    response_ += "CLIENT_ERROR\r\n";
    return;
  }
  const auto bytes = number<size_t>(words[2]);
  const std::string value = read_value(bytes + 2);
  if (value.size() != bytes + 2) return;
  const ItemPointer item =
      store_.make_item(from_base64(words[1]), std::string_view(value).substr(0, bytes));
  store_.store("set", item, 0);
  fire_store("set", descriptor_, *item, size_of(*item));
  response_ += "HD\r\n";
}

void Connection::erase(const Words& words) {
  if (words.size() < 2) return;
  const ItemPointer item = store_.find(words[1]);
  if (item) fire_delete(descriptor_, *item);
  const bool erased = store_.erase(words[1]);
  if (words.back() != "noreply") response_ += erased ? "DELETED\r\n" : "NOT_FOUND\r\n";
}

// No probe: memcached fires command__touch in the binary protocol only.
void Connection::touch(const Words& words) {
  if (words.size() < 2) return;
  response_ += store_.find(words[1]) ? "TOUCHED\r\n" : "NOT_FOUND\r\n";
}

void Connection::add_delta(const Words& words) {
  if (words.size() < 3) return;
  const ItemPointer item = store_.find(words[1]);
  if (!item) {
    response_ += "NOT_FOUND\r\n";
    return;
  }
  const auto delta = number<int64_t>(words[2]);
  int64_t value = number<int64_t>(item->value());
  if (words[0] == "incr") {
    value += delta;
    MCBT_COUNTER_PROBE(command__incr, descriptor_, item->key(), item->key_length, value);
  } else {
    value = value > delta ? value - delta : 0;
    MCBT_COUNTER_PROBE(command__decr, descriptor_, item->key(), item->key_length, value);
  }
  store_.store("set", store_.make_item(words[1], std::to_string(value)), 0);
  response_ += std::to_string(value) + "\r\n";
}

}  // namespace mcbt::support
