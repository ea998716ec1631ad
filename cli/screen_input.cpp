#include "cli/screen_input.h"

#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <csignal>
#include <utility>

namespace mcbt::cli {

using boost::system::error_code;

namespace {

bool gone() {
  pollfd descriptor = {STDIN_FILENO, POLLIN, 0};
  return poll(&descriptor, 1, 0) < 0 || (descriptor.revents & (POLLHUP | POLLERR)) != 0;
}

}  // namespace

ScreenInput::ScreenInput(boost::asio::io_context& context, Screen& screen,
                         std::function<void()> leave)
    : screen_(screen),
      leave_(std::move(leave)),
      keyboard_(context, dup(STDIN_FILENO)),
      clock_(context),
      signals_(context, SIGWINCH, SIGCONT) {
  // Also SIGTSTP, though ncurses would handle it: it would do so in the middle of a drawing.
  for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGTSTP}) signals_.add(number);
  wait_for_keys();
  wait_for_signals();
}

void ScreenInput::close() {
  closed_ = true;
  keyboard_.close();
  clock_.cancel();
  signals_.cancel();
}

void ScreenInput::finish() {
  close();
  leave_();
}

void ScreenInput::wait_for_keys() {
  keyboard_.async_wait(boost::asio::posix::stream_descriptor::wait_read, [this](error_code error) {
    if (error || closed_) return;
    if (gone() || !screen_.take_keys()) return finish();
    wait_for_clock();
    wait_for_keys();
  });
}

// Anew after every key: the speed may be another one.
void ScreenInput::wait_for_clock() {
  clock_.cancel();
  const auto seconds = screen_.seconds_to_next();
  if (!seconds) return;
  clock_.expires_after(std::chrono::microseconds(static_cast<int64_t>(*seconds * 1e6)));
  clock_.async_wait([this](error_code error) {
    if (error || closed_) return;
    screen_.play_on();
    wait_for_clock();
  });
}

void ScreenInput::wait_for_signals() {
  signals_.async_wait([this](error_code error, int number) {
    if (error || closed_) return;
    if (number == SIGTSTP) {
      screen_.give_back();
      signals_.remove(SIGTSTP);
      raise(SIGTSTP);  // goes on when the process does
      signals_.add(SIGTSTP);
    } else if (number != SIGWINCH && number != SIGCONT) {
      return finish();
    }
    winsize size = {};
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col != 0 && size.ws_row != 0) {
      screen_.resize({size.ws_col, size.ws_row});
    }
    wait_for_signals();
  });
}

}  // namespace mcbt::cli
