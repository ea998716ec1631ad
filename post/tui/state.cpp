#include "post/tui/state.h"

#include <algorithm>
#include <array>
#include <utility>

#include "post/render/key_text.h"

namespace mcbt::tui {
namespace {

using view::SortColumn;

constexpr std::array<std::pair<char, SortColumn>, 8> kSortKeys = {{
    {'C', SortColumn::kCalls},
    {'S', SortColumn::kSize},
    {'R', SortColumn::kRate},
    {'B', SortColumn::kBytes},
    {'L', SortColumn::kLatency},
    {'H', SortColumn::kRatio},
    {'M', SortColumn::kMisses},
    {'K', SortColumn::kKey},
}};

void move_to(State& state, size_t place, const Bounds& bounds) {
  const size_t size = bounds.order.size();
  state.selected = size == 0 ? 0 : std::min(place, size - 1);
  state.selected_key = size == 0 ? "" : std::string(bounds.order.key(state.selected));
}

void move_up(State& state, size_t rows, const Bounds& bounds) {
  move_to(state, state.selected - std::min(rows, state.selected), bounds);
}

void move_down(State& state, size_t rows, const Bounds& bounds) {
  move_to(state, state.selected + rows, bounds);
}

// Selects the next key, from `place` on and round the end, in which the pattern occurs.
void find(State& state, const std::string& pattern, size_t place, bool forward,
          const Bounds& bounds) {
  const size_t size = bounds.order.size();
  const std::string wanted = render::key_bytes(pattern);
  for (size_t step = 0; step < size; ++step) {
    const size_t at = (forward ? place + step : place + size * 2 - step) % size;
    if (bounds.order.key(at).find(wanted) != std::string_view::npos) {
      return move_to(state, at, bounds);
    }
  }
  state.message = "no key contains " + render::message_text(pattern);
}

void find_again(State& state, bool forward, const Bounds& bounds) {
  const size_t size = bounds.order.size();
  if (state.search.empty() || size == 0) return;
  find(state, state.search, (state.selected + (forward ? 1 : size - 1)) % size, forward, bounds);
}

void set_filter(State& state) {
  const bool negate = state.input.starts_with('!');
  const std::string pattern = state.input.substr(negate ? 1 : 0);
  std::optional<view::Filter> filter;
  if (!pattern.empty()) {
    auto compiled = view::Filter::compile(pattern);
    if (!compiled) {
      state.message = render::message_text(compiled.error().what);
      return;
    }
    filter = *compiled;
  }
  state.query.filter = std::move(filter);
  state.query.negate = negate;
  state.filter = pattern.empty() ? "" : state.input;
}

void step_sort(State& state, size_t step) {
  const auto& names = view::kSortNames;
  const auto at = std::ranges::find(names, state.query.sort, &view::SortName::column);
  const auto index = static_cast<size_t>(at - names.begin());
  state.query.sort = names[(index + step) % names.size()].column;
}

void erase_character(std::string& text) {
  while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0U) == 0x80U) {
    text.pop_back();
  }
  if (!text.empty()) text.pop_back();
}

void type(State& state, const Key& key, const Bounds& bounds) {
  const bool searching = state.mode == Mode::kSearch;
  switch (key.code) {
    case KeyCode::kEnter:
      if (searching) {
        state.search = state.input;
      } else {
        set_filter(state);
      }
      state.mode = Mode::kRows;
      return;
    case KeyCode::kEscape:
      state.mode = Mode::kRows;
      return;
    case KeyCode::kBackspace:
      erase_character(state.input);
      break;
    case KeyCode::kCharacter:
      state.input += key.text;
      break;
    default:
      return;
  }
  if (searching && !state.input.empty()) {
    find(state, state.input, state.selected, true, bounds);
  }
}

void pick_sort(State& state, const Key& key) {
  if (key.code == KeyCode::kUp || key.code == KeyCode::kLeft || key.text == "k") {
    step_sort(state, view::kSortNames.size() - 1);
  } else if (key.code == KeyCode::kDown || key.code == KeyCode::kRight || key.text == "j") {
    step_sort(state, 1);
  } else {
    state.mode = Mode::kRows;
  }
}

void start_typing(State& state, Mode mode, const std::string& text) {
  state.mode = mode;
  state.input = text;
}

