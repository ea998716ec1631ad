// What goes to stderr.
#pragma once

#include <string>

#include "model/result.h"

namespace mcbt::cli {

// "who: where: what; hint", one line, with nothing in it that could upset a terminal.
void print_error(const std::string& who, const model::Error& error);
void print_error(const model::Error& error);  // of mcbt

// Prints an error of mcbt's and returns the exit status for it.
int failed(const model::Error& error);

// A line that is not about a failure.
void print_message(const std::string& line);

// Several lines, of foreign words.
void print_text(const std::string& lines);

}  // namespace mcbt::cli
