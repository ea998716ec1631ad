// What the parts of one printed map key say.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/schema.h"

namespace mcbt::ingest {

struct KeyFields {
  uint32_t op_code = 0;  // or the reason's
  uint32_t length = 0;   // of the memcached key, as the probe gave it
  std::string_view key;  // what is there of it
  bool whole = true;     // false: it was cut, or cannot be told from its separators
  uint32_t bucket = 0;   // of times
  uint32_t connection = 0;
};

// Takes `text`, a map key without escapes, apart as `parts` say. `joined` is where a memcached key
// that spans parts is put together; `fields.key` then points into it. False where `text` is not of
// that shape.
bool split_key(std::string_view text, const std::vector<model::KeyPart>& parts, std::string& joined,
               KeyFields& fields);

}  // namespace mcbt::ingest