void press_code(State& state, KeyCode code, const Bounds& bounds) {
  switch (code) {
    case KeyCode::kUp:
      return move_up(state, 1, bounds);
    case KeyCode::kDown:
      return move_down(state, 1, bounds);
    case KeyCode::kPageUp:
      return move_up(state, bounds.page, bounds);
    case KeyCode::kPageDown:
      return move_down(state, bounds.page, bounds);
    case KeyCode::kHome:
      return move_to(state, 0, bounds);
    case KeyCode::kEnd:
      return move_to(state, SIZE_MAX, bounds);
    case KeyCode::kEnter:
      if (bounds.order.size() != 0) state.mode = Mode::kDetail;
      return;
    case KeyCode::kF1:
      state.mode = Mode::kHelp;
      return;
    case KeyCode::kF4:
      return start_typing(state, Mode::kFilter, state.filter);
    case KeyCode::kF6:
      state.mode = Mode::kPickSort;
      return;
    case KeyCode::kF10:
      state.quit = true;
      return;
    default:
      return;
  }
}

// Steps stop the clock: what is looked at must not slide away.
void step_back(State& state, const Bounds& bounds) {
  state.since_start = false;
  state.paused = true;
  if (state.back + 1 < bounds.windows) {
    ++state.back;
  } else {
    state.message = "no older window is kept";
  }
}

void press_time(State& state, char key, const Bounds& bounds) {
  switch (key) {
    case ' ':
    case 'Z':
      state.paused = !state.paused;
      if (!state.paused) state.back = 0;
      return;
    case '[':
      return step_back(state, bounds);
    case ']':
      state.back -= std::min<size_t>(1, state.back);
      return;
    case '0':
      state.back = 0;
      state.paused = false;
      return;
    case 'm':
      state.since_start = !state.since_start;
      return;
    default:
      return;
  }
}

void press_character(State& state, char key, const Bounds& bounds) {
  for (const auto& [capital, column] : kSortKeys) {
    if (key == capital) state.query.sort = column;
  }
  switch (key) {
    case 'I':
      state.query.reverse = !state.query.reverse;
      return;
    case '<':
      return step_sort(state, view::kSortNames.size() - 1);
    case '>':
      return step_sort(state, 1);
    case 'j':
      return move_down(state, 1, bounds);
    case 'k':
      return move_up(state, 1, bounds);
    case 'd':
      return move_down(state, (bounds.page + 1) / 2, bounds);
    case 'u':
      return move_up(state, (bounds.page + 1) / 2, bounds);
    case 'g':
      return move_to(state, 0, bounds);
    case 'G':
      return move_to(state, SIZE_MAX, bounds);
    case 'F':
      state.follow = !state.follow;
      state.message = state.follow ? "follows the selected key" : "stays at its place";
      return;
    case '/':
      return start_typing(state, Mode::kSearch, "");
    case 'n':
      return find_again(state, true, bounds);
    case 'N':
      return find_again(state, false, bounds);
    case '\\':
      return start_typing(state, Mode::kFilter, state.filter);
    case '?':
    case 'h':
      state.mode = Mode::kHelp;
      return;
    case 'q':
      state.quit = true;
      return;
    default:
      return press_time(state, key, bounds);
  }
}

void keep_in_sight(State& state, const Bounds& bounds) {
  state.first = std::min(state.first, state.selected);
  if (state.selected >= state.first + bounds.page) state.first = state.selected + 1 - bounds.page;
}

}  // namespace

State press(State state, const Key& key, const Bounds& bounds) {
  state.message.clear();
  switch (state.mode) {
    case Mode::kSearch:
    case Mode::kFilter:
      type(state, key, bounds);
      break;
    case Mode::kPickSort:
      pick_sort(state, key);
      break;
    case Mode::kHelp:
    case Mode::kDetail:
      state.quit = key.text == "q" || key.code == KeyCode::kF10;
      state.mode = Mode::kRows;
      break;
    case Mode::kRows:
      if (key.code != KeyCode::kCharacter) {
        press_code(state, key.code, bounds);
      } else if (key.text.size() == 1) {
        press_character(state, key.text[0], bounds);
      }
      break;
  }
  keep_in_sight(state, bounds);
  return state;
}

State settle(State state, const Bounds& bounds) {
  const bool holds = state.follow || state.mode == Mode::kDetail;
  const auto place = holds ? bounds.order.place_of(state.selected_key) : std::nullopt;
  if (!holds || place) move_to(state, place.value_or(state.selected), bounds);
  if (state.selected >= bounds.order.size()) move_to(state, SIZE_MAX, bounds);
  keep_in_sight(state, bounds);
  return state;
}

}  // namespace mcbt::tui
