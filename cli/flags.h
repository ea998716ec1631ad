// The one table of flags: the parser, the help, the man page and the completions are made of it.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "cli/options.h"
#include "model/result.h"

namespace mcbt::cli {

// Which commands take a flag; also names the commands' own set of them.
enum CommandBit : unsigned {
  kTopBit = 1U << 0U,
  kSnoopBit = 1U << 1U,
  kLatencyBit = 1U << 2U,
  kRecordBit = 1U << 3U,
  kReportBit = 1U << 4U,
  kEmitBit = 1U << 5U,
  kDemoBit = 1U << 6U,
  kProbesBit = 1U << 7U,
  kDoctorBit = 1U << 8U,
  kDiffBit = 1U << 9U,
  kRowsBit = 1U << 10U,
};

struct Flag {
  std::string_view names;  // "-p,--pid"
  std::string_view value;  // "PID"; empty: the flag takes none
  std::string_view help;   // one sentence without a full stop
  unsigned commands;       // CommandBits
  // Puts the value into the options. Fails where it is none, saying which are.
  model::Status (*set)(Options& options, const std::string& value);
};

std::span<const Flag> flags();

}  // namespace mcbt::cli
