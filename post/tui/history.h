// The windows that can be looked at, and sums of them.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <vector>

#include "post/aggregate/stored_window.h"
#include "post/aggregate/window_sum.h"

namespace mcbt::tui {

class History {
 public:
  // Keeps windows until they hold `most_keys` keys together (about 100 bytes each); the oldest go
  // then.
  explicit History(size_t most_keys) : most_keys_(most_keys) {}

  void add(const aggregate::Snapshot& window);

  size_t size() const { return windows_.size(); }
  const aggregate::Snapshot& at(size_t index) const { return windows_[index].window->snapshot(); }
  // Windows that went.
  uint64_t gone() const { return gone_; }
  std::optional<int64_t> start_ns() const { return start_ns_; }

  // Operations a second of the windows up to `last`.
  std::vector<double> rates(size_t last) const;
  // Calls of `key` in as many of the windows up to `last`.
  std::vector<double> calls(std::string_view key, size_t last, size_t count) const;
  // The window with the highest rate. There must be one.
  size_t busiest() const;

  // The sum of at most a minute of windows up to `last`, and of at least `last`. Valid until the
  // next call, or add().
  aggregate::Snapshot minute(size_t last);

 private:
  struct Kept {
    std::unique_ptr<aggregate::StoredWindow> window;
    double rate = 0;
  };
  // Sums of some windows each, so that the oldest can go without a sum over all others.
  struct Block {
    std::unique_ptr<aggregate::WindowSum> sum;
    uint64_t first = 0;  // number of its first window, counted from the first that came
  };

  void extend_blocks(uint64_t number);
  double block_seconds() const;

  size_t most_keys_;
  std::deque<Kept> windows_;
  size_t keys_ = 0;
  uint64_t gone_ = 0;
  std::optional<int64_t> start_ns_;
  std::deque<Block> blocks_;
  uint64_t blocks_end_ = 0;  // number of the window after the last one in the blocks
  std::unique_ptr<aggregate::WindowSum> minute_;
};

}  // namespace mcbt::tui
