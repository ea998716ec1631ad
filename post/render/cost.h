// What tracing costs, in words.
#pragma once

#include <optional>
#include <string>

#include "post/aggregate/snapshot.h"

namespace mcbt::render {

// Nanoseconds in BPF programs for each operation. Nothing where the cost is not known, and where
// there was none to divide by.
std::optional<double> ns_of_operation(const aggregate::Snapshot& snapshot);

// "cost 612 ns/op, 4.1 % CPU"; empty where nothing is known.
std::string cost_text(const aggregate::Snapshot& snapshot);

}  // namespace mcbt::render
