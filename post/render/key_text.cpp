#include "post/render/key_text.h"

#include <fmt/format.h>
#include <utf8proc.h>

#include <charconv>

namespace mcbt::render {
namespace {

struct Character {
  utf8proc_int32_t code = -1;  // -1: not UTF-8
  size_t bytes = 1;
};

Character first_character(std::string_view text) {
  Character character;
  const auto used = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                     static_cast<utf8proc_ssize_t>(text.size()), &character.code);
  if (used <= 0) return {};
  character.bytes = static_cast<size_t>(used);
  return character;
}

bool printable(utf8proc_int32_t code) {
  if (code == ' ') return true;
  if (code < 0) return false;
  switch (utf8proc_category(code)) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_CN:
    case UTF8PROC_CATEGORY_CO:
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
    case UTF8PROC_CATEGORY_ZS:
      return false;
    default:
      return true;
  }
}

bool plain_ascii(char c) {
  return c >= ' ' && c <= '~' && c != '\\';
}

size_t width(const Character& character) {
  const int columns = character.code < 0 ? 1 : utf8proc_charwidth(character.code);
  return columns < 0 ? 0 : static_cast<size_t>(columns);
}

std::string printable_text(std::string_view bytes, std::string_view backslash) {
  std::string text;
  text.reserve(bytes.size());
  while (!bytes.empty()) {
    Character character;
    if (plain_ascii(bytes.front())) {
      text += bytes.front();
    } else if (bytes.front() == '\\') {
      text += backslash;
    } else if (character = first_character(bytes); printable(character.code)) {
      text.append(bytes.substr(0, character.bytes));
    } else {
      for (const char c : bytes.substr(0, character.bytes)) {
        text += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
      }
    }
    bytes.remove_prefix(character.bytes);
  }
  return text;
}

}  // namespace

std::string key_text(std::string_view bytes) {
  return printable_text(bytes, "\\\\");
}

std::string message_text(std::string_view bytes) {
  return printable_text(bytes, "\\");
}

std::string key_bytes(std::string_view text) {
  std::string bytes;
  while (!text.empty()) {
    unsigned value = 0;
    if (text.starts_with("\\\\")) {
      bytes += '\\';
      text.remove_prefix(2);
    } else if (text.size() >= 4 && text.starts_with("\\x") &&
               std::from_chars(text.data() + 2, text.data() + 4, value, 16).ptr ==
                   text.data() + 4) {
      bytes += static_cast<char>(value);
      text.remove_prefix(4);
    } else {
      bytes += text.front();
      text.remove_prefix(1);
    }
  }
  return bytes;
}

size_t text_width(std::string_view text) {
  size_t columns = 0;
  while (!text.empty()) {
    const Character character = first_character(text);
    columns += width(character);
    text.remove_prefix(character.bytes);
  }
  return columns;
}

std::string cut_to_width(std::string_view text, size_t columns) {
  if (text_width(text) <= columns) return std::string(text);
  if (columns == 0) return {};
  std::string cut;
  size_t used = 0;
  while (!text.empty()) {
    const Character character = first_character(text);
    if (used + width(character) > columns - 1) break;
    used += width(character);
    cut.append(text.substr(0, character.bytes));
    text.remove_prefix(character.bytes);
  }
  return cut + "…";
}

}  // namespace mcbt::render
