// Completions for shells, of the tables of commands and flags.
#pragma once

#include <string>

namespace mcbt::cli {

std::string bash_completion();
std::string zsh_completion();
std::string fish_completion();

}  // namespace mcbt::cli
