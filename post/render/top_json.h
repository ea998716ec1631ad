// A top table as one JSON object, schema "mcbt.top/1" (docs/output.md).
#pragma once

#include <string>

#include "post/view/top_table.h"

namespace mcbt::render {

// One line, with its newline.
std::string top_json(const view::TopTable& table);

}  // namespace mcbt::render
