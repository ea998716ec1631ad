// The commands: a file each, and a table that the parser and the help read.
#pragma once

#include <span>
#include <string_view>

#include "cli/options.h"

namespace mcbt::cli {

// What a command ends with.
inline constexpr int kDone = 0;
inline constexpr int kFailed = 1;
inline constexpr int kUsage = 2;

struct Command {
  std::string_view name;
  unsigned bit;                  // a CommandBit, which says which flags it takes
  std::string_view positionals;  // "[-p PID | CAPTURE...] [interval [count]]"
  std::string_view summary;      // one line
  std::string_view details;      // for its help: what, and what it needs
  std::string_view examples;     // lines "command  what for"
  bool takes_captures;           // positionals may be files
  bool takes_times;              // positionals may be [interval [count]]
  int (*run)(const Options&);
};

std::span<const Command> commands();

int run_top(const Options& options);
int run_snoop(const Options& options);
int run_latency(const Options& options);
int run_record(const Options& options);
int run_report(const Options& options);
int run_diff(const Options& options);
int run_rows(const Options& options);
int run_emit(const Options& options);
int run_probes(const Options& options);
int run_doctor(const Options& options);
int run_demo(const Options& options);

}  // namespace mcbt::cli
