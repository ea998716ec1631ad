#include "cli/manual.h"

#include <fmt/format.h>

#include <sstream>

#include "cli/commands.h"
#include "cli/flags.h"
#include "cli/manual_text.h"

namespace mcbt::cli {
namespace {

// Plain text as roff: a minus that can be copied, no escapes, no requests at a line's start.
std::string roff(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    const bool starts = escaped.empty() || escaped.back() == '\n';
    if (starts && (c == '.' || c == '\'')) escaped += "\\&";
    if (c == '-') {
      escaped += "\\-";
    } else if (c == '\\') {
      escaped += "\\e";
    } else {
      escaped += c;
    }
  }
  return escaped;
}

std::string heading() {
  return ".\\\" Made by mcbt \\-\\-generate man.\n"
         ".TH MCBT 1 \"\" \"mcbt " MCBT_VERSION
         "\" \"User Commands\"\n"
         ".SH NAME\nmcbt \\- what a memcached is doing, key by key\n";
}

std::string synopsis() {
  std::string text = ".SH SYNOPSIS\n";
  for (const Command& command : commands()) {
    text += fmt::format(".B mcbt {}\n[\\fIflags\\fR] {}\n.br\n", command.name,
                        roff(command.positionals));
  }
  return text;
}

std::string description() {
  std::string text =
      ".SH DESCRIPTION\n"
      "mcbt writes bpftrace scripts for memcached's USDT probes, or for the system calls of a "
      "memcached that has none, runs them, and turns the maps that they print into sorted tables. "
      "It also writes the scripts for machines that have only bpftrace, and reads captures back.\n";
  for (const Command& command : commands()) {
    text += fmt::format(".SS \"mcbt {}: {}\"\n{}\n", command.name, roff(command.summary),
                        roff(command.details));
  }
  return text;
}

// "top, snoop, record"
std::string commands_of(const Flag& flag) {
  std::string names;
  for (const Command& command : commands()) {
    if ((flag.commands & command.bit) == 0) continue;
    if (!names.empty()) names += ", ";
    names += command.name;
  }
  return names;
}

std::string options() {
  std::string text = ".SH OPTIONS\nBehind each: the commands that take it.\n";
  for (const Flag& flag : flags()) {
    std::string names = "\\fB" + roff(flag.names) + "\\fR";
    if (const size_t comma = names.find(','); comma != std::string::npos) {
      names.replace(comma, 1, "\\fR, \\fB");
    }
    if (!flag.value.empty()) names += fmt::format(" \\fI{}\\fR", flag.value);
    text += fmt::format(".TP\n{}\n{}. [{}]\n", names, roff(flag.help), commands_of(flag));
  }
  return text +
         ".TP\n\\fIinterval\\fR\nSeconds of a window, 1 unless told; fractions are allowed.\n"
         ".TP\n\\fIcount\\fR\nHow many windows; endless unless told.\n";
}

// A line "command   what for" each: the words first, as in bcc's pages.
std::string examples() {
  std::string text = ".SH EXAMPLES\n";
  for (const Command& command : commands()) {
    std::istringstream lines{std::string(command.examples)};
    for (std::string line; std::getline(lines, line);) {
      const size_t gap = line.find("  ");
      const std::string what =
          gap == std::string::npos ? "" : line.substr(line.find_first_not_of(' ', gap));
      text += fmt::format(".TP\n{}\n.B {}\n", what.empty() ? "\\&" : roff(what),
                          roff(line.substr(0, gap)));
    }
  }
  return text;
}

}  // namespace

std::string manual() {
  return heading() + synopsis() + description() + kManualRequirements + options() + examples() +
         kManualFields + kManualEnd;
}

}  // namespace mcbt::cli
