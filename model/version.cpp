#include "model/version.h"

#include <charconv>

namespace mcbt::model {
namespace {

// Reads a number at the start of `text` and removes it.
std::optional<int> take_number(std::string_view& text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || number < 0) return std::nullopt;
  text.remove_prefix(static_cast<size_t>(end - text.data()));
  return number;
}

bool take_dot(std::string_view& text) {
  if (!text.starts_with('.')) return false;
  text.remove_prefix(1);
  return true;
}

}  // namespace

std::string Version::text() const {
  return std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(patch);
}

std::optional<Version> parse_version(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789";
  while (true) {
    const size_t start = text.find_first_of(kDigits);
    if (start == std::string_view::npos) return std::nullopt;
    text.remove_prefix(start);
    std::string_view rest = text;
    const auto major = take_number(rest);
    if (major && take_dot(rest)) {
      if (const auto minor = take_number(rest)) {
        const auto patch = take_dot(rest) ? take_number(rest) : std::nullopt;
        return Version{*major, *minor, patch.value_or(0)};
      }
    }
    const size_t end = text.find_first_not_of(kDigits);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end);
  }
}

}  // namespace mcbt::model
