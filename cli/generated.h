// What is made of the tables of commands and flags beside the help: the man page and the
// completions of shells. `mcbt --generate` prints them; man/ and completions/ hold what it printed.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mcbt::cli {

// The kinds that there are: "man, complete-bash, complete-zsh, complete-fish".
std::string generated_kinds();

// Nothing for any other kind.
std::optional<std::string> generate(std::string_view kind);

}  // namespace mcbt::cli
