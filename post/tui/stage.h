// The whole screen but its terminal: windows and keys in, frames out.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "post/tui/connection_rows.h"
#include "post/tui/frame.h"
#include "post/tui/history.h"
#include "post/view/regrouped.h"

namespace mcbt::tui {

struct StageOptions {
  view::FamilyRule families = {};
  bool ascii = false;
  bool capture = false;          // all windows are there before the first key is pressed
  size_t most_keys = 3'000'000;  // that windows to look back at may hold together
  render::TextStyle style = {};  // its clock is used
  // Of a capture: the sum of all windows, and of what came between them.
  std::function<aggregate::Snapshot()> summary = {};
  // The connections that are open now; empty where nobody can know.
  std::function<std::vector<Connection>()> connections = {};
  std::function<std::string()> file_stem = {};
};

class Stage {
 public:
  Stage(StageOptions options, State state, Size size);

  void add(const aggregate::Snapshot& window);
  // A capture has been read.
  void all_read();
  void press(const Key& key);
  void resize(Size size);
  // The next window, where a capture is played.
  void play_on();
  // How long that has to wait; nothing where none is played.
  std::optional<double> seconds_to_next() const;
  Frame frame();
  // What is not worth keeping a key waiting for: what trends of families are seen from. True where
  // another frame shows more now.
  bool complete_frame();

  const State& state() const { return state_; }
  void say(std::string message);
  void set_recording(std::string file) { recording_ = std::move(file); }
  // What the last key asked for, once.
  Request take_request();
  // All rows of the view, as they are ordered; nothing where it has none.
  std::optional<view::TopTable> table();
  // What is shown, of all keys; null before the first window.
  const aggregate::Snapshot* shown() const;

 private:
  // What the rows of a window were made of, to know whether they can be used again.
  struct Grouping {
    View view = View::kKeys;
    std::string family;
    std::optional<uint64_t> window;  // its number from the first that came; nothing: a sum

    // Nothing where the rows cannot be used again.
    std::optional<int64_t> windows_since(const Grouping& before) const;
  };

  // A snapshot as the view wants it.
  std::unique_ptr<view::Regrouped> regroup(const aggregate::Snapshot& snapshot) const;

  Bounds bounds() const;
  size_t shown_index() const;
  const aggregate::Snapshot* previous_window() const;
  void forget_message();
  void add_to_sum(const aggregate::Snapshot& window);
  aggregate::Snapshot sum() const;
  void take_window();
  void arrange();
  void regroup_shown();
  void regroup_previous();
  void look_at_connections();
  void make_lines();
  void add_shown(Scene& scene);
  void reset();
  void go_to_busiest();

  StageOptions options_;
  State state_;
  Size size_;
  History history_;
  // The sum since start, or since it was last reset; of a capture, options_.summary has it.
  std::unique_ptr<aggregate::WindowSum> since_;
  std::unique_ptr<aggregate::WindowSum> stopped_;  // what it was when the reader paused
  std::optional<aggregate::Snapshot> shown_;
  std::unique_ptr<view::Regrouped> regrouped_;           // null: the rows are the keys themselves
  std::unique_ptr<view::Regrouped> previous_regrouped_;  // null: not made yet
  Grouping grouping_;                                    // what regrouped_ is of
  view::TopOrder order_;
  view::Skew skew_;
  ConnectionRows connections_;
  std::vector<Line> lines_;
  Layout layout_;
  std::string recording_;
  size_t message_windows_ = 0;  // that came since the message did
};

}  // namespace mcbt::tui
