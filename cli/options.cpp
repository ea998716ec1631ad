#include "cli/options.h"

#include <algorithm>

namespace mcbt::cli {

std::vector<model::Op> Options::ops() const {
  std::vector<model::Op> selected;
  for (const model::OpInfo& info : model::kOps) {
    if (std::ranges::find(commands, info.command) != commands.end()) selected.push_back(info.op);
  }
  return selected;
}

}  // namespace mcbt::cli
