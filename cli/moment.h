// Moments as --from and --to take them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "model/result.h"
#include "post/aggregate/slice.h"

namespace mcbt::cli {

// A point of the wall clock, or a time of day that still needs its day.
struct Moment {
  bool needs_day = false;
  int64_t ns = 0;  // since the epoch, or since midnight in local time
};

// "2026-11-22T18:00:00.5Z", also with an offset (+01:00), without either in local time, with a
// space for the T, without seconds, or a day alone; "18:00" or "18:00:00.5", of a day that place()
// finds;
// "-5m", "-90s", "-2h", "-1d": that long before `now_ns`. Fails where `text` is none of these.
model::Result<Moment> parse_moment(const std::string& text, int64_t now_ns);

// The stretch between two of them. A time of day is one of the day, in local time, on which the
// first capture begins; where that is more than 12 hours before the capture, of the next day: the
// capture has run through the night. An end that is not behind its beginning is a day later.
aggregate::TimeRange place(const std::optional<Moment>& from, const std::optional<Moment>& to,
                           int64_t first_start_ns);

// Nanoseconds since the epoch.
int64_t now_ns();

}  // namespace mcbt::cli
