// The members that every JSON object of mcbt's begins with.
#pragma once

#include <nlohmann/json.hpp>
#include <string_view>

#include "post/aggregate/snapshot.h"

namespace mcbt::render {

// schema, kind, seq or windows, start, end, seconds, host, pid, source, complete, notes; and in a
// summary unseen.
nlohmann::ordered_json snapshot_json(std::string_view schema, const aggregate::Snapshot& snapshot);

}  // namespace mcbt::render
