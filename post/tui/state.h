// What the reader has chosen, and how keys change it.
#pragma once

#include <cstdint>
#include <string>

#include "post/view/top_table.h"

namespace mcbt::tui {

enum class KeyCode : uint8_t {
  kCharacter,
  kUp,
  kDown,
  kPageUp,
  kPageDown,
  kHome,
  kEnd,
  kLeft,
  kRight,
  kEnter,
  kEscape,
  kBackspace,
  kF1,
  kF4,
  kF6,
  kF10,
};

struct Key {
  KeyCode code = KeyCode::kCharacter;
  std::string text = {};  // of kCharacter: one character in UTF-8
};

// What takes the place of the rows, or of their keys.
enum class Mode : uint8_t { kRows, kSearch, kFilter, kPickSort, kHelp, kDetail };

struct State {
  view::Query query;  // `rows` means nothing here
  Mode mode = Mode::kRows;
  std::string input;         // of the search or the filter, while it is typed
  std::string search;        // the pattern that n and N look for; empty: none
  std::string filter;        // as typed; empty: none
  std::string message;       // about the last key; printable
  size_t selected = 0;       // place in the order
  size_t first = 0;          // place of the first row shown
  std::string selected_key;  // bytes
  bool follow = false;       // the selection stays with its key, not with its place
  bool paused = false;
  bool since_start = false;  // the sum of all windows instead of one
  size_t back = 0;           // windows before the newest
  bool quit = false;
};

// What the state has to be at home in.
struct Bounds {
  const view::TopOrder& order;
  size_t page = 1;     // rows that are shown at once, at least 1
  size_t windows = 1;  // that can be looked at
};

// The state after a key. The order is that of `state`; where the query or the window differs
// afterwards, make the new order and settle() in it.
State press(State state, const Key& key, const Bounds& bounds);

// The state in a new order: the selection where it belongs, and in sight.
State settle(State state, const Bounds& bounds);

}  // namespace mcbt::tui
