#include "model/operation.h"

#include <algorithm>

namespace mcbt::model {

std::optional<Op> op_by_name(std::string_view name) {
  const auto* found = std::ranges::find(kOps, name, &OpInfo::name);
  if (found == kOps.end()) return std::nullopt;
  return found->op;
}

std::optional<Outcome> outcome_by_name(std::string_view name) {
  const auto* found = std::ranges::find(kOutcomes, name, &OutcomeInfo::name);
  if (found == kOutcomes.end()) return std::nullopt;
  return found->outcome;
}

bool is_command(std::string_view command) {
  return std::ranges::find(kOps, command, &OpInfo::command) != kOps.end();
}

}  // namespace mcbt::model
