#include "post/tui/viewing.h"

#include "post/tui/moving.h"

namespace mcbt::tui {
namespace {

void go_to_top(State& state) {
  state.selected = 0;
  state.first = 0;
  state.selected_key.clear();
}

void show(State& state, View view) {
  state.view = view;
  state.family.clear();
  state.mode = Mode::kRows;
  go_to_top(state);
}

void step_view(State& state, size_t step) {
  show(state, static_cast<View>((static_cast<size_t>(state.view) + step) % kViews));
}

// A family opens to its keys, a key to what is known of it.
void open(State& state, const Bounds& bounds) {
  if (state.selected >= bounds.order.size()) return;
  if (state.view == View::kFamilies && state.family.empty()) {
    state.family = bounds.order.key(state.selected);
    go_to_top(state);
  } else {
    state.selected_key = bounds.order.key(state.selected);
    state.mode = Mode::kDetail;
  }
}

// Back to the family that was opened.
void leave(State& state) {
  if (state.mode == Mode::kDetail) {
    state.mode = Mode::kRows;
    return;
  }
  if (state.family.empty()) return;
  state.selected_key = state.family;
  state.family.clear();
  state.returning = true;
}

void click_row(State& state, const Key& key, const Bounds& bounds) {
  const size_t line = bounds.layout.heading_line + 1;
  if (key.y < line || key.y - line >= bounds.layout.rows) return;
  const size_t place = state.first + key.y - line;
  if (place == state.selected) return open(state, bounds);
  move_to(state, place, bounds);
}

}  // namespace

bool press_viewing(State& state, const Key& key, const Bounds& bounds) {
  switch (key.code) {
    case KeyCode::kTab:
      step_view(state, 1);
      return true;
    case KeyCode::kBackTab:
      step_view(state, kViews - 1);
      return true;
    case KeyCode::kEnter:
      if (state.mode == Mode::kDetail) {
        leave(state);
      } else {
        open(state, bounds);
      }
      return true;
    case KeyCode::kEscape:
    case KeyCode::kBackspace:
      leave(state);
      return true;
    case KeyCode::kClick:
      if (state.mode == Mode::kRows) click_row(state, key, bounds);
      return true;
    default:
      break;
  }
  if (key.code != KeyCode::kCharacter || key.text.size() != 1) return false;
  const char letter = key.text[0];
  if (letter >= '1' && letter < static_cast<char>('1' + kViews)) {
    show(state, static_cast<View>(letter - '1'));
  } else if (letter == 't') {
    show(state, state.view == View::kFamilies ? View::kKeys : View::kFamilies);
  } else if (letter == 'T') {
    state.theme = static_cast<Theme>((static_cast<size_t>(state.theme) + 1) % 3);
  } else {
    return false;
  }
  return true;
}

}  // namespace mcbt::tui
