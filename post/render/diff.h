// What has changed between two snapshots, for people and for programs.
#pragma once

#include <string>

#include "post/render/heading.h"
#include "post/view/diff_table.h"

namespace mcbt::render {

// A line for each side, the totals, the table, a line for each note, and an empty line.
std::string diff_text(const view::DiffTable& table, const TextStyle& style);

// One line, schema "mcbt.diff/1" (docs/output.md).
std::string diff_json(const view::DiffTable& table);

// A header row, and a row for each row of the table.
std::string diff_csv(const view::DiffTable& table);

}  // namespace mcbt::render
