#include "post/tui/state.h"

#include <algorithm>

#include "post/tui/moving.h"
#include "post/tui/sorting.h"
#include "post/tui/timing.h"
#include "post/tui/typing.h"
#include "post/tui/viewing.h"

namespace mcbt::tui {
namespace {

bool quits(const Key& key) {
  return key.text == "q" || key.code == KeyCode::kF10;
}

// With rows in sight, or the detail of one.
void press_rows(State& state, const Key& key, const Bounds& bounds) {
  if (quits(key)) {
    state.quit = true;
  } else if (key.code == KeyCode::kF1 || key.text == "?" || key.text == "h") {
    state.mode = Mode::kHelp;
  } else if (key.text == "i") {
    state.mode = Mode::kNotes;
  } else if (key.text == "r") {
    state.request = Request::kRecord;
  } else {
    // The first that it belongs to takes it.
    static_cast<void>(press_sorting(state, key, bounds) || press_moving(state, key, bounds) ||
                      press_finding(state, key, bounds) || press_timing(state, key, bounds) ||
                      press_viewing(state, key, bounds));
  }
}

}  // namespace

bool State::is_hidden(std::string_view heading) const {
  return std::ranges::find(hidden, heading) != hidden.end();
}

State press(State state, const Key& key, const Bounds& bounds) {
  state.message.clear();
  state.request = Request::kNone;
  switch (state.mode) {
    case Mode::kSearch:
    case Mode::kFilter:
    case Mode::kFileName:
      press_typing(state, key, bounds);
      break;
    case Mode::kSortMenu:
      press_sort_menu(state, key);
      break;
    case Mode::kColumnMenu:
      press_column_menu(state, key);
      break;
    case Mode::kHelp:
    case Mode::kNotes:
      state.quit = quits(key);
      state.mode = Mode::kRows;
      break;
    case Mode::kRows:
    case Mode::kDetail:
      press_rows(state, key, bounds);
      break;
  }
  keep_in_sight(state, bounds);
  return state;
}

State settle(State state, const Bounds& bounds) {
  const bool holds = state.follow || state.returning || state.mode == Mode::kDetail;
  const auto place = holds ? bounds.order.place_of(state.selected_key) : std::nullopt;
  state.returning = false;
  // Followed through a window that does not have it, the key is not forgotten.
  const std::string followed = holds && !place ? state.selected_key : "";
  move_to(state, place.value_or(state.selected), bounds);
  if (!followed.empty()) state.selected_key = followed;
  keep_in_sight(state, bounds);
  return state;
}

}  // namespace mcbt::tui
