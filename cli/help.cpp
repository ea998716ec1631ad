#include "cli/help.h"

#include <fmt/format.h>

#include <sstream>

#include "cli/flags.h"
#include "cli/generated.h"

namespace mcbt::cli {
namespace {

constexpr size_t kWidth = 80;
constexpr size_t kFlagColumn = 28;

// `text` in lines of at most kWidth, each but the first behind `indent` spaces; the first starts in
// that column.
std::string wrapped(std::string_view text, size_t indent) {
  std::istringstream words{std::string(text)};
  std::string lines;
  size_t column = indent;
  for (std::string word; words >> word;) {
    if (column != indent && column + 1 + word.size() > kWidth) {
      lines += "\n" + std::string(indent, ' ');
      column = indent;
    }
    if (column != indent) {
      lines += ' ';
      ++column;
    }
    lines += word;
    column += word.size();
  }
  return lines + "\n";
}

// "  -p, --pid PID            the memcached to trace …"
std::string flag_line(const std::string& names, std::string_view value, std::string_view help) {
  std::string left = "  " + (names.starts_with("--") ? "    " + names : names);
  if (!value.empty()) left += " " + std::string(value);
  if (left.size() >= kFlagColumn) {
    left += "\n" + std::string(kFlagColumn, ' ');
  } else {
    left.resize(kFlagColumn, ' ');
  }
  return left + wrapped(help, kFlagColumn);
}

std::string spaced(std::string_view names) {
  std::string text(names);
  if (const size_t comma = text.find(','); comma != std::string::npos) text.insert(comma + 1, " ");
  return text;
}

}  // namespace

std::string general_help() {
  std::string text =
      "mcbt shows what a memcached is doing, key by key.\n\nUsage: mcbt COMMAND [flags] …\n\n";
  for (const Command& command : commands()) {
    text += fmt::format("  {:<10} {}\n", command.name, command.summary);
  }
  text += "\n" + flag_line("-h, --help", "", "this help, or that of a command");
  text += flag_line("-V, --version", "", "mcbt's version");
  text += flag_line("--generate", "KIND", "print one of " + generated_kinds());
  return text + "\nmcbt COMMAND --help shows a command's flags and examples.\n";
}

std::string command_help(const Command& command) {
  std::string text = fmt::format("mcbt {}: {}\n\nUsage: mcbt {} [flags] {}\n\n", command.name,
                                 command.summary, command.name, command.positionals);
  text += wrapped(command.details, 0) + "\nFlags:\n";
  for (const Flag& flag : flags()) {
    if ((flag.commands & command.bit) == 0) continue;
    text += flag_line(spaced(flag.names), flag.value, flag.help);
  }
  text += flag_line("-h, --help", "", "this help") + "\nExamples:\n";
  std::istringstream examples{std::string(command.examples)};
  for (std::string line; std::getline(examples, line);) text += "  " + line + "\n";
  return text;
}

}  // namespace mcbt::cli
