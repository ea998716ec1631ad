// Reads the JSON that bpftrace writes, from left to right, without building anything.
//
// A JSON library would do for most lines, and none does for all: bpftrace's own output is at times
// not JSON (facts in docs/dialects.md), its keys are bytes and not text, and a line that was cut
// must yield what stands before the cut.
#pragma once

#include <cstdint>
#include <optional>
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

  // Each of these skips space first; where its token is not there it takes nothing and says so.
  bool take(char token);
  std::optional<RawString> take_string();
  // An integer that fits, in quotes or not: from 0.24 on bpftrace quotes those that a double cannot
  // hold.
  std::optional<int64_t> take_integer();

  // Takes a JSON value of whatever kind and returns its text. Nothing where it has no end.
  std::optional<std::string_view> take_value();

 private:
  const char* at_;
  const char* end_;
};

// Appends the bytes that `raw` stands for. Beside JSON's escapes this knows bpftrace's own
// "\uffffffXX" for a byte of 0x80 and more. An escape that is none stays as it is.
void unescape(std::string_view raw, std::string& bytes);
std::string unescaped(const RawString& raw);

}  // namespace mcbt::ingest
