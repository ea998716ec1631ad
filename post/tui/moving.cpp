#include "post/tui/moving.h"

#include <algorithm>

namespace mcbt::tui {
namespace {

void move_up(State& state, size_t rows, const Bounds& bounds) {
  move_to(state, state.selected - std::min(rows, state.selected), bounds);
}

void move_down(State& state, size_t rows, const Bounds& bounds) {
  move_to(state, state.selected + rows, bounds);
}

// The key that does the same as this letter.
KeyCode code_of(const Key& key) {
  if (key.code != KeyCode::kCharacter || key.text.size() != 1) return key.code;
  switch (key.text[0]) {
    case 'j':
      return KeyCode::kDown;
    case 'k':
      return KeyCode::kUp;
    case 'g':
      return KeyCode::kHome;
    case 'G':
      return KeyCode::kEnd;
    default:
      return key.code;
  }
}

bool press_letter(State& state, const Key& key, const Bounds& bounds) {
  const size_t half = (bounds.page + 1) / 2;
  if (key.text == "d") {
    move_down(state, half, bounds);
  } else if (key.text == "u") {
    move_up(state, half, bounds);
  } else if (key.text == "F") {
    state.follow = !state.follow;
    state.message = state.follow ? "follows the selected key" : "stays at its place";
  } else {
    return false;
  }
  return true;
}

}  // namespace

void move_to(State& state, size_t place, const Bounds& bounds) {
  // Lines cannot be selected: all that moves is which is the first.
  const size_t last_page = state.shows_table() ? 1 : bounds.page;
  const size_t last = bounds.rows > last_page ? bounds.rows - last_page : 0;
  state.selected = std::min(place, last);
  const bool keyed = state.selected < bounds.order.size();
  state.selected_key = keyed ? std::string(bounds.order.key(state.selected)) : "";
}

void keep_in_sight(State& state, const Bounds& bounds) {
  state.first = state.shows_table() ? std::min(state.first, state.selected) : state.selected;
  if (state.selected >= state.first + bounds.page) state.first = state.selected + 1 - bounds.page;
}

bool press_moving(State& state, const Key& key, const Bounds& bounds) {
  constexpr size_t kWheelRows = 3;
  switch (code_of(key)) {
    case KeyCode::kUp:
      move_up(state, 1, bounds);
      return true;
    case KeyCode::kDown:
      move_down(state, 1, bounds);
      return true;
    case KeyCode::kPageUp:
      move_up(state, bounds.page, bounds);
      return true;
    case KeyCode::kPageDown:
      move_down(state, bounds.page, bounds);
      return true;
    case KeyCode::kHome:
      move_to(state, 0, bounds);
      return true;
    case KeyCode::kEnd:
      move_to(state, SIZE_MAX, bounds);
      return true;
    case KeyCode::kWheelUp:
      move_up(state, kWheelRows, bounds);
      return true;
    case KeyCode::kWheelDown:
      move_down(state, kWheelRows, bounds);
      return true;
    default:
      return press_letter(state, key, bounds);
  }
}

}  // namespace mcbt::tui
