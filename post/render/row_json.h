// Pieces of JSON that objects about rows share.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>

#include "post/render/number_text.h"
#include "post/view/top_table.h"

namespace mcbt::render {

inline nlohmann::ordered_json rounded_json(std::optional<double> value, int decimals) {
  return value ? nlohmann::ordered_json(rounded(*value, decimals)) : nullptr;
}

template <typename T>
nlohmann::ordered_json optional_json(const std::optional<T>& value) {
  return value ? nlohmann::ordered_json(*value) : nullptr;
}

// Calls by op, without zeros.
nlohmann::ordered_json ops_json(const aggregate::OpStatsByOp& ops);

// key, key_truncated, key_length where it is cut, and the other parts of the name by their names.
nlohmann::ordered_json name_json(std::string_view name, uint32_t length, bool truncated,
                                 const view::RowParts& by);

// calls, rate, share, ops, hit_ratio, bytes_read, bytes_written, size_avg, latency_us.
nlohmann::ordered_json counters_json(const view::Row& row);

// The names of the parts.
nlohmann::ordered_json by_json(const view::RowParts& by);

}  // namespace mcbt::render
