#include <csignal>

#include "cli/commands.h"
#include "cli/parse.h"

int main(int argc, char** argv) {
  // A reader that goes away shows as a failed write, and is no failure.
  std::signal(SIGPIPE, SIG_IGN);
  const auto parsed = mcbt::cli::parse_command_line(argc, argv);
  if (const int* status = std::get_if<int>(&parsed)) return *status;
  const auto& invocation = std::get<mcbt::cli::Invocation>(parsed);
  return invocation.command->run(invocation.options);
}
