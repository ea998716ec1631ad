#include "cli/screen_session.h"

#include <fmt/format.h>
#include <langinfo.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio.hpp>
#include <clocale>
#include <csignal>
#include <cstdio>
#include <cstdlib>

#include "cli/commands.h"
#include "cli/live.h"
#include "cli/messages.h"
#include "cli/replay.h"
#include "cli/screen.h"
#include "cli/terminal.h"
#include "post/aggregate/aggregator.h"
#include "post/render/heading.h"

namespace mcbt::cli {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

// The keyboard and the window's signals, in an asio loop.
class ScreenInput {
 public:
  // `leave` is called at most once: when the reader wants to, or when the terminal is gone.
  ScreenInput(asio::io_context& context, Screen& screen, std::function<void()> leave)
      : screen_(screen),
        leave_(std::move(leave)),
        keyboard_(context, dup(STDIN_FILENO)),
        signals_(context, SIGWINCH, SIGCONT) {
    wait_for_keys();
    wait_for_signals();
  }

  void close() {
    closed_ = true;
    keyboard_.close();
    signals_.cancel();
  }

 private:
  void wait_for_keys() {
    keyboard_.async_wait(asio::posix::stream_descriptor::wait_read, [this](error_code error) {
      if (error || closed_) return;
      if (gone() || !screen_.take_keys()) {
        close();
        return leave_();
      }
      wait_for_keys();
    });
  }

  void wait_for_signals() {
    signals_.async_wait([this](error_code error, int) {
      if (error || closed_) return;
      winsize size = {};
      if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col != 0 && size.ws_row != 0) {
        screen_.resize({size.ws_col, size.ws_row});
      }
      wait_for_signals();
    });
  }

  static bool gone() {
    pollfd descriptor = {STDIN_FILENO, POLLIN, 0};
    return poll(&descriptor, 1, 0) < 0 || (descriptor.revents & (POLLHUP | POLLERR)) != 0;
  }

  Screen& screen_;
  std::function<void()> leave_;
  asio::posix::stream_descriptor keyboard_;
  asio::signal_set signals_;
  bool closed_ = false;  // a handler may be on its way even so
};

// The terminal's character set and the reader's wish for colours.
model::Result<tui::Terminal> open_terminal(Options& options) {
  std::setlocale(LC_CTYPE, "");
  if (std::string_view(nl_langinfo(CODESET)) != "UTF-8") options.ascii = true;
  const char* no_color = std::getenv("NO_COLOR");
  return tui::Terminal::open(!options.no_color && (no_color == nullptr || *no_color == '\0'));
}

void print_totals(const aggregate::Snapshot& sum) {
  fmt::print("{} calls, {} keys, {} window{}, {}\n", sum.total_calls(), sum.keys->size(),
             sum.windows, sum.windows == 1 ? "" : "s",
             sum.complete() ? "complete" : "NOT complete");
  fmt::print("{}", render::notes_text(sum));
}

int run_live_screen(Options options) {
  const auto plan = plan_trace(options, gen::ScriptKind::kTop);
  if (!plan) return failed(plan.error());
  auto terminal = open_terminal(options);
  if (!terminal) return failed(terminal.error());
  options.quiet = true;
  options.verbose = false;

  std::optional<Screen> screen;
  std::optional<ScreenInput> input;
  aggregate::Aggregator aggregator(
      [&](const aggregate::Snapshot& window) {
        if (!screen) return;
        screen->add(window);
        screen->draw();
      },
      options.ops());
  screen.emplace(options, std::move(*terminal), [&] { return aggregator.summary(); });
  screen->draw();
  // bpftrace takes seconds to take its probes off: the terminal is given back before that.
  const auto leave = [&] {
    if (input) input->close();
    screen.reset();
    print_message("taking the probes off…");
  };
  const auto end = run_trace(*plan, options,
                             {&aggregator,
                              {},
                              {},
                              leave,
                              [&](asio::io_context& context, const std::function<void()>& stop) {
                                input.emplace(context, *screen, [&leave, stop] {
                                  leave();
                                  stop();
                                });
                              },
                              [&] {
                                if (input) input->close();
                              }});
  input.reset();
  screen.reset();
  if (aggregator.summary().windows != 0) print_totals(aggregator.summary());
  return end ? kDone : failed(end.error());
}

int run_capture_screen(Options options) {
  std::vector<std::unique_ptr<aggregate::StoredWindow>> windows;
  aggregate::Aggregator aggregator(
      [&](const aggregate::Snapshot& window) {
        windows.push_back(std::make_unique<aggregate::StoredWindow>(window));
      },
      options.ops());
  bool good = true;
  {
    Replay replay(aggregator, options);
    replay.go_on = [&] { return !options.count || windows.size() < *options.count; };
    for (const std::string& capture : options.positionals) good = replay.read(capture) && good;
  }
  if (windows.empty()) return good ? kDone : kFailed;
  auto terminal = open_terminal(options);
  if (!terminal) return failed(terminal.error());
  asio::io_context context;
  {
    Screen screen(options, std::move(*terminal), [&] { return aggregator.summary(); });
    for (auto& window : windows) screen.add(window->snapshot());
    screen.end();
    screen.draw();
    asio::signal_set signals(context, SIGINT, SIGTERM, SIGHUP);
    ScreenInput input(context, screen, [&] { context.stop(); });
    signals.async_wait([&](error_code, int) { context.stop(); });
    context.run();
  }
  print_totals(aggregator.summary());
  return good ? kDone : kFailed;
}

}  // namespace

bool wants_screen(const Options& options) {
  const bool tables = options.format != Format::kTable || options.batch || options.no_clear ||
                      !options.output.empty();
  const bool reads_stdin = std::ranges::find(options.positionals, "-") != options.positionals.end();
  return !tables && !reads_stdin && stdout_is_terminal() && isatty(STDIN_FILENO) == 1;
}

int run_screen(const Options& options) {
  return options.positionals.empty() ? run_live_screen(options) : run_capture_screen(options);
}

}  // namespace mcbt::cli
