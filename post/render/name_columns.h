// The columns that say what rows stand for.
#pragma once

#include <vector>

#include "post/render/text_table.h"
#include "post/view/row.h"
#include "post/view/row_name.h"

namespace mcbt::render {

// A column for each part of the rows' names, the last part first: it is the one that is cut where
// the terminal is narrow. A key that was cut ends in ….
std::vector<TextColumn> name_columns(const std::vector<const view::Row*>& rows,
                                     const view::RowParts& by);

}  // namespace mcbt::render
