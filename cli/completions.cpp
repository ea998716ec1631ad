#include "cli/completions.h"

#include <fmt/format.h>

#include <array>
#include <string_view>
#include <vector>

#include "cli/commands.h"
#include "cli/flags.h"
#include "post/view/query.h"

namespace mcbt::cli {
namespace {

// "-p,--pid" → "-p", "--pid"
std::vector<std::string_view> names_of(const Flag& flag) {
  const size_t comma = flag.names.find(',');
  if (comma == std::string_view::npos) return {flag.names};
  return {flag.names.substr(0, comma), flag.names.substr(comma + 1)};
}

bool takes(const Command& command, const Flag& flag) {
  return (flag.commands & command.bit) != 0;
}

bool is_path(const Flag& flag) {
  return flag.value == "PATH" || flag.value == "FILE";
}

// The words that a flag's value can be; empty: no list has them.
std::string words_of(const Flag& flag) {
  if (flag.value == "FORMAT") {
    if ((flag.commands & kRowsBit) != 0) return "jsonl csv tsv";
    return (flag.commands & kDoctorBit) != 0 ? "table json" : "table json csv";
  }
  if (flag.value == "SOURCE") return "auto usdt syscall";
  std::string words;
  if (flag.value == "COLUMN") {
    for (const view::SortName& name : view::kSortNames) words += std::string(name.name) + " ";
  } else if (flag.value == "LIST") {
    for (const model::OpInfo& info : model::kOps) {
      const std::string word = std::string(info.command) + " ";
      if (words.find(word) == std::string::npos) words += word;
    }
  }
  if (!words.empty()) words.pop_back();
  return words;
}

// The words that come behind a command's name.
std::string_view arguments_of(const Command& command) {
  return command.name == "emit" ? "top snoop latency" : "";
}

// Between single quotes, with what they cannot hold put differently. zsh takes [ ] : for its own.
std::string quoted(std::string_view text, std::string_view special = "") {
  std::string safe;
  for (const char c : text) {
    if (c == '\'') {
      safe += "'\\''";
    } else {
      if (special.find(c) != std::string_view::npos) safe += '\\';
      safe += c;
    }
  }
  return safe;
}

}  // namespace

std::string bash_completion() {
  std::string names;
  for (const Command& command : commands()) names += std::string(command.name) + " ";
  std::string text = fmt::format(
      "# bash completion for mcbt; made by mcbt --generate complete-bash.\n"
      "_mcbt() {{\n"
      "  local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}}\n"
      "  COMPREPLY=()\n"
      "  if ((COMP_CWORD == 1)); then\n"
      "    mapfile -t COMPREPLY < <(compgen -W '{}--help --version' -- \"$word\")\n"
      "    return\n"
      "  fi\n"
      "  case $before in\n",
      names);
  for (const Flag& flag : flags()) {
    const std::string words = words_of(flag);
    if (words.empty() && flag.value != "PID" && !is_path(flag)) continue;
    std::string pattern;
    for (const std::string_view name : names_of(flag)) {
      pattern += (pattern.empty() ? "" : "|") + std::string(name);
    }
    const std::string make = !words.empty()        ? "-W '" + words + "'"
                             : flag.value == "PID" ? "-W \"$(pgrep -x memcached)\""
                                                   : "-f";
    text += fmt::format("    {}) mapfile -t COMPREPLY < <(compgen {} -- \"$word\"); return ;;\n",
                        pattern, make);
  }
  text += "  esac\n  local flags=\n  case ${COMP_WORDS[1]} in\n";
  for (const Command& command : commands()) {
    std::string words;
    for (const Flag& flag : flags()) {
      if (!takes(command, flag)) continue;
      for (const std::string_view name : names_of(flag)) words += std::string(name) + " ";
    }
    text += fmt::format("    {}) flags='{}--help' ;;\n", command.name, words);
  }
  return text +
         "  esac\n"
         "  if [[ $word == -* ]]; then\n"
         "    mapfile -t COMPREPLY < <(compgen -W \"$flags\" -- \"$word\")\n"
         "  elif [[ ${COMP_WORDS[1]} == emit ]]; then\n"
         "    mapfile -t COMPREPLY < <(compgen -W 'top snoop latency' -- \"$word\")\n"
         "  else\n"
         "    mapfile -t COMPREPLY < <(compgen -f -- \"$word\")\n"
         "  fi\n"
         "}\n"
         "complete -o filenames -F _mcbt mcbt\n";
}

std::string zsh_completion() {
  std::string text =
      "#compdef mcbt\n"
      "# zsh completion for mcbt; made by mcbt --generate complete-zsh.\n"
      "_mcbt() {\n"
      "  local -a commands=(\n";
  for (const Command& command : commands()) {
    text += fmt::format("    '{}:{}'\n", command.name, quoted(command.summary, ":"));
  }
  text +=
      "  )\n"
      "  if ((CURRENT == 2)); then\n"
      "    _describe command commands\n"
      "    return\n"
      "  fi\n"
      "  local command=$words[2]\n"
      "  shift words\n"
      "  ((CURRENT--))\n"
      "  case $command in\n";
  for (const Command& command : commands()) {
    text += fmt::format("    {})\n      _arguments \\\n", command.name);
    for (const Flag& flag : flags()) {
      if (!takes(command, flag)) continue;
      std::string value;
      if (!flag.value.empty()) {
        const std::string words = words_of(flag);
        const std::string action = !words.empty()        ? "(" + words + ")"
                                   : flag.value == "PID" ? "_pids"
                                   : is_path(flag)       ? "_files"
                                                         : " ";
        value = fmt::format(":{}:{}", flag.value, action);
      }
      for (const std::string_view name : names_of(flag)) {
        text += fmt::format("        '{}[{}]{}' \\\n", name, quoted(flag.help, "[]:"), value);
      }
    }
    const std::string_view words = arguments_of(command);
    text += words.empty() ? "        '*:file:_files' ;;\n"
                          : fmt::format("        '1:script:({})' ;;\n", words);
  }
  return text + "  esac\n}\n_mcbt \"$@\"\n";
}

std::string fish_completion() {
  std::string text = "# fish completion for mcbt; made by mcbt --generate complete-fish.\n";
  for (const Command& command : commands()) {
    text += fmt::format("complete -c mcbt -f -n __fish_use_subcommand -a {} -d '{}'\n",
                        command.name, quoted(command.summary, "\\"));
  }
  for (const Flag& flag : flags()) {
    std::string of;
    for (const Command& command : commands()) {
      if (takes(command, flag)) of += " " + std::string(command.name);
    }
    text += fmt::format("complete -c mcbt -n '__fish_seen_subcommand_from{}'", of);
    for (const std::string_view name : names_of(flag)) {
      text += name.starts_with("--") ? fmt::format(" -l {}", name.substr(2))
                                     : fmt::format(" -s {}", name.substr(1));
    }
    if (!flag.value.empty()) text += is_path(flag) ? " -r" : " -x";
    const std::string words = words_of(flag);
    if (!words.empty()) text += fmt::format(" -a '{}'", words);
    if (flag.value == "PID") text += " -a '(pgrep -x memcached)'";
    text += fmt::format(" -d '{}'\n", quoted(flag.help, "\\"));
  }
  return text +
         "complete -c mcbt -f -n '__fish_seen_subcommand_from emit' -a 'top snoop latency'\n";
}

}  // namespace mcbt::cli
