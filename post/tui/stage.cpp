#include "post/tui/stage.h"

#include <algorithm>
#include <utility>

#include "post/tui/head.h"
#include "post/tui/latency_lines.h"
#include "post/tui/timing.h"

namespace mcbt::tui {

using aggregate::Snapshot;

namespace {

// What stands for the order where there is none.
view::TopOrder no_order() {
  static const aggregate::KeyTable keys;
  Snapshot nothing;
  nothing.keys = &keys;
  return {nothing, {}};
}

// Whether the same numbers are looked at.
bool same_time(const State& a, const State& b) {
  return a.back == b.back && a.span == b.span && a.paused == b.paused;
}

bool same_rows(const State& a, const State& b) {
  return a.query.sort == b.query.sort && a.query.reverse == b.query.reverse &&
         a.filter == b.filter && a.view == b.view && a.family == b.family;
}

}  // namespace

Stage::Stage(StageOptions options, State state, Size size)
    : options_(std::move(options)),
      state_(std::move(state)),
      size_(size),
      history_(options_.most_keys),
      order_(no_order()) {}

void Stage::add(const Snapshot& window) {
  const uint64_t gone = history_.gone();
  history_.add(window);
  // A capture is shown once it is read.
  if (options_.capture) return;
  forget_message();
  add_to_sum(window);
  if (state_.paused) ++state_.back;
  state_.back = std::min(state_.back, history_.size() - 1);
  // Kept up window by window, so that m is answered at once.
  if (!state_.paused || state_.span != Span::kMinute) history_.minute(history_.size() - 1);
  const bool kept = history_.gone() == gone || state_.span != Span::kWindow;
  if (!state_.paused || !kept || !shown_) take_window();
}

// Long enough to be read; then the foot shows again where the reader is.
void Stage::forget_message() {
  constexpr size_t kMessageWindows = 5;
  if (++message_windows_ > kMessageWindows) state_.message.clear();
}

void Stage::add_to_sum(const Snapshot& window) {
  const bool looked_at = state_.paused && state_.span == Span::kStart && shown_;
  if (looked_at && !stopped_) {
    stopped_ = std::move(since_);
    since_ = std::make_unique<aggregate::WindowSum>();
    since_->add(stopped_->snapshot());
  }
  if (!since_) since_ = std::make_unique<aggregate::WindowSum>();
  since_->add(window);
}

Snapshot Stage::sum() const {
  if (stopped_) return stopped_->snapshot();
  return since_ ? since_->snapshot() : options_.summary();
}

void Stage::all_read() {
  if (history_.size() != 0) take_window();
}

size_t Stage::shown_index() const {
  return history_.size() - 1 - state_.back;
}

Bounds Stage::bounds() const {
  return {order_,
          state_.shows_table() ? order_.size() : lines_.size(),
          page_rows(size_),
          history_.size(),
          options_.capture,
          layout_,
          options_.file_stem ? options_.file_stem() : "mcbt"};
}

// What was shown may be gone: whatever pointed to it is made anew.
void Stage::take_window() {
  if (state_.span == Span::kWindow) {
    shown_ = history_.at(shown_index());
  } else if (state_.span == Span::kMinute) {
    shown_ = history_.minute(shown_index());
  } else {
    shown_ = sum();
  }
  skew_ = view::skew_of(*shown_);
  look_at_connections();
  arrange();
}

std::unique_ptr<view::Regrouped> Stage::regroup(const Snapshot& snapshot) const {
  if (state_.view == View::kCommands) return view::Regrouped::by_command(snapshot);
  if (state_.view == View::kConnections) {
    return snapshot.connections == nullptr ? nullptr : connections_.rows(snapshot);
  }
  if (state_.view != View::kFamilies) return nullptr;
  if (state_.family.empty()) return view::Regrouped::by_family(snapshot, options_.families);
  return view::Regrouped::of_family(snapshot, options_.families, state_.family);
}

// Reading /proc takes its time, so it is asked when a window comes and not at every key.
void Stage::look_at_connections() {
  if (state_.view != View::kConnections || !options_.connections) return;
  connections_ = ConnectionRows(options_.connections());
}

// Families take longest. From one window to the next, what was shown is the window before, and a
// step back shows that.
void Stage::regroup_shown() {
  Grouping now{state_.view, state_.family, {}};
  if (state_.span == Span::kWindow) now.window = history_.gone() + shown_index();
  auto shown = std::move(regrouped_);
  auto before = std::move(previous_regrouped_);
  const auto windows = now.windows_since(grouping_);
  if (windows == 0) {
    regrouped_ = std::move(shown);
    previous_regrouped_ = std::move(before);
  } else if (windows == 1) {
    previous_regrouped_ = std::move(shown);
  } else if (windows == -1) {
    regrouped_ = std::move(before);
  }
  if (!regrouped_) regrouped_ = regroup(*shown_);
  grouping_ = std::move(now);
  if (state_.view != View::kFamilies) regroup_previous();
}

std::optional<int64_t> Stage::Grouping::windows_since(const Grouping& before) const {
  const bool same = view == View::kFamilies && before.view == view && before.family == family;
  if (!same || !window || !before.window) return std::nullopt;
  return static_cast<int64_t>(*window) - static_cast<int64_t>(*before.window);
}

void Stage::regroup_previous() {
  const Snapshot* previous = previous_window();
  if (regrouped_ && !previous_regrouped_ && previous != nullptr) {
    previous_regrouped_ = regroup(*previous);
  }
}

bool Stage::complete_frame() {
  const bool had = previous_regrouped_ != nullptr;
  regroup_previous();
  return !had && previous_regrouped_ != nullptr;
}

void Stage::arrange() {
  if (!shown_) return;
  regroup_shown();
  make_lines();
  const bool keyed = state_.view == View::kKeys;
  if (regrouped_ || keyed) {
    order_ = view::TopOrder(keyed ? *shown_ : regrouped_->snapshot(), state_.query);
  } else {
    order_ = no_order();
  }
  const Bounds now = bounds();
  state_ = settle(std::move(state_), now);
}

void Stage::make_lines() {
  lines_.clear();
  if (state_.view == View::kLatency) {
    lines_ = latency_lines(*shown_, size_.width, options_.ascii);
  } else if (state_.view == View::kConnections && !regrouped_) {
    lines_ = {{"this capture does not count operations by connection:"},
              {"`mcbt record` does not, what this screen records of a live trace (r) does"}};
  }
}

void Stage::press(const Key& key) {
  const State before = state_;
  const Bounds now = bounds();
  state_ = tui::press(std::move(state_), key, now);
  message_windows_ = 0;
  if (history_.size() == 0) return;
  if (!same_time(before, state_)) {
    if (!state_.paused || state_.span != Span::kStart) stopped_.reset();
    take_window();
  } else if (!same_rows(before, state_)) {
    if (before.view != state_.view) look_at_connections();
    arrange();
  }
  if (state_.request == Request::kReset) reset();
  if (state_.request == Request::kBusiest) go_to_busiest();
}

void Stage::reset() {
  if (options_.capture) {
    state_.message = "the sum of a capture is what it is";
    return;
  }
  stopped_.reset();
  since_ = std::make_unique<aggregate::WindowSum>();
  // Until the next window comes there would be nothing to show.
  since_->add(history_.at(history_.size() - 1));
  state_.message = "the sum starts anew with this window";
  if (state_.span == Span::kStart) take_window();
}

void Stage::go_to_busiest() {
  state_.span = Span::kWindow;
  state_.paused = true;
  state_.playing = false;
  state_.back = history_.size() - 1 - history_.busiest();
  state_.message = "the busiest window";
  take_window();
}

void Stage::resize(Size size) {
  size_ = size;
  if (shown_ && !state_.shows_table()) return arrange();
  const Bounds now = bounds();
  state_ = settle(std::move(state_), now);
}

void Stage::play_on() {
  if (!state_.playing) return;
  tui::play_on(state_);
  take_window();
}

std::optional<double> Stage::seconds_to_next() const {
  if (!state_.playing) return std::nullopt;
  constexpr double kUsual = 1;
  return history_.at(shown_index()).seconds.value_or(kUsual) / state_.speed;
}

const Snapshot* Stage::previous_window() const {
  const bool has = state_.span == Span::kWindow && shown_ && shown_index() != 0;
  return has ? &history_.at(shown_index() - 1) : nullptr;
}

// What there is once a window has come.
void Stage::add_shown(Scene& scene) {
  const size_t last = state_.span == Span::kStart ? history_.size() - 1 : shown_index();
  scene.all = &*shown_;
  scene.skew = skew_;
  scene.rates = history_.rates(last, sparkline_width(size_));
  scene.lines = lines_;
  if (state_.mode == Mode::kDetail && state_.view == View::kConnections) {
    const auto descriptor = ConnectionRows::descriptor(state_.selected_key);
    scene.key_rates = history_.connection_calls(descriptor, last, size_.width);
  } else if (state_.mode == Mode::kDetail && (!regrouped_ || !state_.family.empty())) {
    scene.key_rates = history_.calls(state_.selected_key, last, size_.width);
  }
  if (state_.view == View::kConnections) {
    scene.about = [this](std::string_view row) { return connections_.about(row); };
  } else if (regrouped_) {
    scene.about = [this](std::string_view row) {
      const uint64_t keys = regrouped_->members(row);
      return keys == 0 ? "" : std::to_string(keys) + (keys == 1 ? " key" : " keys");
    };
  }
  if (previous_regrouped_) {
    scene.previous = &previous_regrouped_->snapshot();
  } else if (state_.view == View::kKeys) {
    scene.previous = previous_window();
  }
  const auto start = history_.start_ns();
  const auto end = history_.at(last).end_ns;
  if (start && end) scene.uptime = static_cast<double>(*end - *start) / 1e9;
}

Frame Stage::frame() {
  Scene scene{order_};
  scene.capture = options_.capture;
  scene.recording = recording_;
  scene.ascii = options_.ascii;
  scene.style = options_.style;
  if (shown_) add_shown(scene);
  Frame frame = draw(state_, scene, size_);
  layout_ = frame.layout;
  return frame;
}

void Stage::say(std::string message) {
  state_.message = std::move(message);
  message_windows_ = 0;
}

Request Stage::take_request() {
  return std::exchange(state_.request, Request::kNone);
}

std::optional<view::TopTable> Stage::table() {
  if (!shown_ || !state_.shows_table() || !lines_.empty()) return std::nullopt;
  return order_.page(0, SIZE_MAX);
}

const Snapshot* Stage::shown() const {
  return shown_ ? &*shown_ : nullptr;
}

}  // namespace mcbt::tui
