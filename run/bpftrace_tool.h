// The bpftrace program that will run the scripts.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "model/result.h"
#include "model/version.h"

namespace mcbt::run {

struct BpftraceTool {
  std::string path;
  model::Version version;
};

// For --version, which takes a second or two on a busy machine.
inline constexpr std::chrono::seconds kVersionPatience{20};

// `path` as given by the user; empty: the one in $PATH. Runs it once, with --version. Fails where
// there is none and where it does not say its version in time; then it is killed.
model::Result<BpftraceTool> find_bpftrace(const std::string& path,
                                          std::chrono::milliseconds patience = kVersionPatience);

}  // namespace mcbt::run
