// Keys and other foreign bytes as text that is printable, unambiguous and can be turned back.
#pragma once

#include <string>
#include <string_view>

namespace mcbt::render {

// Valid printable UTF-8 stands as it is, every other byte is \xNN and a backslash is \\. Printable
// means: a character that Unicode assigns and that neither controls nor formats nor separates, the
// space excepted; so nothing of it can move a terminal's cursor or turn its writing round.
std::string key_text(std::string_view bytes);

// The same for messages: a backslash stays as it is, so that paths and patterns can be read.
std::string message_text(std::string_view bytes);

// The bytes that `text` from key_text() stands for.
std::string key_bytes(std::string_view text);

// The terminal columns that text from key_text() takes.
size_t text_width(std::string_view text);

// `text` from key_text(), cut to `columns` with … at its end where it is wider.
std::string cut_to_width(std::string_view text, size_t columns);

}  // namespace mcbt::render
