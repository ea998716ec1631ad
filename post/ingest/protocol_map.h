// A printed map that a capture's header describes → events.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/event.h"

namespace mcbt::ingest {

// Passes what the map says to `sink`. `escapes` is how often bpftrace escaped its keys; 0: not
// known, then a key counts as escaped twice where only so its length is that beside it. Returns
// what was wrong where something was: an entry that cannot be read, a map that was cut. What stands
// before is used.
std::optional<std::string> decode_protocol_map(const model::MapDescription& map,
                                               std::string_view body, uint32_t escapes,
                                               model::EventSink& sink);

// Whether a map's body is "{}": releases from 0.24 on print empty maps.
bool is_empty_map(std::string_view body);

}  // namespace mcbt::ingest
