// A printed map that a capture's header describes → events.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>

#include "model/event.h"

namespace mcbt::ingest {

// Keys of entries as they stand in a printed map, which must outlive them.
using PrintedKeys = std::unordered_set<std::string_view>;

// Adds those of a map up to its damage.
void add_printed_keys(std::string_view body, PrintedKeys& keys);

// Passes what the map says to `sink`, but for the entries whose keys are `known`. `escapes` is how
// often bpftrace escaped its keys. Returns what was wrong where something was: an entry that cannot
// be read, a map that was cut. What stands before is used.
std::optional<std::string> decode_protocol_map(const model::MapDescription& map,
                                               std::string_view body, uint32_t escapes,
                                               model::EventSink& sink,
                                               const PrintedKeys& known = {});

// How often the bpftrace that printed model::kEscapesMap escapes the keys of maps.
uint32_t escapes_of_printed_quote(std::string_view body);

// Whether the print of a map says nothing: "{}", as releases from 0.24 on print empty maps, or the
// 0 of one without keys.
bool is_empty_print(const model::MapDescription& map, std::string_view body);

}  // namespace mcbt::ingest
