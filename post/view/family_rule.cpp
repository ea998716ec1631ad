#include "post/view/family_rule.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace mcbt::view {
namespace {

constexpr std::string_view kId = "{}";

// Whether a byte ends a segment, or a word within one.
constexpr auto table_of(std::string_view bytes) {
  std::array<bool, 256> table = {};
  for (const char byte : bytes) table[static_cast<unsigned char>(byte)] = true;
  return table;
}
constexpr auto kSegmentEnds = table_of(":/.|,;#@&?! ~*()[]<>\"'$");
constexpr auto kWordEnds = table_of("-_=+%");

// The place of the first byte of the table; the size of the text where there is none.
size_t find_end(std::string_view text, const std::array<bool, 256>& ends) {
  size_t at = 0;
  while (at < text.size() && !ends[static_cast<unsigned char>(text[at])]) ++at;
  return at;
}

constexpr size_t kShortestHex = 6;
constexpr size_t kShortestHexOfLetters = 16;
constexpr size_t kShortestBase64 = 16;
constexpr size_t kLongestVersion = 3;  // digits

// Not those of <cctype>, which know a locale.
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_letter(char c) {
  return is_lower(c) || is_upper(c);
}
bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool is_uuid(std::string_view text) {
  constexpr std::array<size_t, 4> kDashes = {8, 13, 18, 23};
  if (text.size() != 36) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool dash = std::ranges::find(kDashes, i) != kDashes.end();
    if (dash ? text[i] != '-' : !is_hex(text[i])) return false;
  }
  return true;
}

bool is_hex_id(std::string_view text) {
  if (text.starts_with("0x") && text.size() > 2) {
    return std::ranges::all_of(text.substr(2), is_hex);
  }
  if (text.size() < kShortestHex || !std::ranges::all_of(text, is_hex)) return false;
  return text.size() >= kShortestHexOfLetters || std::ranges::any_of(text, is_digit);
}

// Long, and of all kinds of characters: few words are.
bool is_base64(std::string_view text) {
  while (text.ends_with('=')) text.remove_suffix(1);
  if (text.size() < kShortestBase64) return false;
  const auto belongs = [](char c) {
    return is_letter(c) || is_digit(c) || c == '+' || c == '/' || c == '-' || c == '_';
  };
  return std::ranges::all_of(text, belongs) && std::ranges::any_of(text, is_lower) &&
         std::ranges::any_of(text, is_upper) && std::ranges::any_of(text, is_digit);
}

bool is_version(std::string_view word) {
  return word.size() > 1 && word.size() <= kLongestVersion + 1 &&
         (word[0] == 'v' || word[0] == 'V') && std::ranges::all_of(word.substr(1), is_digit);
}

bool is_id(std::string_view word) {
  return is_uuid(word) || is_hex_id(word) || is_base64(word) || std::ranges::all_of(word, is_digit);
}

// A word without an end in it: its numbers go.
void add_word(std::string_view word, std::string& family) {
  if (word.empty()) return;
  if (is_id(word)) {
    family += kId;
    return;
  }
  if (is_version(word)) {
    family += word;
    return;
  }
  for (size_t i = 0; i < word.size(); ++i) {
    if (!is_digit(word[i])) {
      family += word[i];
    } else if (i == 0 || !is_digit(word[i - 1])) {
      family += kId;
    }
  }
}

// Where no id spans the whole segment, the words between - _ = + % are looked at one by one.
void add_segment(std::string_view segment, std::string& family) {
  if (is_id(segment)) return add_word(segment, family);
  for (;;) {
    const size_t end = find_end(segment, kWordEnds);
    add_word(segment.substr(0, end), family);
    if (end == segment.size()) return;
    family += segment[end];
    segment.remove_prefix(end + 1);
  }
}

// The end of the segment that `key` begins with. Base64 may hold a slash; where it does, a + or
// padding must tell it from a path.
size_t segment_end(std::string_view key) {
  const size_t end = find_end(key, kSegmentEnds);
  if (end == key.size() || key[end] != '/') return end;
  const size_t colon = std::min(key.find(':'), key.size());
  const std::string_view longer = key.substr(0, colon);
  const bool told_apart = longer.ends_with('=') || longer.find('+') != std::string_view::npos;
  return told_apart && is_base64(longer) ? colon : end;
}

void automatic_name(std::string_view key, std::string& family) {
  while (!key.empty()) {
    const size_t end = segment_end(key);
    if (end != 0) add_segment(key.substr(0, end), family);
    if (end < key.size()) family += key[end];
    key.remove_prefix(std::min(end + 1, key.size()));
  }
}

// Replaces what the pattern, or each of its groups, matches.
void name_by(const RE2& expression, std::string_view key, std::string& family) {
  const int groups = expression.NumberOfCapturingGroups();
  std::vector<re2::StringPiece> found(static_cast<size_t>(groups) + 1);
  const re2::StringPiece text(key.data(), key.size());
  size_t kept = 0;  // up to here the key has been copied or replaced
  for (size_t at = 0; at < key.size();) {
    if (!expression.Match(text, at, key.size(), RE2::UNANCHORED, found.data(), groups + 1)) break;
    for (size_t group = groups == 0 ? 0 : 1; group < found.size(); ++group) {
      if (found[group].empty()) continue;
      const auto start = static_cast<size_t>(found[group].data() - key.data());
      if (start < kept) continue;  // a group within a group
      family += key.substr(kept, start - kept);
      family += kId;
      kept = start + found[group].size();
    }
    const auto end = static_cast<size_t>(found[0].data() - key.data()) + found[0].size();
    at = std::max(end, at + 1);
  }
  family += key.substr(kept);
}

}  // namespace

model::Result<FamilyRule> FamilyRule::compile(const std::string& pattern) {
  RE2::Options options(RE2::Latin1);  // bytes: a key need not be UTF-8
  options.set_log_errors(false);
  auto expression = std::make_shared<const RE2>(pattern, options);
  if (pattern.empty() || !expression->ok()) {
    const std::string why = pattern.empty() ? "it is empty" : expression->error();
    return model::Error{"not a regular expression: " + why, "--group", "the syntax is RE2's"};
  }
  FamilyRule rule;
  rule.expression_ = std::move(expression);
  return rule;
}

void FamilyRule::name(std::string_view key, std::string& family) const {
  family.clear();
  if (expression_ == nullptr) {
    automatic_name(key, family);
  } else {
    name_by(*expression_, key, family);
  }
}

std::string FamilyRule::name(std::string_view key) const {
  std::string family;
  name(key, family);
  return family;
}

}  // namespace mcbt::view
