#include "bench/screen/pty.h"

#include <pty.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>

namespace mcbt::bench {

Pty::Pty(uint16_t width, uint16_t height) {
  winsize size = {height, width, 0, 0};
  int slave = -1;
  if (openpty(&master_, &slave, nullptr, nullptr, &size) != 0) {
    std::perror("openpty");
    std::exit(1);
  }
  std::fflush(stdout);
  stdin_ = dup(STDIN_FILENO);
  stdout_ = dup(STDOUT_FILENO);
  dup2(slave, STDIN_FILENO);
  dup2(slave, STDOUT_FILENO);
  close(slave);
  reader_ = std::thread([this] {
    std::array<char, 65536> buffer;
    for (ssize_t got = 0; (got = read(master_, buffer.data(), buffer.size())) > 0;) {
      bytes_ += static_cast<uint64_t>(got);
    }
  });
}

Pty::~Pty() {
  std::fflush(stdout);
  dup2(stdin_, STDIN_FILENO);
  dup2(stdout_, STDOUT_FILENO);
  close(stdin_);
  close(stdout_);
  // With the last descriptor of its other side gone, the read ends.
  reader_.join();
  close(master_);
}

}  // namespace mcbt::bench
