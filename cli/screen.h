// The full screen: a stage, a terminal to show it on, and the files that it writes.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "cli/recording.h"
#include "cli/settings_file.h"
#include "post/tui/stage.h"
#include "post/tui/terminal.h"

namespace mcbt::cli {

class Screen {
 public:
  // `recording` is fed by the caller; null where nothing can be recorded. Draws at once.
  Screen(tui::Terminal terminal, tui::StageOptions options, tui::State state, Recording* recording);

  void add(const aggregate::Snapshot& window);
  // A capture has been read.
  void all_read();

  // Takes all keys that wait. False once the reader wants to leave.
  bool take_keys();
  void resize(tui::Size size);
  // Leaves the terminal to others, until the next drawing.
  void give_back() { terminal_.give_back(); }
  void draw();
  void play_on();
  std::optional<double> seconds_to_next() const { return stage_.seconds_to_next(); }
  const tui::State& state() const { return stage_.state(); }

 private:
  void answer(tui::Request request);
  std::string toggle_recording();

  tui::Terminal terminal_;
  tui::Stage stage_;
  Recording* recording_;
};

}  // namespace mcbt::cli
