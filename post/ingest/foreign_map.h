// A printed map of somebody else's script.
#pragma once

#include <optional>
#include <string>

#include "model/event.h"
#include "post/ingest/record.h"

namespace mcbt::ingest {

struct ForeignMap {
  model::MapDump dump;                // the entries before any damage
  std::optional<std::string> damage;  // what was wrong
};

ForeignMap read_foreign_map(const MapPrinted& printed);

}  // namespace mcbt::ingest
