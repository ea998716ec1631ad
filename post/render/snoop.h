// Operations as they happen, as text, JSON (schema "mcbt.snoop/1") and CSV.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "model/event.h"
#include "post/render/heading.h"

namespace mcbt::render {

std::string snoop_text_heading();

// `epoch_ns`: when it happened, where the capture knows the wall clock; otherwise the script's own
// seconds are shown. One line each, with its newline.
std::string snoop_text(const model::Operation& operation, std::optional<int64_t> epoch_ns,
                       const TextStyle& style);
std::string snoop_json(const model::Operation& operation, std::optional<int64_t> epoch_ns);

std::string snoop_csv_header();
std::string snoop_csv(const model::Operation& operation, std::optional<int64_t> epoch_ns);

}  // namespace mcbt::render
