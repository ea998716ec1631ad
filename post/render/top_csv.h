// Top tables as CSV: a header row, then a row for each key of each table.
#pragma once

#include <string>

#include "post/view/top_table.h"

namespace mcbt::render {

// The columns have the names of the JSON members; each op is a column of its own. What is not known
// is empty.
std::string top_csv_header();
std::string top_csv_rows(const view::TopTable& table);

}  // namespace mcbt::render
