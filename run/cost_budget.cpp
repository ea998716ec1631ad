#include "run/cost_budget.h"

#include <algorithm>

namespace mcbt::run {
namespace {

// The time over which a trace keeps within its share: shorter bursts are no reason to take the
// probes off, which itself costs some seconds of attaching and detaching.
constexpr double kBurstSeconds = 10;

constexpr double kShortestPause = 1;

}  // namespace

// What was saved earlier is not for later: a cheap hour must not buy an expensive minute.
void CostBudget::spend(const model::Cost& cost) {
  const double seconds = static_cast<double>(cost.wall_ns) / 1e9;
  debt_ = std::max(0.0, debt_ + (cost.share().value_or(0) - share_) * seconds);
}

bool CostBudget::exceeded() const {
  return debt_ > share_ * kBurstSeconds;
}

double CostBudget::pause_seconds() const {
  return std::max(kShortestPause, debt_ / share_);
}

}  // namespace mcbt::run
