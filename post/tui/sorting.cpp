#include "post/tui/sorting.h"

#include <algorithm>
#include <array>
#include <utility>

#include "post/render/top_columns.h"

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

constexpr std::array<std::pair<std::string_view, SortColumn>, 12> kHeadings = {{
    {"CALLS", SortColumn::kCalls},
    {"REQ/S", SortColumn::kRate},
    {"%", SortColumn::kCalls},
    {"SHARE", SortColumn::kCalls},
    {"HITS", SortColumn::kHits},
    {"MISSES", SortColumn::kMisses},
    {"HIT%", SortColumn::kRatio},
    {"SIZE", SortColumn::kSize},
    {"READ/S", SortColumn::kBytes},
    {"WRITE/S", SortColumn::kBytes},
    {"LAT(us)", SortColumn::kLatency},
    {"SCORE%", SortColumn::kScore},
}};

size_t index_of(SortColumn column) {
  const auto at = std::ranges::find(view::kSortNames, column, &view::SortName::column);
  return static_cast<size_t>(at - view::kSortNames.begin());
}

void step_sort(State& state, size_t step) {
  const auto& names = view::kSortNames;
  state.query.sort = names[(index_of(state.query.sort) + step) % names.size()].column;
}

// A second click on the same heading turns the order round.
void sort_by(State& state, SortColumn column) {
  if (state.query.sort == column) {
    state.query.reverse = !state.query.reverse;
  } else {
    state.query.sort = column;
  }
}

bool click_heading(State& state, const Key& key, const Bounds& bounds) {
  if (key.y != bounds.layout.heading_line) return false;
  for (const auto& heading : bounds.layout.headings) {
    if (key.x < heading.begin || key.x >= heading.end) continue;
    if (heading.text == "KEY") {
      sort_by(state, SortColumn::kKey);
      return true;
    }
    const auto* known =
        std::ranges::find(kHeadings, heading.text, &std::pair<std::string_view, SortColumn>::first);
    if (known == kHeadings.end()) {
      state.message = "rows cannot be sorted by " + std::string(heading.text);
    } else {
      sort_by(state, known->second);
    }
    return true;
  }
  return false;
}

// Moves the choice in a menu of `size` lines. False: the key was not for that.
bool move_in_menu(State& state, const Key& key, size_t size) {
  if (key.code == KeyCode::kUp || key.code == KeyCode::kWheelUp || key.text == "k") {
    state.menu = (state.menu + size - 1) % size;
  } else if (key.code == KeyCode::kDown || key.code == KeyCode::kWheelDown || key.text == "j") {
    state.menu = (state.menu + 1) % size;
  } else {
    return false;
  }
  return true;
}

}  // namespace

std::string_view heading_of(SortColumn column) {
  if (column == SortColumn::kKey) return "KEY";
  if (column == SortColumn::kBytes) return "";
  return std::ranges::find(kHeadings, column, &std::pair<std::string_view, SortColumn>::second)
      ->first;
}

bool press_sorting(State& state, const Key& key, const Bounds& bounds) {
  if (key.code == KeyCode::kClick) return click_heading(state, key, bounds);
  if (key.code == KeyCode::kF6) {
    state.mode = Mode::kSortMenu;
    state.menu = index_of(state.query.sort);
    return true;
  }
  if (key.code != KeyCode::kCharacter || key.text.size() != 1) return false;
  const auto* capital =
      std::ranges::find(kSortKeys, key.text[0], &std::pair<char, SortColumn>::first);
  if (capital != kSortKeys.end()) {
    state.query.sort = capital->second;
    return true;
  }
  switch (key.text[0]) {
    case 'I':
      state.query.reverse = !state.query.reverse;
      return true;
    case '<':
      step_sort(state, view::kSortNames.size() - 1);
      return true;
    case '>':
      step_sort(state, 1);
      return true;
    case 'c':
      state.mode = Mode::kColumnMenu;
      state.menu = 0;
      return true;
    default:
      return false;
  }
}

void press_sort_menu(State& state, const Key& key) {
  if (move_in_menu(state, key, view::kSortNames.size())) return;
  if (key.code == KeyCode::kEnter) state.query.sort = view::kSortNames[state.menu].column;
  state.mode = Mode::kRows;
}

void press_column_menu(State& state, const Key& key) {
  const auto columns = render::top_columns();
  if (move_in_menu(state, key, columns.size())) return;
  if (key.text != " ") {
    state.mode = Mode::kRows;
    return;
  }
  const std::string heading = columns[state.menu].heading;
  if (std::erase(state.hidden, heading) == 0) state.hidden.push_back(heading);
}

}  // namespace mcbt::tui
