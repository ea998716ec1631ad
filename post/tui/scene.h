// What a frame is drawn of, beside the state.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "post/render/heading.h"
#include "post/view/top_table.h"

namespace mcbt::tui {

// A connection that the server has open.
struct Connection {
  int64_t id = 0;      // its file descriptor in the server
  std::string client;  // "192.0.2.7:41120"; empty: not known
  // Bytes in the server's socket that it has not read, and that its client has not taken.
  std::optional<uint64_t> unread;
  std::optional<uint64_t> unsent;
  std::optional<uint64_t> operations;  // nothing: this source does not count them by connection
};

// The connections as a list, and what is to be known about it.
struct Connections {
  std::string note;
  std::vector<Connection> list;
};

struct Scene {
  const view::TopOrder& order;  // of nothing where the view is a list
  // What the head is about, whatever the view: all keys. Null: no window has come yet.
  const aggregate::Snapshot* all = nullptr;
  view::Skew skew = {};
  // Operations a second, a number a window, oldest first, up to the window shown.
  std::vector<double> rates = {};
  // Calls of the selected key, likewise.
  std::vector<double> key_rates = {};
  // The window before, with rows of the same kind, for trends; null where there is none.
  const aggregate::Snapshot* previous = nullptr;
  // How many keys a row stands for; empty where rows are keys.
  std::function<uint64_t(std::string_view)> members = {};
  // The lines of a view that is a list.
  std::vector<std::string> lines = {};
  std::string list_heading = {};
  double uptime = 0;           // seconds since the first window
  bool ended = false;          // no more windows will come
  bool capture = false;        // a capture is read
  std::string recording = {};  // the file that is recorded to; empty: none
  bool ascii = false;
  render::TextStyle style = {};  // its clock is used
};

}  // namespace mcbt::tui
