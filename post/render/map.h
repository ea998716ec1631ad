// Any bpftrace map as text, JSON (schema "mcbt.map/1") and CSV.
#pragma once

#include <string>

#include "post/render/heading.h"
#include "post/view/map_table.h"

namespace mcbt::render {

std::string map_text(const view::MapTable& table, const TextStyle& style);

// One line, with its newline.
std::string map_json(const view::MapTable& table);

// Columns map, key (parts joined with commas), field, value: maps differ in their columns, and so a
// row is one field of one entry. Buckets of histograms are fields "[min,max]".
std::string map_csv_header();
std::string map_csv_rows(const view::MapTable& table);

}  // namespace mcbt::render
