#include <csignal>

#include "cli/commands.h"
#include "cli/parse.h"

int main(int argc, char** argv) {
  // A reader that goes away and a file that has reached its limit show as failed writes: the first
  // is no failure, the second can be said.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  const auto parsed = mcbt::cli::parse_command_line(argc, argv);
  if (const int* status = std::get_if<int>(&parsed)) return *status;
  const auto& invocation = std::get<mcbt::cli::Invocation>(parsed);
  return invocation.command->run(invocation.options);
}
