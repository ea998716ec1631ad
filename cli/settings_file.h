// Where the screen's settings are kept.
#pragma once

#include "model/result.h"
#include "post/tui/state.h"

namespace mcbt::cli {

// $XDG_CONFIG_HOME/mcbt/top.conf, or ~/.config/mcbt/top.conf.
class SettingsFile {
 public:
  SettingsFile();

  // The state with what the file says; as it is where there is none. What is wrong with the file is
  // the state's message.
  tui::State load(tui::State state);
  // Writes what differs from what was loaded. A file that could not be read is left alone.
  model::Status save(const tui::State& state) const;

 private:
  std::string path_;  // empty: nowhere
  std::string known_;
  bool broken_ = false;
};

}  // namespace mcbt::cli
