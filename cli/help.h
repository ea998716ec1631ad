// Help texts, made of the tables of commands and flags.
#pragma once

#include <string>

#include "cli/commands.h"

namespace mcbt::cli {

// `mcbt --help`: the commands.
std::string general_help();

// `mcbt COMMAND --help`: usage, what it does, its flags, examples.
std::string command_help(const Command& command);

}  // namespace mcbt::cli
