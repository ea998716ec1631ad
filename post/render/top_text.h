// A top table for people.
#pragma once

#include <string>

#include "post/render/heading.h"
#include "post/view/top_table.h"

namespace mcbt::render {

// A heading line, the table, a line for each note, and an empty line.
std::string top_text(const view::TopTable& table, const TextStyle& style);

}  // namespace mcbt::render
