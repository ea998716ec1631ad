#include "post/ingest/scanner.h"

#include <algorithm>
#include <charconv>
#include <cstring>

namespace mcbt::ingest {
namespace {

const char* find(const char* at, const char* end, char wanted) {
  return static_cast<const char*>(std::memchr(at, wanted, static_cast<size_t>(end - at)));
}

// The closing quote of a string that has escapes, or null.
const char* closing_quote(const char* at, const char* end) {
  for (; at < end; ++at) {
    if (*at == '\\') {
      ++at;
    } else if (*at == '"') {
      return at;
    }
  }
  return nullptr;
}

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

bool Scanner::take(char token) {
  skip_space();
  if (at_ == end_ || *at_ != token) return false;
  ++at_;
  return true;
}

std::optional<RawString> Scanner::take_string() {
  skip_space();
  if (at_ == end_ || *at_ != '"') return std::nullopt;
  const char* start = at_ + 1;
  const char* quote = find(start, end_, '"');
  if (quote == nullptr) return std::nullopt;
  const char* backslash = find(start, quote, '\\');
  if (backslash != nullptr) {
    quote = closing_quote(backslash, end_);
    if (quote == nullptr) return std::nullopt;
  }
  at_ = quote + 1;
  return RawString{{start, static_cast<size_t>(quote - start)}, backslash != nullptr};
}

std::optional<int64_t> Scanner::take_integer() {
  skip_space();
  const char* start = at_;
  const bool quoted = take('"');
  int64_t value = 0;
  const auto [stop, error] = std::from_chars(at_, end_, value);
  const bool ends =
      stop != end_ &&
      (quoted ? *stop == '"' : *stop == ',' || *stop == '}' || *stop == ']' || *stop == ' ');
  if (error != std::errc() || !ends) {
    at_ = start;
    return std::nullopt;
  }
  at_ = quoted ? stop + 1 : stop;
  return value;
}

std::optional<std::string_view> Scanner::take_value() {
  skip_space();
  const char* start = at_;
  int depth = 0;
  while (at_ != end_) {
    const char c = *at_;
    if (c == '"') {
      if (!take_string()) break;
    } else if (depth == 0 && (c == ',' || c == '}' || c == ']')) {
      break;
    } else {
      if (c == '{' || c == '[') ++depth;
      if (c == '}' || c == ']') --depth;
      ++at_;
    }
    const bool nested = c == '{' || c == '[' || depth > 0;
    if (!nested && (c == '"' || c == '}' || c == ']')) break;
  }
  if (at_ == end_ || depth != 0) {
    at_ = start;
    return std::nullopt;
  }
  return std::string_view(start, static_cast<size_t>(at_ - start));
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
