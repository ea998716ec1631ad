#include "post/aggregate/estimate.h"

#include <algorithm>
#include <cmath>

namespace mcbt::aggregate {
namespace {

uint64_t scaled(uint64_t count, double factor) {
  return static_cast<uint64_t>(std::llround(static_cast<double>(count) * factor));
}

}  // namespace

// What was counted while probes came off has no time that it could be scaled by.
Estimate::Estimate(const Snapshot& sum) : snapshot_(sum) {
  const double factor = sum.sampled->factor();
  snapshot_.estimated = true;
  snapshot_.seconds = sum.sampled->whole_s;
  const OpStatsByOp unrated = sum.unrated == nullptr ? OpStatsByOp{} : sum.unrated->totals();
  for (size_t op = 0; op < unrated.size(); ++op) {
    uint64_t& calls = snapshot_.calls[op];
    calls = scaled(calls - std::min(calls, unrated[op].calls), factor);
  }
  for (size_t i = 0; i < sum.keys->size(); ++i) add(sum.keys->row(i), sum.unrated, factor);
  snapshot_.attributed = 0;
  for (const OpStats& stats : keys_.totals()) snapshot_.attributed += stats.calls;
  snapshot_.unrated_calls = 0;
  snapshot_.keys = &keys_;
  snapshot_.unrated = nullptr;
}

void Estimate::add(const KeyRow& row, const KeyTable* unrated, double factor) {
  const OpStatsByOp left_out = unrated == nullptr ? OpStatsByOp{} : unrated->find(row);
  bool any = false;
  for (const model::OpInfo& info : model::kOps) {
    const OpStats& counted = row.ops[op_index(info.op)];
    const OpStats& less = left_out[op_index(info.op)];
    if (counted.calls <= less.calls) continue;
    any = true;
    keys_.add({row.key, row.length, row.whole, info.op, scaled(counted.calls - less.calls, factor),
               scaled(counted.bytes - less.bytes, factor)});
  }
  // Their mean is shown, which needs no scaling.
  if (any && row.times.calls != 0) {
    keys_.add(
        {row.key, row.length, row.whole, model::Op::kGet, 0, 0, row.times.calls, row.times.us});
  }
}

}  // namespace mcbt::aggregate
