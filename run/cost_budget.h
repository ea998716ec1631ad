// Keeps a trace within a share of one CPU by leaving the probes off for a while, again and again.
#pragma once

#include "model/cost.h"

namespace mcbt::run {

// What was spent beyond the share is a debt, which time pays off. Costs must have a share().
class CostBudget {
 public:
  // `share` of one CPU, above 0.
  explicit CostBudget(double share) : share_(share) {}

  // What the time since the last call cost, with the probes on or off.
  void spend(const model::Cost& cost);

  // Whether the probes should come off: more was spent than some seconds are allowed to cost.
  bool exceeded() const;

  // How long they must stay off until the debt is paid.
  double pause_seconds() const;

  double share() const { return share_; }

 private:
  double share_;
  double debt_ = 0;  // CPU seconds
};

}  // namespace mcbt::run
