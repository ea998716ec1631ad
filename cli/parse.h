// Command line → command and options.
#pragma once

#include <variant>

#include "cli/commands.h"
#include "cli/options.h"

namespace mcbt::cli {

struct Invocation {
  const Command* command = nullptr;
  Options options;
};

// What to run; or the status to end with, after help, the version or what is wrong was printed.
std::variant<Invocation, int> parse_command_line(int argc, char** argv);

}  // namespace mcbt::cli
