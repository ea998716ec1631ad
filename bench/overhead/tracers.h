// Everything that is compared: tracers of one server, and how to start each.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <string>
#include <vector>

#include "tests/support/child_process.h"

namespace mcbt::bench {

// For a tracer to start or to end.
inline constexpr std::chrono::seconds kPatience{90};

struct Tracer {
  std::string name;
  std::vector<std::string> command;
  support::Environment environment;
  // What it prints once its probes are attached; empty: a program that does not say.
  std::string ready;
  bool ready_on_errors = false;
};

// Of a server with USDT probes whose keys have `key_bytes`.
std::vector<Tracer> usdt_tracers(pid_t server, size_t key_bytes);

// Of one without.
std::vector<Tracer> syscall_tracers(pid_t server);

// For more keys than a window's dump is cheap for: all of them, and the busiest. Windows of
// kManyKeysWindow.
inline constexpr unsigned kManyKeysWindow = 5;  // seconds
std::vector<Tracer> many_keys_tracers(pid_t server);

// $MCBT_BPFTRACE; empty: the one in $PATH.
std::string bpftrace_path();
// The same as a word of a command.
std::string bpftrace_program();

}  // namespace mcbt::bench
