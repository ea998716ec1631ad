// What a frame is drawn of, beside the state.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "post/render/heading.h"
#include "post/tui/grid.h"
#include "post/tui/history.h"
#include "post/view/top_table.h"

namespace mcbt::tui {

// A connection that the server has open.
struct Connection {
  int64_t id = 0;      // its file descriptor in the server
  std::string client;  // "192.0.2.7:41120"; empty: not known
  // Bytes in the server's socket that it has not read, and that its client has not taken.
  std::optional<uint64_t> unread;
  std::optional<uint64_t> unsent;
};

// A line of a view that has no rows.
struct Line {
  std::string text;
  Style style = Style::kPlain;
};

struct Scene {
  const view::TopOrder& order;  // of nothing where the view is a list
  // What the head is about, whatever the view: all keys. Null: no window has come yet.
  const aggregate::Snapshot* all = nullptr;
  view::Skew skew = {};
  // Operations a second, oldest first, up to the window shown.
  RateLine rates = {};
  // Calls of the selected key, likewise.
  std::vector<double> key_rates = {};
  // The window before, with rows of the same kind, for trends; null where there is none.
  const aggregate::Snapshot* previous = nullptr;
  // What is to be known of a row beside its numbers: "2491 keys", "closed". May be empty, and so
  // may what it says.
  std::function<std::string(std::string_view)> about = {};
  // Of a view that has no rows, or that has none now.
  std::vector<Line> lines = {};
  double uptime = 0;           // seconds since the first window
  bool ended = false;          // no more windows will come
  bool capture = false;        // a capture is read
  std::string recording = {};  // the file that is recorded to; empty: none
  bool ascii = false;
  render::TextStyle style = {};  // its clock is used
};

}  // namespace mcbt::tui
