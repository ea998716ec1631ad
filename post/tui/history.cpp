#include "post/tui/history.h"

#include <algorithm>

namespace mcbt::tui {
namespace {

using aggregate::Snapshot;
using aggregate::StoredWindow;
using aggregate::WindowSum;

constexpr double kMinute = 60;
constexpr double kBlock = 10;

double rate_of(const Snapshot& window) {
  const auto calls = static_cast<double>(window.total_calls() - window.unrated_calls);
  return window.seconds.value_or(0) > 0 ? calls / *window.seconds : 0;
}

double calls_of(const Snapshot& window, std::string_view key) {
  aggregate::KeyRow row;
  row.key = key;
  row.length = static_cast<uint32_t>(key.size());
  double calls = 0;
  for (const auto& stats : window.keys->find(row)) calls += static_cast<double>(stats.calls);
  return calls;
}

}  // namespace

void History::add(const Snapshot& window) {
  if (!start_ns_) start_ns_ = window.start_ns;
  windows_.push_back({std::make_unique<StoredWindow>(window), rate_of(window)});
  keys_ += window.keys->size();
  while (windows_.size() > 2 && keys_ > most_keys_) {
    keys_ -= at(0).keys->size();
    windows_.pop_front();
    ++gone_;
  }
}

std::vector<double> History::rates(size_t last) const {
  std::vector<double> rates;
  rates.reserve(last + 1);
  for (size_t i = 0; i <= last; ++i) rates.push_back(windows_[i].rate);
  return rates;
}

std::vector<double> History::calls(std::string_view key, size_t last, size_t count) const {
  std::vector<double> calls;
  const size_t first = last + 1 - std::min(count, last + 1);
  calls.reserve(last + 1 - first);
  for (size_t i = first; i <= last; ++i) calls.push_back(calls_of(at(i), key));
  return calls;
}

size_t History::busiest() const {
  return static_cast<size_t>(std::ranges::max_element(windows_, {}, &Kept::rate) -
                             windows_.begin());
}

double History::block_seconds() const {
  double seconds = 0;
  for (const Block& block : blocks_) seconds += block.sum->seconds();
  return seconds;
}

void History::extend_blocks(uint64_t number) {
  const Snapshot& window = at(number - gone_);
  const bool full =
      blocks_.empty() || blocks_.back().sum->seconds() + window.seconds.value_or(0) > kBlock;
  if (full) blocks_.push_back({std::make_unique<WindowSum>(), number});
  blocks_.back().sum->add(window);
  while (blocks_.size() > 1 && block_seconds() > kMinute) blocks_.pop_front();
}

Snapshot History::minute(size_t last) {
  const uint64_t number = gone_ + last;
  if (blocks_end_ > number + 1 || blocks_end_ <= gone_ ||
      number + 1 - blocks_end_ > static_cast<uint64_t>(kMinute)) {
    blocks_.clear();
    blocks_end_ = number + 1;
    double seconds = 0;
    while (blocks_end_ > gone_) {
      seconds += at(blocks_end_ - 1 - gone_).seconds.value_or(0);
      if (seconds > kMinute && blocks_end_ <= number) break;
      --blocks_end_;
    }
  }
  for (; blocks_end_ <= number; ++blocks_end_) extend_blocks(blocks_end_);
  minute_ = std::make_unique<WindowSum>();
  for (const Block& block : blocks_) minute_->add(block.sum->snapshot());
  Snapshot sum = minute_->snapshot();
  sum.summary = true;
  return sum;
}

}  // namespace mcbt::tui
