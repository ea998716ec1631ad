#include "post/tui/typing.h"

#include <utility>

#include "post/render/key_text.h"
#include "post/tui/moving.h"

namespace mcbt::tui {
namespace {

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

void erase_character(std::string& text) {
  while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0U) == 0x80U) {
    text.pop_back();
  }
  if (!text.empty()) text.pop_back();
}

void finish(State& state) {
  const Mode mode = std::exchange(state.mode, Mode::kRows);
  if (mode == Mode::kSearch) {
    state.search = state.input;
  } else if (mode == Mode::kFilter) {
    set_filter(state, state.input);
  } else if (!state.input.empty()) {
    state.request = Request::kWrite;
  }
}

void start(State& state, Mode mode, const std::string& text) {
  state.mode = mode;
  state.input = text;
}

}  // namespace

void set_filter(State& state, const std::string& typed) {
  const bool negate = typed.starts_with('!');
  const std::string pattern = typed.substr(negate ? 1 : 0);
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
  state.filter = pattern.empty() ? "" : typed;
}

void press_typing(State& state, const Key& key, const Bounds& bounds) {
  switch (key.code) {
    case KeyCode::kEnter:
      return finish(state);
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
  if (state.mode == Mode::kSearch && !state.input.empty()) {
    find(state, state.input, state.selected, true, bounds);
  }
}

bool press_finding(State& state, const Key& key, const Bounds& bounds) {
  if (key.code == KeyCode::kF4 || key.text == "\\") {
    start(state, Mode::kFilter, state.filter);
  } else if (key.text == "/") {
    start(state, Mode::kSearch, "");
  } else if (key.text == "n" || key.text == "N") {
    find_again(state, key.text == "n", bounds);
  } else if (key.text == "w") {
    start(state, Mode::kFileName, bounds.file_stem + ".json");
  } else {
    return false;
  }
  return true;
}

}  // namespace mcbt::tui
