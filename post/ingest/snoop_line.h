// A line of the snoop script.
#pragma once

#include <optional>
#include <string_view>

#include "model/event.h"

namespace mcbt::ingest {

// "3718.204117  26 get hit 15 6 user:1": seconds since boot, connection, command, result, bytes of
// the value (-1: none), bytes of the key, key. Where the script is `timed`, microseconds (-1: not
// known) stand before the bytes of the key. `text` must outlive what is returned. Nothing where it
// is another line.
std::optional<model::Operation> parse_snoop_line(std::string_view text, bool timed);

}  // namespace mcbt::ingest
