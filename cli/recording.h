// A capture that begins and ends while a trace runs.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "cli/output.h"

namespace mcbt::cli {

// Counts by reason, of the map that is never cleared.
using CountsSinceStart = std::map<std::string, uint64_t>;

// Records whole windows: from the end of the one that is open when it starts.
class Recording {
 public:
  // Every line of the trace, whether it is recorded or not.
  void line(std::string_view line);

  bool on() const { return output_.has_value(); }
  const std::string& path() const { return path_; }
  uint64_t windows() const { return windows_; }
  model::Status start(const std::string& path);
  // Ends the file so that it is a complete capture.
  model::Status stop();

 private:
  void take(std::string_view line, bool edge);

  std::string header_;   // the line in which the capture describes itself
  std::string pending_;  // lines of the window that is open
  std::optional<Output> output_;
  std::string path_;
  uint64_t windows_ = 0;
  std::optional<uint64_t> first_;  // number of the first window that is recorded
  // What was counted since the trace began: a capture that begins later does not have it.
  CountsSinceStart seen_;    // now
  CountsSinceStart before_;  // at the recording's start
};

}  // namespace mcbt::cli
