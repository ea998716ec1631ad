// The terminal as a screen: the only place that knows ncurses.
#pragma once

#include <memory>
#include <optional>

#include "model/result.h"
#include "post/tui/grid.h"
#include "post/tui/state.h"

namespace mcbt::tui {

// One at a time. Reads stdin and draws on stdout.
class Terminal {
 public:
  // Takes the terminal over. Fails where its kind is not known. Needs a UTF-8 LC_CTYPE to be set.
  static model::Result<Terminal> open(bool colour);

  Terminal(Terminal&&) noexcept;
  Terminal& operator=(Terminal&&) noexcept;
  // Gives the terminal back as it was.
  ~Terminal();

  Size size() const;
  // After the window's size changed or another program had the terminal.
  void resize(Size size);
  // Leaves the terminal as it was, until the next show.
  void give_back();
  // Draws what differs from the frame before.
  void show(const Grid& grid, Theme theme);
  // The next key that was pressed; nothing where none waits. Never blocks.
  std::optional<Key> read_key();

 private:
  class Handle;
  explicit Terminal(std::unique_ptr<Handle> handle);

  std::unique_ptr<Handle> handle_;
};

}  // namespace mcbt::tui
