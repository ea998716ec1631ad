// The JSON object of an mcbt-capture line.
#pragma once

#include <string_view>

#include "model/result.h"
#include "model/schema.h"

namespace mcbt::ingest {

// `text` is what follows the words "mcbt-capture VERSION ". Members that are not known are passed
// over, so that a later mcbt may say more. Fails where it is no JSON object, where it is cut, and
// where a map is described in terms that this mcbt does not know: to pass that over would lose
// counts.
model::Result<model::CaptureHeader> parse_header(std::string_view text);

}  // namespace mcbt::ingest
