#include "post/tui/timing.h"

#include <algorithm>

namespace mcbt::tui {
namespace {

constexpr double kFastest = 64;

// A capture is played; what is live is stopped for the eye only.
void toggle(State& state, const Bounds& bounds) {
  if (!bounds.capture) {
    state.paused = !state.paused;
    if (!state.paused) state.back = 0;
    return;
  }
  state.playing = !state.playing;
  if (!state.playing) return;
  if (state.span == Span::kStart) state.span = Span::kWindow;
  if (state.back == 0) state.back = bounds.windows - std::min<size_t>(1, bounds.windows);
}

// Steps stop the clock: what is looked at must not slide away.
void step(State& state, bool older, const Bounds& bounds) {
  if (state.span == Span::kStart) state.span = Span::kWindow;
  state.playing = false;
  if (!older) {
    if (state.back == 0) state.message = "this is the newest window";
    state.back -= std::min<size_t>(1, state.back);
    return;
  }
  state.paused = true;
  if (state.back + 1 < bounds.windows) {
    ++state.back;
  } else {
    state.message = "no older window is kept";
  }
}

void change_speed(State& state, double factor, const Bounds& bounds) {
  if (!bounds.capture) {
    state.message = "only a capture can be played faster or slower";
    return;
  }
  state.speed = std::clamp(state.speed * factor, 1 / kFastest, kFastest);
}

}  // namespace

bool press_timing(State& state, const Key& key, const Bounds& bounds) {
  if (key.code != KeyCode::kCharacter || key.text.size() != 1) return false;
  switch (key.text[0]) {
    case ' ':
    case 'Z':
      toggle(state, bounds);
      return true;
    case '[':
      step(state, true, bounds);
      return true;
    case ']':
      step(state, false, bounds);
      return true;
    case '0':
      state.back = 0;
      state.paused = false;
      state.playing = false;
      return true;
    case '+':
      change_speed(state, 2, bounds);
      return true;
    case '-':
      change_speed(state, 0.5, bounds);
      return true;
    case 'b':
      state.request = Request::kBusiest;
      return true;
    case 'm':
      state.span = static_cast<Span>((static_cast<size_t>(state.span) + 1) % 3);
      return true;
    case 'z':
      state.request = Request::kReset;
      return true;
    default:
      return false;
  }
}

void play_on(State& state) {
  state.back -= std::min<size_t>(1, state.back);
  if (state.back == 0) state.playing = false;
}

}  // namespace mcbt::tui
