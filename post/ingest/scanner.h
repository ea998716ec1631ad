// Reads the JSON that bpftrace writes, from left to right, without building anything.
//
// A JSON library would do for most lines, and none does for all: bpftrace's own output is at times
// not JSON (facts in docs/dialects.md), its keys are bytes and not text, and a line that was cut
// must yield what stands before the cut.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace mcbt::ingest {

// The text between a string's quotes, as it stands in the line.
struct RawString {
  std::string_view text;
  bool escaped = false;  // whether it has a backslash, so that unescape() would change it
};

class Scanner {
 public:
  // The text must outlive the scanner.
  explicit Scanner(std::string_view text) : at_(text.data()), end_(text.data() + text.size()) {}

  bool done() const { return at_ == end_; }
  char peek() const { return at_ == end_ ? '\0' : *at_; }
  std::string_view rest() const { return {at_, static_cast<size_t>(end_ - at_)}; }

  void skip_space() {
    while (at_ != end_ && (*at_ == ' ' || *at_ == '\t' || *at_ == '\r')) ++at_;
  }

  // Takes `text` where exactly that comes next: for the shapes that bpftrace writes a million
  // times.
  bool take_exactly(std::string_view text) {
    if (static_cast<size_t>(end_ - at_) < text.size() ||
        std::memcmp(at_, text.data(), text.size()) != 0) {
      return false;
    }
    at_ += text.size();
    return true;
  }

  // Each of these skips space first; where its token is not there it takes nothing and says so.
  bool take(char token) {
    skip_space();
    if (at_ == end_ || *at_ != token) return false;
    ++at_;
    return true;
  }
  bool take_string(RawString& string);
  // An integer that fits, in quotes or not: from 0.24 on bpftrace quotes those that a double cannot
  // hold.
  bool take_integer(int64_t& integer);

  // Takes a JSON value of whatever kind and returns its text. False where it has no end.
  bool take_value(std::string_view& value);

 private:
  bool take_quoted_integer(int64_t& integer);
  const char* closing_quote(const char* at) const;

  const char* at_;
  const char* end_;
};

inline bool Scanner::take_string(RawString& string) {
  skip_space();
  if (at_ == end_ || *at_ != '"') return false;
  const char* start = at_ + 1;
  const auto* quote =
      static_cast<const char*>(std::memchr(start, '"', static_cast<size_t>(end_ - start)));
  if (quote == nullptr) return false;
  const void* backslash = std::memchr(start, '\\', static_cast<size_t>(quote - start));
  if (backslash != nullptr) {
    quote = closing_quote(static_cast<const char*>(backslash));
    if (quote == nullptr) return false;
  }
  at_ = quote + 1;
  string = {{start, static_cast<size_t>(quote - start)}, backslash != nullptr};
  return true;
}

inline bool Scanner::take_integer(int64_t& integer) {
  skip_space();
  constexpr int kSafeDigits = 18;  // of them, no number overflows
  const char* at = at_;
  const bool negative = at != end_ && *at == '-';
  if (negative) ++at;
  const char* digits = at;
  int64_t value = 0;
  while (at != end_ && *at >= '0' && *at <= '9' && at - digits < kSafeDigits) {
    value = value * 10 + (*at++ - '0');
  }
  const bool ends = at != end_ && (*at == ',' || *at == '}' || *at == ']' || *at == ' ');
  if (at == digits || !ends) return take_quoted_integer(integer);
  at_ = at;
  integer = negative ? -value : value;
  return true;
}

// Appends the bytes that `raw` stands for. Beside JSON's escapes this knows bpftrace's own
// "\uffffffXX" for a byte of 0x80 and more. An escape that is none stays as it is.
void unescape(std::string_view raw, std::string& bytes);
std::string unescaped(const RawString& raw);

}  // namespace mcbt::ingest
