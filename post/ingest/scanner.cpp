#include "post/ingest/scanner.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace mcbt::ingest {
namespace {

std::optional<uint32_t> hex(std::string_view digits) {
  uint32_t value = 0;
  const char* end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, value, 16);
  if (digits.empty() || error != std::errc() || stop != end) return std::nullopt;
  return value;
}

void append_utf8(uint32_t code, std::string& bytes) {
  const auto tail = [&](int shift) { bytes += static_cast<char>(0x80 | ((code >> shift) & 0x3f)); };
  if (code < 0x80) {
    bytes += static_cast<char>(code);
  } else if (code < 0x800) {
    bytes += static_cast<char>(0xc0 | (code >> 6));
    tail(0);
  } else if (code < 0x10000) {
    bytes += static_cast<char>(0xe0 | (code >> 12));
    tail(6);
    tail(0);
  } else {
    bytes += static_cast<char>(0xf0 | (code >> 18));
    tail(12);
    tail(6);
    tail(0);
  }
}

// `raw` starts behind "\u". Returns how much of it was used, 0 where it is no escape.
size_t append_unicode(std::string_view raw, std::string& bytes) {
  constexpr std::string_view kSignExtended = "ffffff";
  if (raw.size() >= 8 && raw.starts_with(kSignExtended)) {
    if (const auto byte = hex(raw.substr(6, 2)); byte && *byte >= 0x80) {
      bytes += static_cast<char>(*byte);
      return 8;
    }
  }
  if (raw.size() < 4) return 0;
  const auto unit = hex(raw.substr(0, 4));
  if (!unit) return 0;
  const bool high = *unit >= 0xd800 && *unit < 0xdc00;
  if (high && raw.size() >= 10 && raw.substr(4, 2) == "\\u") {
    const auto low = hex(raw.substr(6, 4));
    if (low && *low >= 0xdc00 && *low < 0xe000) {
      append_utf8(0x10000 + ((*unit - 0xd800) << 10) + (*low - 0xdc00), bytes);
      return 10;
    }
  }
  append_utf8(*unit, bytes);
  return 4;
}

std::optional<char> simple_escape(char letter) {
  switch (letter) {
    case '"':
    case '\\':
    case '/':
      return letter;
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return std::nullopt;
  }
}

}  // namespace

const char* Scanner::closing_quote(const char* at) const {
  for (; at < end_; ++at) {
    if (*at == '\\') {
      ++at;
    } else if (*at == '"') {
      return at;
    }
  }
  return nullptr;
}

// Integers in quotes, of many digits, and near the line's end.
bool Scanner::take_other_integer(int64_t& integer) {
  const char* at = at_;
  const bool quoted = at != end_ && *at == '"';
  if (quoted) ++at;
  int64_t value = 0;
  const auto [stop, error] = std::from_chars(at, end_, value);
  if (error != std::errc() || stop == end_) return false;
  const bool ends =
      quoted ? *stop == '"' : *stop == ',' || *stop == '}' || *stop == ']' || *stop == ' ';
  if (!ends) return false;
  at_ = quoted ? stop + 1 : stop;
  integer = value;
  return true;
}

bool Scanner::take_value(std::string_view& value) {
  skip_space();
  const char* start = at_;
  RawString skipped;
  int depth = 0;
  while (at_ != end_) {
    const char c = *at_;
    if (c == '"') {
      if (!take_string(skipped)) {
        at_ = start;
        return false;
      }
    } else if (depth == 0 && (c == ',' || c == '}' || c == ']')) {
      break;
    } else {
      if (c == '{' || c == '[') ++depth;
      if (c == '}' || c == ']') --depth;
      ++at_;
    }
    const bool closes = c == '"' || c == '}' || c == ']';
    if (depth == 0 && closes) break;
  }
  // Something always follows a value: what has nothing behind it was cut.
  if (at_ == end_ || depth != 0) {
    at_ = start;
    return false;
  }
  value = {start, static_cast<size_t>(at_ - start)};
  return true;
}

void unescape(std::string_view raw, std::string& bytes) {
  while (!raw.empty()) {
    const size_t plain = std::min(raw.find('\\'), raw.size());
    bytes.append(raw.substr(0, plain));
    raw.remove_prefix(plain);
    if (raw.size() < 2) break;
    size_t used = 0;
    if (const auto letter = simple_escape(raw[1])) {
      bytes += *letter;
      used = 2;
    } else if (raw[1] == 'u') {
      used = append_unicode(raw.substr(2), bytes);
      if (used != 0) used += 2;
    }
    if (used == 0) {
      bytes.append(raw.substr(0, 2));
      used = 2;
    }
    raw.remove_prefix(used);
  }
  bytes.append(raw);
}

std::string unescaped(const RawString& raw) {
  if (!raw.escaped) return std::string(raw.text);
  std::string bytes;
  unescape(raw.text, bytes);
  return bytes;
}

}  // namespace mcbt::ingest
