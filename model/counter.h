// Sums that stop at the largest number: a counter that wraps would be small, and wrong.
#pragma once

#include <cstdint>

namespace mcbt::model {

// Adds `more` to `sum`. False where that is more than 64 bits hold: `sum` is the largest then.
constexpr bool add_to(uint64_t& sum, uint64_t more) {
  if (!__builtin_add_overflow(sum, more, &sum)) return true;
  sum = UINT64_MAX;
  return false;
}

}  // namespace mcbt::model
