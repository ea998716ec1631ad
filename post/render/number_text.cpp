#include "post/render/number_text.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <array>
#include <cmath>

namespace mcbt::render {

std::string decimal(std::optional<double> number, int decimals) {
  return number ? fmt::format("{:.{}f}", *number, decimals) : kUnknown;
}

std::string scaled(std::optional<double> number) {
  if (!number) return kUnknown;
  constexpr double kUnscaled = 9999.5;
  if (std::abs(*number) < kUnscaled) return fmt::format("{:.0f}", *number);
  constexpr std::array kUnits = {"k", "M", "G", "T", "P", "E"};
  double value = *number;
  size_t unit = 0;
  value /= 1000;
  while (std::abs(value) >= 999.5 && unit + 1 < kUnits.size()) {
    value /= 1000;
    ++unit;
  }
  const int decimals = std::abs(value) < 9.995 ? 2 : std::abs(value) < 99.95 ? 1 : 0;
  return fmt::format("{:.{}f}{}", value, decimals, kUnits[unit]);
}

std::optional<double> percent(std::optional<double> part) {
  if (!part) return std::nullopt;
  return *part * 100;
}

std::string iso_utc(int64_t epoch_ns) {
  constexpr int64_t kNsPerMs = 1'000'000;
  constexpr int64_t kMsPerSecond = 1000;
  int64_t ms = epoch_ns / kNsPerMs;
  if (epoch_ns % kNsPerMs < 0) --ms;
  int64_t seconds = ms / kMsPerSecond;
  int64_t rest = ms % kMsPerSecond;
  if (rest < 0) {
    rest += kMsPerSecond;
    --seconds;
  }
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(static_cast<time_t>(seconds)),
                     rest);
}

double rounded(double value, int decimals) {
  const double scale = std::pow(10.0, decimals);
  return std::round(value * scale) / scale;
}

}  // namespace mcbt::render
