// A program as the leader of a terminal's session, and what it writes to it.
#pragma once

#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <string>
#include <vector>

namespace mcbt::live {

class OnTerminal {
 public:
  explicit OnTerminal(std::vector<std::string> command) {
    winsize size = {24, 100, 0, 0};
    pid_ = forkpty(&terminal_, nullptr, nullptr, &size);
    if (pid_ != 0) return;
    setenv("TERM", "xterm", 1);
    std::vector<char*> arguments;
    arguments.reserve(command.size() + 1);
    for (std::string& word : command) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    execv(arguments[0], arguments.data());
    _exit(127);
  }
  OnTerminal(const OnTerminal&) = delete;
  OnTerminal& operator=(const OnTerminal&) = delete;
  ~OnTerminal() {
    hang_up();
    if (pid_ > 0) {
      kill(pid_, SIGKILL);
      waitpid(pid_, nullptr, 0);
    }
  }

  pid_t pid() const { return pid_; }

  // Reads on until `text` stands in what came so far; false where it ended before, or time was up.
  bool shows(const std::string& text) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (seen_.find(text) == std::string::npos) {
      constexpr int kPollMs = 100;
      pollfd descriptor = {terminal_, POLLIN, 0};
      if (std::chrono::steady_clock::now() > deadline) return false;
      if (poll(&descriptor, 1, kPollMs) == 0) continue;
      std::array<char, 4096> bytes = {};
      const ssize_t got = read(terminal_, bytes.data(), bytes.size());
      if (got <= 0) return false;
      seen_.append(bytes.data(), static_cast<size_t>(got));
    }
    return true;
  }

  // All that it wrote, as far as it was read.
  const std::string& seen() const { return seen_; }

  void hang_up() {
    if (terminal_ >= 0) close(terminal_);
    terminal_ = -1;
  }

  // As waitpid has it.
  int wait() {
    int status = -1;
    waitpid(pid_, &status, 0);
    pid_ = -1;
    return status;
  }

 private:
  pid_t pid_ = -1;
  int terminal_ = -1;
  std::string seen_;
};

}  // namespace mcbt::live
