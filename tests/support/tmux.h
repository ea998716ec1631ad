// A program on a terminal that a test types on and reads.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "tests/support/require.h"

namespace mcbt::support {

// Whether tmux is installed.
bool has_tmux();

// A tmux server of its own with one window, which ends with the test.
class Tmux {
 public:
  // Runs a line of shell. The window stays open after its end, and then shows "STATUS n".
  Tmux(const std::string& command, int width, int height);
  Tmux(const Tmux&) = delete;
  Tmux& operator=(const Tmux&) = delete;
  ~Tmux();

  // As tmux names keys: "j", "Enter", "C-c", "F6", "PageDown".
  void press(const std::string& key) const;
  // Letters as they stand.
  void type(const std::string& text) const;
  // A click of the left button, from 0.
  void click(int x, int y) const;
  // The wheel over a cell: three lines of most screens a turn.
  void wheel(bool down, int x, int y) const;
  void resize(int width, int height) const;
  // Takes the terminal away.
  void kill();

  // What stands there; with `escapes` also how it looks.
  std::string screen(bool escapes = false) const;
  // Waits until the text stands there. False: it did not come.
  bool shows(const std::string& text,
             std::chrono::seconds patience = std::chrono::seconds(10)) const;
  // Until it stands in that line, from 0.
  bool shows_line(size_t line, const std::string& text,
                  std::chrono::seconds patience = std::chrono::seconds(10)) const;
  bool lacks(const std::string& text,
             std::chrono::seconds patience = std::chrono::seconds(10)) const;

 private:
  bool has_sgr_mouse() const;
  void mouse(int button, int x, int y) const;
  void release(int x, int y) const;
  std::string run(std::vector<std::string> arguments) const;
  bool wait(const std::function<bool(const std::string&)>& good,
            std::chrono::seconds patience) const;

  std::string socket_;
};

}  // namespace mcbt::support

// At the start of each test that needs a terminal.
#define REQUIRE_TMUX()                                                      \
  do {                                                                      \
    if (!::mcbt::support::has_tmux()) {                                     \
      ASSERT_FALSE(::mcbt::support::skipping_is_failure()) << "needs tmux"; \
      GTEST_SKIP() << "needs tmux";                                         \
    }                                                                       \
  } while (false)
