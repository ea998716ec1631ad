#include "cli/moment.h"

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <cmath>
#include <ctime>
#include <string_view>

namespace mcbt::cli {
namespace {

constexpr int64_t kSecond = 1'000'000'000;
constexpr int64_t kMinute = 60 * kSecond;
constexpr int64_t kHour = 60 * kMinute;
constexpr int64_t kDay = 24 * kHour;

// Takes `digits` digits off the beginning. Nothing where there are fewer.
std::optional<int> take_digits(std::string_view& text, size_t digits) {
  int number = 0;
  if (text.size() < digits) return std::nullopt;
  const auto [end, error] = std::from_chars(text.data(), text.data() + digits, number);
  if (error != std::errc() || end != text.data() + digits || text.front() == '-') {
    return std::nullopt;
  }
  text.remove_prefix(digits);
  return number;
}

bool take_char(std::string_view& text, std::string_view any_of) {
  if (text.empty() || any_of.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

// ".5" behind seconds, in nanoseconds; 0 where there is none.
std::optional<int64_t> take_fraction(std::string_view& text) {
  if (!take_char(text, ".,")) return 0;
  int64_t ns = 0;
  int64_t unit = kSecond / 10;
  size_t digits = 0;
  for (; !text.empty() && text.front() >= '0' && text.front() <= '9'; ++digits, unit /= 10) {
    ns += (text.front() - '0') * unit;
    text.remove_prefix(1);
  }
  if (digits == 0) return std::nullopt;
  return ns;
}

// HH:MM[:SS[.fff]], since midnight.
std::optional<int64_t> take_time_of_day(std::string_view& text) {
  const auto hours = take_digits(text, 2);
  if (!hours || *hours > 23 || !take_char(text, ":")) return std::nullopt;
  const auto minutes = take_digits(text, 2);
  if (!minutes || *minutes > 59) return std::nullopt;
  const int64_t ns = *hours * kHour + *minutes * kMinute;
  if (!take_char(text, ":")) return ns;
  const auto seconds = take_digits(text, 2);
  const auto fraction = seconds ? take_fraction(text) : std::nullopt;
  if (!fraction || *seconds > 60) return std::nullopt;
  return ns + *seconds * kSecond + *fraction;
}

// YYYY-MM-DD.
std::optional<std::chrono::year_month_day> take_date(std::string_view& text) {
  const auto year = take_digits(text, 4);
  if (!year || !take_char(text, "-")) return std::nullopt;
  const auto month = take_digits(text, 2);
  if (!month || !take_char(text, "-")) return std::nullopt;
  const auto day = take_digits(text, 2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date(std::chrono::year{*year},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)});
  // What nanoseconds since the epoch can tell.
  if (!date.ok() || *year < 1970 || *year > 2200) return std::nullopt;
  return date;
}

// "Z", "+01:00", "+0100"; east of Greenwich is positive.
std::optional<int64_t> take_offset(std::string_view& text) {
  if (take_char(text, "Zz")) return 0;
  const bool west = text.starts_with('-');
  if (!take_char(text, "+-")) return std::nullopt;
  const auto hours = take_digits(text, 2);
  take_char(text, ":");
  const auto minutes = take_digits(text, 2);
  if (!hours || !minutes) return std::nullopt;
  return (west ? -1 : 1) * (*hours * kHour + *minutes * kMinute);
}

std::tm midnight_of(const std::chrono::year_month_day& date) {
  std::tm day = {};
  day.tm_year = static_cast<int>(date.year()) - 1900;
  day.tm_mon = static_cast<int>(static_cast<unsigned>(date.month())) - 1;
  day.tm_mday = static_cast<int>(static_cast<unsigned>(date.day()));
  return day;
}

// `day` at `since_midnight` by the local clock, which skips or repeats an hour twice a year.
int64_t local_ns(std::tm day, int64_t since_midnight) {
  day.tm_hour = static_cast<int>(since_midnight / kHour);
  day.tm_min = static_cast<int>(since_midnight % kHour / kMinute);
  day.tm_sec = static_cast<int>(since_midnight % kMinute / kSecond);
  day.tm_isdst = -1;
  return int64_t{std::mktime(&day)} * kSecond + since_midnight % kSecond;
}

std::optional<Moment> date_and_time(std::string_view text) {
  const auto date = take_date(text);
  if (!date) return std::nullopt;
  if (text.empty()) return Moment{false, local_ns(midnight_of(*date), 0)};
  if (!take_char(text, "Tt ")) return std::nullopt;
  const auto time = take_time_of_day(text);
  if (!time) return std::nullopt;
  if (text.empty()) return Moment{false, local_ns(midnight_of(*date), *time)};
  const auto offset = take_offset(text);
  if (!offset || !text.empty()) return std::nullopt;
  const auto days = std::chrono::sys_days(*date).time_since_epoch().count();
  return Moment{false, days * kDay + *time - *offset};
}

std::optional<int64_t> unit_of(std::string_view text) {
  if (text == "s") return kSecond;
  if (text == "m") return kMinute;
  if (text == "h") return kHour;
  if (text == "d") return kDay;
  return std::nullopt;
}

// "-5m" → nanoseconds; fractions are allowed.
std::optional<int64_t> time_before(std::string_view text) {
  if (!take_char(text, "-") || text.empty()) return std::nullopt;
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || !(number >= 0)) return std::nullopt;
  text.remove_prefix(static_cast<size_t>(end - text.data()));
  const auto unit = unit_of(text);
  constexpr double kLongest = 36'500.0 * 24 * 3600 * 1e9;  // a century
  if (!unit || number * static_cast<double>(*unit) > kLongest) return std::nullopt;
  return std::llround(number * static_cast<double>(*unit));
}

// A time of day on the day of `first_start_ns`, or on the next.
int64_t placed(const Moment& moment, int64_t first_start_ns) {
  if (!moment.needs_day) return moment.ns;
  const auto start = static_cast<time_t>(first_start_ns / kSecond);
  std::tm day = {};
  localtime_r(&start, &day);
  const int64_t ns = local_ns(day, moment.ns);
  if (ns >= first_start_ns - 12 * kHour) return ns;
  ++day.tm_mday;
  return local_ns(day, moment.ns);
}

}  // namespace

model::Result<Moment> parse_moment(const std::string& text, int64_t now_ns) {
  if (const auto before = time_before(text)) return Moment{false, now_ns - *before};
  if (const auto moment = date_and_time(text)) return *moment;
  std::string_view rest = text;
  const auto time = take_time_of_day(rest);
  if (time && rest.empty()) return Moment{true, *time};
  return model::Error{
      fmt::format("{} is no time: write 2026-11-22T18:00:00Z, without the Z for "
                  "local time, 18:00[:00] of the capture's day, or -5m for five "
                  "minutes ago",
                  text)};
}

aggregate::TimeRange place(const std::optional<Moment>& from, const std::optional<Moment>& to,
                           int64_t first_start_ns) {
  aggregate::TimeRange range;
  if (from) range.from_ns = placed(*from, first_start_ns);
  if (to) range.to_ns = placed(*to, first_start_ns);
  if (from && to && to->needs_day) {
    while (*range.to_ns <= *range.from_ns) *range.to_ns += kDay;
  }
  return range;
}

int64_t now_ns() {
  return std::chrono::nanoseconds(std::chrono::system_clock::now().time_since_epoch()).count();
}

}  // namespace mcbt::cli
