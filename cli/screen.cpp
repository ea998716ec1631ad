#include "cli/screen.h"

#include <algorithm>
#include <utility>

#include "cli/terminal.h"

namespace mcbt::cli {

using aggregate::Snapshot;
using aggregate::StoredWindow;

namespace {

double seconds_between(std::optional<int64_t> start, std::optional<int64_t> end) {
  constexpr double kNsPerSecond = 1e9;
  return start && end ? static_cast<double>(*end - *start) / kNsPerSecond : 0;
}

double rate_of(const Snapshot& window) {
  const auto calls = static_cast<double>(window.total_calls() - window.unrated_calls);
  return window.seconds.value_or(0) > 0 ? calls / *window.seconds : 0;
}

double calls_of(const Snapshot& window, const std::string& key) {
  aggregate::KeyRow row;
  row.key = key;
  row.length = static_cast<uint32_t>(key.size());
  double calls = 0;
  for (const auto& stats : window.keys->find(row)) calls += static_cast<double>(stats.calls);
  return calls;
}

// What stands for the order until there is a window.
const view::TopOrder& no_order() {
  static const aggregate::KeyTable keys;
  static const view::TopOrder order = [] {
    Snapshot nothing;
    nothing.keys = &keys;
    return view::TopOrder(nothing, {});
  }();
  return order;
}

}  // namespace

Screen::Screen(const Options& options, tui::Terminal terminal, std::function<Snapshot()> summary)
    : terminal_(std::move(terminal)), summary_(std::move(summary)), ascii_(options.ascii) {
  state_.query = options.query;
  if (options.query.filter) state_.filter = options.query.filter->pattern();
}

void Screen::add(const Snapshot& window) {
  if (!start_ns_) start_ns_ = window.start_ns;
  windows_.push_back(std::make_unique<StoredWindow>(window));
  if (state_.paused) ++state_.back;  // what is shown stays
  if (windows_.size() > kKept) windows_.pop_front();
  state_.back = std::min(state_.back, windows_.size() - 1);
  if (!state_.paused) sum_.reset();
  arrange();
}

void Screen::end() {
  ended_ = true;
  state_.since_start = true;
  if (!windows_.empty()) arrange();
}

size_t Screen::shown_index() const {
  return windows_.size() - 1 - state_.back;
}

const StoredWindow& Screen::shown() {
  if (!state_.since_start) return *windows_[shown_index()];
  if (!sum_) sum_ = std::make_unique<StoredWindow>(summary_());
  return *sum_;
}

tui::Bounds Screen::bounds() const {
  return {order_ ? *order_ : no_order(), tui::page_rows(terminal_.size()), windows_.size()};
}

void Screen::arrange() {
  order_ = std::make_unique<view::TopOrder>(shown().snapshot(), state_.query);
  state_ = tui::settle(std::move(state_), bounds());
}

void Screen::press(const tui::Key& key) {
  const tui::State before = state_;
  state_ = tui::press(std::move(state_), key, bounds());
  if (windows_.empty()) return;
  const bool same = before.query.sort == state_.query.sort &&
                    before.query.reverse == state_.query.reverse &&
                    before.filter == state_.filter && before.back == state_.back &&
                    before.since_start == state_.since_start && before.paused == state_.paused;
  if (!same) arrange();
}

bool Screen::take_keys() {
  while (const auto key = terminal_.read_key()) press(*key);
  draw();
  return !state_.quit;
}

void Screen::resize(tui::Size size) {
  terminal_.resize(size);
  state_ = tui::settle(std::move(state_), bounds());
  draw();
}

void Screen::draw() {
  tui::Scene scene{order_ ? *order_ : no_order()};
  scene.waiting = windows_.empty();
  scene.ended = ended_;
  scene.ascii = ascii_;
  scene.style = text_style(true);
  if (!scene.waiting) {
    const size_t last = state_.since_start ? windows_.size() - 1 : shown_index();
    for (size_t i = 0; i <= last; ++i) scene.rates.push_back(rate_of(windows_[i]->snapshot()));
    if (state_.mode == tui::Mode::kDetail) {
      for (size_t i = 0; i <= last; ++i) {
        scene.key_rates.push_back(calls_of(windows_[i]->snapshot(), state_.selected_key));
      }
    }
    if (!state_.since_start && last != 0) scene.previous = windows_[last - 1]->snapshot().keys;
    scene.uptime = seconds_between(start_ns_, windows_[last]->snapshot().end_ns);
  }
  terminal_.show(tui::draw(state_, scene, terminal_.size()));
}

}  // namespace mcbt::cli
