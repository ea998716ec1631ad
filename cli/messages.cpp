#include "cli/messages.h"

#include <cstdio>
#include <sstream>

#include "cli/commands.h"
#include "post/render/key_text.h"

namespace mcbt::cli {

void print_message(const std::string& line) {
  const std::string text = render::message_text(line) + "\n";
  std::fwrite(text.data(), 1, text.size(), stderr);
}

void print_text(const std::string& lines) {
  std::istringstream words(lines);
  for (std::string line; std::getline(words, line);) print_message(line);
}

void print_error(const std::string& who, const model::Error& error) {
  print_message(who + ": " + error.message());
}

void print_error(const model::Error& error) {
  print_error("mcbt", error);
}

int failed(const model::Error& error) {
  print_error(error);
  return kFailed;
}

}  // namespace mcbt::cli
