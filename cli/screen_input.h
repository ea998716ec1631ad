// The keyboard, the clock and the window's signals of a screen, in an asio loop.
#pragma once

#include <boost/asio.hpp>
#include <functional>

#include "cli/screen.h"

namespace mcbt::cli {

class ScreenInput {
 public:
  // `leave` is called at most once: when the reader wants to, when a signal says so, or when the
  // terminal is gone.
  ScreenInput(boost::asio::io_context& context, Screen& screen, std::function<void()> leave);

  void close();

 private:
  void finish();
  void wait_for_keys();
  void wait_for_clock();
  void wait_for_signals();

  Screen& screen_;
  std::function<void()> leave_;
  boost::asio::posix::stream_descriptor keyboard_;
  boost::asio::steady_timer clock_;
  boost::asio::signal_set signals_;
  bool closed_ = false;  // a handler may be on its way even so
};

}  // namespace mcbt::cli
