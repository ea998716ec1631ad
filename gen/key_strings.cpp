#include "gen/key_strings.h"

namespace mcbt::gen {
std::string KeyStrings::preparation() const {
  if (str_length_ != StrLength::kUnknown) return "";
  return R"($more = str($key, 1) == "" ? 1 : 0;  // whether str(p, n) counts the NUL)";
}

std::string KeyStrings::str(const std::string& address, const std::string& bytes) const {
  const std::string start = "str(" + address + ", ";
  if (str_length_ == StrLength::kAsAsked) return start + bytes + ")";
  const bool compound = bytes.find(' ') != std::string::npos;
  const std::string more = str_length_ == StrLength::kOneLess ? std::string("1") : "$more";
  return start + (compound ? "(" + bytes + ")" : bytes) + " + " + more + ")";
}

// From 0.24 on a string takes a byte more than its limit says, so it is not left to the limit to
// end one.
std::string KeyStrings::part(uint32_t index) const {
  const uint32_t offset = index * layout_.part;
  const std::string most = std::to_string(layout_.part);
  const std::string end = std::to_string(offset + layout_.part);
  if (index == 0) return str("$key", "$length < " + end + " ? $length : " + most);
  const std::string start = std::to_string(offset);
  const std::string rest = "$length < " + end + " ? $length - " + start + " : " + most;
  return str("$key + " + start, "$length > " + start + " ? (" + rest + ") : 0");
}

std::string KeyStrings::of_short_key() const {
  return layout_.parts > 1 ? str("$key", "$length") : part(0);
}

std::string KeyStrings::of_any_key(const std::string& separator) const {
  std::string parts = part(0);
  for (uint32_t i = 1; i < layout_.parts; ++i) parts += separator + part(i);
  return parts;
}

std::string KeyStrings::of_long_key(const std::string& separator) const {
  std::string parts = str("$key", std::to_string(layout_.part));
  for (uint32_t i = 1; i < layout_.parts; ++i) parts += separator + part(i);
  return parts;
}

}  // namespace mcbt::gen
