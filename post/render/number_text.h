// Numbers and times as text.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace mcbt::render {

// What stands in a table for a number that is not known.
inline constexpr const char* kUnknown = "-";

// With `decimals` places, or kUnknown.
std::string decimal(std::optional<double> number, int decimals);

// Short enough for a column: 999, 9999, 12.3k, 456k, 7.89M, … (powers of 1000), or kUnknown.
std::string scaled(std::optional<double> number);

// 0 to 1 → 0 to 100.
std::optional<double> percent(std::optional<double> part);

// "2026-11-22T18:00:00.000Z" of nanoseconds since the epoch.
std::string iso_utc(int64_t epoch_ns);

// `value` rounded to `decimals` places, so that its shortest text has no more of them.
double rounded(double value, int decimals);

}  // namespace mcbt::render
