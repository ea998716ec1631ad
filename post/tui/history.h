// The windows that can be looked at, and sums of them.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <vector>

#include "post/aggregate/stored_window.h"
#include "post/aggregate/window_sum.h"

namespace mcbt::tui {

// Rates over a while, oldest first.
struct RateLine {
  std::vector<double> rates;
  double seconds = 0;  // that they are of
};

class History {
 public:
  // Keeps windows until they hold `most_keys` keys and connections together (about 100 bytes each);
  // the oldest go then.
  explicit History(size_t most_keys) : most_keys_(most_keys) {}

  void add(const aggregate::Snapshot& window);

  size_t size() const { return windows_.size(); }
  const aggregate::Snapshot& at(size_t index) const { return windows_[index].window->snapshot(); }
  // Windows that went.
  uint64_t gone() const { return gone_; }
  std::optional<int64_t> start_ns() const { return start_ns_; }

  // Operations a second of the windows up to `last`, at most five minutes of them, as `most`
  // numbers or fewer: each is the highest of as many windows as that takes.
  RateLine rates(size_t last, size_t most) const;
  // Calls in as many of the windows up to `last`: of a key, of the connection with a descriptor.
  std::vector<double> calls(std::string_view key, size_t last, size_t count) const;
  std::vector<double> connection_calls(std::string_view descriptor, size_t last,
                                       size_t count) const;
  // The window with the highest rate. There must be one.
  size_t busiest() const;

  // The sum of the windows up to `last` of the last 40 to 60 seconds, and at least of that one.
  // Cheap where it is asked for window after window, as it is kept up then. Valid until the next
  // call.
  aggregate::Snapshot minute(size_t last);

 private:
  struct Kept {
    std::unique_ptr<aggregate::StoredWindow> window;
    double rate = 0;
  };
  std::vector<double> calls_in(const aggregate::KeyTable* aggregate::Snapshot::*table,
                               std::string_view key, size_t last, size_t count) const;
  void restart_minute(uint64_t number);
  void extend_minute();

  size_t most_keys_;
  std::deque<Kept> windows_;
  size_t keys_ = 0;
  uint64_t gone_ = 0;
  std::optional<int64_t> start_ns_;
  // Sums that began a while after each other: as the first gets longer than a minute, the second
  // takes its place, and nothing has to be taken away from a sum.
  std::deque<std::unique_ptr<aggregate::WindowSum>> minutes_;
  uint64_t minutes_end_ = 0;  // number of the window after the last in them, from the first to come
};

}  // namespace mcbt::tui
