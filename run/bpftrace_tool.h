// The bpftrace program that will run the scripts.
#pragma once

#include <optional>
#include <string>

#include "model/result.h"
#include "model/version.h"

namespace mcbt::run {

struct BpftraceTool {
  std::string path;
  model::Version version;
};

// `path` as given by the user; empty: the one in $PATH. Runs it once, with --version. Fails where
// there is none and where it does not say its version.
model::Result<BpftraceTool> find_bpftrace(const std::string& path);

}  // namespace mcbt::run
