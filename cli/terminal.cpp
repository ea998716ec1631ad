#include "cli/terminal.h"

#include <fmt/chrono.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <ctime>

namespace mcbt::cli {
namespace {

size_t terminal_width() {
  winsize size = {};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col != 0) return size.ws_col;
  constexpr size_t kUsual = 80;
  return kUsual;
}

std::string local_time(int64_t epoch_ns) {
  constexpr int64_t kNsPerSecond = 1'000'000'000;
  constexpr int64_t kNsPerMs = 1'000'000;
  const auto seconds = static_cast<time_t>(epoch_ns / kNsPerSecond);
  std::tm local = {};
  localtime_r(&seconds, &local);
  return fmt::format("{:%H:%M:%S}.{:03}", local, epoch_ns % kNsPerSecond / kNsPerMs);
}

}  // namespace

bool stdout_is_terminal() {
  return isatty(STDOUT_FILENO) == 1;
}

render::TextStyle text_style(bool to_stdout) {
  return {to_stdout && stdout_is_terminal() ? terminal_width() : 0, local_time};
}

}  // namespace mcbt::cli
