// The full screen's windows, state and terminal, put together.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>

#include "cli/options.h"
#include "post/aggregate/stored_window.h"
#include "post/tui/frame.h"
#include "post/tui/terminal.h"

namespace mcbt::cli {

class Screen {
 public:
  // `summary` is the sum of all windows so far. `terminal` is drawn on from now on.
  Screen(const Options& options, tui::Terminal terminal,
         std::function<aggregate::Snapshot()> summary);

  // Keeps a copy of the window, of at most kKept; the oldest go.
  void add(const aggregate::Snapshot& window);
  // No more windows will come; the sum is shown.
  void end();

  // Takes all keys that wait. False once the reader wants to leave.
  bool take_keys();
  void resize(tui::Size size);
  void draw();

 private:
  static constexpr size_t kKept = 120;

  const aggregate::StoredWindow& shown();
  void arrange();
  void press(const tui::Key& key);
  size_t shown_index() const;
  tui::Bounds bounds() const;

  tui::Terminal terminal_;
  std::function<aggregate::Snapshot()> summary_;
  tui::State state_;
  std::deque<std::unique_ptr<aggregate::StoredWindow>> windows_;
  std::unique_ptr<aggregate::StoredWindow> sum_;  // null: must be asked for
  std::unique_ptr<view::TopOrder> order_;         // null: of no window yet
  std::optional<int64_t> start_ns_;
  bool ascii_ = false;
  bool ended_ = false;
};

}  // namespace mcbt::cli
