// How far the reading of captures has got, on a terminal's stderr.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace mcbt::cli {

// One line that is written over: bytes, of how many, how fast, how long it will take. Bytes are
// those of the files, compressed as they are.
class Progress {
 public:
  explicit Progress(const std::vector<std::string>& captures);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  // Takes its line away.
  ~Progress() { clear(); }

  // So much of the capture that is being read has been read. Cheap enough for every line.
  void read(uint64_t bytes);
  void capture_read(uint64_t bytes);
  // Takes the line away, for other words; the next read() may bring it back.
  void clear();

 private:
  using Clock = std::chrono::steady_clock;

  void draw(uint64_t done, Clock::time_point now);

  std::optional<uint64_t> all_;  // bytes; nothing where one of the captures does not know
  uint64_t before_ = 0;          // in captures that were read
  uint64_t looked_at_ = 0;       // bytes, when the clock was asked last
  Clock::time_point begun_ = Clock::now();
  Clock::time_point drawn_ = begun_;
  bool shown_ = false;
};

}  // namespace mcbt::cli
