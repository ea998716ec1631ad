// A terminal that somebody looks at, in place of stdin and stdout.
#pragma once

#include <atomic>
#include <cstdint>
#include <thread>

namespace mcbt::bench {

// Reads what is drawn on it and throws it away. One at a time; stdout is as before afterwards.
class Pty {
 public:
  // Ends the program where there are no pseudo terminals.
  Pty(uint16_t width, uint16_t height);
  Pty(const Pty&) = delete;
  Pty& operator=(const Pty&) = delete;
  ~Pty();

  uint64_t bytes() const { return bytes_; }

 private:
  int master_ = -1;
  int stdin_ = -1;
  int stdout_ = -1;
  std::atomic<uint64_t> bytes_ = 0;
  std::thread reader_;
};

}  // namespace mcbt::bench
