#include "post/tui/history.h"

#include <algorithm>

namespace mcbt::tui {
namespace {

using aggregate::KeyTable;
using aggregate::Snapshot;
using aggregate::StoredWindow;
using aggregate::WindowSum;

constexpr double kMinute = 60;
constexpr double kApart = 20;
constexpr double kRateSeconds = 300;

double rate_of(const Snapshot& window) {
  const auto calls = static_cast<double>(window.total_calls() - window.unrated_calls);
  return window.seconds.value_or(0) > 0 ? calls / *window.seconds : 0;
}

double calls_of(const KeyTable& table, std::string_view key) {
  aggregate::KeyRow row;
  row.key = key;
  row.length = static_cast<uint32_t>(key.size());
  double calls = 0;
  for (const auto& stats : table.find(row)) calls += static_cast<double>(stats.calls);
  return calls;
}

// A connection takes as much room as a key.
size_t size_of(const Snapshot& window) {
  const size_t connections = window.connections == nullptr ? 0 : window.connections->size();
  return window.keys->size() + connections;
}

}  // namespace

void History::add(const Snapshot& window) {
  if (!start_ns_) start_ns_ = window.start_ns;
  Kept& kept = windows_.emplace_back();
  kept.window = std::make_unique<StoredWindow>(window);
  kept.rate = rate_of(window);
  keys_ += size_of(window);
  while (windows_.size() > 2 && keys_ > most_keys_) {
    keys_ -= size_of(at(0));
    windows_.pop_front();
    ++gone_;
  }
}

RateLine History::rates(size_t last, size_t most) const {
  RateLine line;
  if (most == 0) return line;
  size_t first = last + 1;
  for (; first > 0 && line.seconds < kRateSeconds; --first) {
    line.seconds += at(first - 1).seconds.value_or(0);
  }
  const size_t together = (last - first + most) / most;
  // Groups begin at windows whose numbers do not change as windows come and go: else each new one
  // would redraw the line.
  uint64_t group = UINT64_MAX;
  for (size_t i = first; i <= last; ++i) {
    const uint64_t number = (gone_ + i) / together;
    if (number != group) line.rates.push_back(0);
    group = number;
    line.rates.back() = std::max(line.rates.back(), windows_[i].rate);
  }
  return line;
}

std::vector<double> History::calls(std::string_view key, size_t last, size_t count) const {
  return calls_in(&Snapshot::keys, key, last, count);
}

std::vector<double> History::connection_calls(std::string_view descriptor, size_t last,
                                              size_t count) const {
  return calls_in(&Snapshot::connections, descriptor, last, count);
}

std::vector<double> History::calls_in(const KeyTable* Snapshot::*table, std::string_view key,
                                      size_t last, size_t count) const {
  std::vector<double> calls;
  const size_t first = last + 1 - std::min(count, last + 1);
  calls.reserve(last + 1 - first);
  for (size_t i = first; i <= last; ++i) {
    const KeyTable* keys = at(i).*table;
    calls.push_back(keys == nullptr ? 0 : calls_of(*keys, key));
  }
  return calls;
}

size_t History::busiest() const {
  return static_cast<size_t>(std::ranges::max_element(windows_, {}, &Kept::rate) -
                             windows_.begin());
}

void History::extend_minute() {
  const Snapshot& window = at(minutes_end_ - gone_);
  if (minutes_.empty() || minutes_.back()->seconds() >= kApart) {
    minutes_.push_back(std::make_unique<WindowSum>());
  }
  for (const auto& sum : minutes_) sum->add(window);
  while (minutes_.size() > 1 && minutes_.front()->seconds() > kMinute) minutes_.pop_front();
  ++minutes_end_;
}

// From a minute before the window of this number.
void History::restart_minute(uint64_t number) {
  minutes_.clear();
  minutes_end_ = number;
  double seconds = at(number - gone_).seconds.value_or(0);
  while (minutes_end_ > gone_) {
    seconds += at(minutes_end_ - 1 - gone_).seconds.value_or(0);
    if (seconds > kMinute) return;
    --minutes_end_;
  }
}

Snapshot History::minute(size_t last) {
  const uint64_t number = gone_ + last;
  const bool goes_on = minutes_end_ >= gone_ && minutes_end_ <= number + 1 &&
                       number - minutes_end_ + 1 <= static_cast<uint64_t>(kMinute);
  if (!goes_on || minutes_.empty()) restart_minute(number);
  while (minutes_end_ <= number) extend_minute();
  return minutes_.front()->snapshot();
}

}  // namespace mcbt::tui
