// The man page: the tables of commands and flags, and what only people can write.
#pragma once

#include <string>

namespace mcbt::cli {

// mcbt(1), in the man macros of roff.
std::string manual();

}  // namespace mcbt::cli
