// Reads the JSON that bpftrace writes, from left to right, without building anything.
//
// A JSON library would do for most lines, and none does for all: bpftrace's own output is at times
// not JSON (facts in docs/dialects.md), its keys are bytes and not text, and a line that was cut
// must yield what stands before the cut.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
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

bool is_plain(const char* at, size_t size);

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
  // times. Its size is known here, so that a comparison is an instruction or two.
  template <size_t kSize>
  [[gnu::always_inline]] bool take_exactly(const char (&text)[kSize]) {
    if (end_ - at_ < static_cast<ptrdiff_t>(kSize - 1) || std::memcmp(at_, text, kSize - 1) != 0) {
      return false;
    }
    at_ += kSize - 1;
    return true;
  }

  // Takes one to nine digits.
  bool take_digits(uint32_t& number) {
    constexpr ptrdiff_t kSafeDigits = 9;  // of them, no number overflows
    const char* limit = end_ - at_ > kSafeDigits ? at_ + kSafeDigits : end_;
    const char* at = at_;
    uint32_t value = 0;
    for (unsigned digit = 0; at != limit && (digit = static_cast<unsigned char>(*at) - '0') < 10;
         ++at) {
      value = value * 10 + digit;
    }
    if (at == at_) return false;
    at_ = at;
    number = value;
    return true;
  }

  // Takes `size` bytes where there are as many and none of them is a quote or a backslash.
  bool take_plain(size_t size, std::string_view& text) {
    if (static_cast<size_t>(end_ - at_) < size || !is_plain(at_, size)) return false;
    text = {at_, size};
    at_ += size;
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
  // The next token's first character; 0 at the end.
  char peek_behind_space() {
    skip_space();
    return peek();
  }
  // An integer that fits, in quotes or not: from 0.24 on bpftrace quotes those that a double cannot
  // hold.
  bool take_integer(int64_t& integer);
  // Takes one of up to 16 digits, of which there are millions, where no space is before it and the
  // text does not end soon. Takes nothing where it is another.
  bool take_usual_integer(int64_t& integer);

  // Takes a JSON value of whatever kind and returns its text. False where it has no end.
  bool take_value(std::string_view& value);

 private:
  bool take_other_integer(int64_t& integer);
  const char* closing_quote(const char* at) const;

  const char* at_;
  const char* end_;
};

// The number that the digits at `at` make, of which eight at most are looked at, and how many they
// are: all at once, as neighbours are joined to pairs, pairs to fours, fours to all. Reads eight
// bytes.
struct Digits {
  uint64_t number = 0;
  unsigned count = 0;
};
[[gnu::always_inline]] inline Digits digits_at(const char* at) {
  constexpr uint64_t kEach = 0x0101010101010101;
  constexpr uint64_t kPair = 0x000000ff000000ff;
  uint64_t bytes = 0;
  std::memcpy(&bytes, at, sizeof bytes);
  bytes ^= kEach * '0';
  // The upper half of a byte is empty where it is a digit, and stays so with six more. Bytes behind
  // the first that is none may look wrong: they do not count.
  const uint64_t others = (bytes | (bytes + kEach * 6)) & (kEach * 0xf0);
  const unsigned count = others == 0 ? 8 : static_cast<unsigned>(std::countr_zero(others)) / 8;
  if (count == 0) return {};
  bytes <<= 8 * (8 - count);  // zeros in front
  bytes = bytes * 10 + (bytes >> 8);
  bytes = ((bytes & kPair) * (1'000'000ULL << 32 | 100) +
           (bytes >> 16 & kPair) * (10'000ULL << 32 | 1)) >>
          32;
  return {bytes, count};
}

// Whether none of `size` bytes is a quote or a backslash: eight at a time, as a byte that is one
// becomes zero, and a zero borrows. The last eight are looked at as they are, some of them twice:
// rather that than a loop over a rest whose length nobody can foretell.
inline bool is_plain(const char* at, size_t size) {
  constexpr uint64_t kEach = 0x0101010101010101;
  constexpr uint64_t kHigh = kEach << 7;
  const auto found_in = [](const char* eight) {
    uint64_t bytes = 0;
    std::memcpy(&bytes, eight, sizeof bytes);
    const uint64_t quotes = bytes ^ (kEach * '"');
    const uint64_t backslashes = bytes ^ (kEach * '\\');
    return ((quotes - kEach) & ~quotes) | ((backslashes - kEach) & ~backslashes);
  };
  if (size >= sizeof(uint64_t)) {
    const char* last = at + size - sizeof(uint64_t);
    uint64_t found = found_in(last);
    for (; at < last; at += sizeof(uint64_t)) found |= found_in(at);
    return (found & kHigh) == 0;
  }
  for (; size != 0; --size, ++at) {
    if (*at == '"' || *at == '\\') return false;
  }
  return true;
}

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

[[gnu::always_inline]] inline bool Scanner::take_usual_integer(int64_t& integer) {
  constexpr ptrdiff_t kLooksAt = 1 + 8 + 8 + 1;
  constexpr std::array<int64_t, 9> kPowers = {1,       10,        100,        1'000,      10'000,
                                              100'000, 1'000'000, 10'000'000, 100'000'000};
  if (std::endian::native != std::endian::little || end_ - at_ < kLooksAt) return false;
  const bool negative = *at_ == '-';
  const char* at = at_ + (negative ? 1 : 0);
  const Digits first = digits_at(at);
  if (first.count == 0) return false;
  auto value = static_cast<int64_t>(first.number);
  if (first.count == 8) {
    const Digits rest = digits_at(at + 8);
    value = value * kPowers[rest.count] + static_cast<int64_t>(rest.number);
    at += 8 + rest.count;
  } else {
    at += first.count;
  }
  // A digit more is no end either.
  if (*at != ',' && *at != '}' && *at != ']' && *at != ' ') return false;
  at_ = at;
  integer = negative ? -value : value;
  return true;
}

inline bool Scanner::take_integer(int64_t& integer) {
  skip_space();
  return take_usual_integer(integer) || take_other_integer(integer);
}

// Appends the bytes that `raw` stands for. Beside JSON's escapes this knows bpftrace's own
// "\uffffffXX" for a byte of 0x80 and more. An escape that is none stays as it is.
void unescape(std::string_view raw, std::string& bytes);
std::string unescaped(const RawString& raw);

}  // namespace mcbt::ingest
