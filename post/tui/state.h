// What the reader has chosen, and how keys change it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "post/tui/layout.h"
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
  kTab,
  kBackTab,
  kF1,
  kF4,
  kF6,
  kF10,
  kClick,  // of the mouse, as are those below
  kWheelUp,
  kWheelDown,
};

struct Key {
  KeyCode code = KeyCode::kCharacter;
  std::string text = {};  // of kCharacter: one character in UTF-8
  size_t x = 0;           // of the mouse: the cell
  size_t y = 0;
};

// What the rows are; of latency there are none but lines.
enum class View : uint8_t { kKeys, kFamilies, kCommands, kConnections, kLatency };
inline constexpr size_t kViews = 5;

// Which time the numbers are of.
enum class Span : uint8_t { kWindow, kMinute, kStart };

enum class Theme : uint8_t { kDark, kLight, kMono };

// What takes the place of the rows, or of their keys.
enum class Mode : uint8_t {
  kRows,
  kSearch,
  kFilter,
  kFileName,
  kSortMenu,
  kColumnMenu,
  kHelp,
  kNotes,
  kDetail,
};

// What a key asks for that is not a matter of the state alone.
enum class Request : uint8_t { kNone, kWrite, kRecord, kReset, kBusiest };

struct State {
  view::Query query;  // `rows` means nothing here
  View view = View::kKeys;
  std::string family;  // the one whose keys are shown, in View::kFamilies; empty: all families
  Mode mode = Mode::kRows;
  std::string input;         // of the search, the filter or the file name, while it is typed
  size_t menu = 0;           // the chosen line of a menu
  std::string search;        // the pattern that n and N look for; empty: none
  std::string filter;        // as typed; empty: none
  std::string message;       // about the last key; printable
  size_t selected = 0;       // place in the order, or in the list
  size_t first = 0;          // place of the first row shown
  std::string selected_key;  // bytes
  bool follow = false;       // the selection stays with its key, not with its place
  bool returning = false;    // a family was closed: the selection is to be on it
  bool paused = false;       // what is shown does not change by itself
  bool playing = false;      // through the windows of a capture
  double speed = 1;          // of that; windows last as long as they did at 1
  Span span = Span::kWindow;
  size_t back = 0;  // windows before the newest
  Theme theme = Theme::kDark;
  std::vector<std::string> hidden;  // headings of columns
  Request request = Request::kNone;
  bool quit = false;

  // Whether there are rows in an order.
  bool shows_table() const { return view != View::kLatency; }
  bool is_hidden(std::string_view heading) const;
};

// What the state has to be at home in.
struct Bounds {
  const view::TopOrder& order;  // of nothing where the view is a list
  size_t rows = 0;              // of the order or of the list
  size_t page = 1;              // rows that are shown at once, at least 1
  size_t windows = 1;           // that can be looked at
  bool capture = false;         // a capture is read: no more windows will come
  const Layout& layout;         // of the frame that the reader sees
  std::string file_stem = {};   // of the name that is offered for a file, without its ending
};

// The state after a key. The order is that of `state`; where the query, the view or the window
// differs afterwards, make the new order and settle() in it.
State press(State state, const Key& key, const Bounds& bounds);

// The state in a new order: the selection where it belongs, and in sight.
State settle(State state, const Bounds& bounds);

}  // namespace mcbt::tui
