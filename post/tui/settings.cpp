#include "post/tui/settings.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <sstream>
#include <string_view>
#include <utility>

#include "post/render/key_text.h"
#include "post/render/top_columns.h"

namespace mcbt::tui {
namespace {

constexpr std::array<std::string_view, 3> kThemes = {"dark", "light", "mono"};
constexpr std::array<std::string_view, 3> kSpans = {"window", "minute", "start"};

std::string trimmed(const std::string& text) {
  const size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

// Sets `place` to the value whose name it is.
template <typename Value>
bool set_named(const std::array<std::string_view, 3>& names, const std::string& name,
               Value& place) {
  const auto* found = std::ranges::find(names, name);
  if (found == names.end()) return false;
  place = static_cast<Value>(found - names.begin());
  return true;
}

bool set_hidden(State& state, const std::string& value) {
  state.hidden.clear();
  std::istringstream list(value);
  for (std::string word; std::getline(list, word, ',');) {
    const std::string heading = trimmed(word);
    const auto columns = render::top_columns();
    if (std::ranges::find(columns, heading, [](const render::TopColumn& column) {
          return std::string_view(column.heading);
        }) == columns.end()) {
      return false;
    }
    state.hidden.push_back(heading);
  }
  return true;
}

bool set(State& state, const std::string& name, const std::string& value) {
  if (name == "sort") {
    const auto column = view::sort_column(value);
    if (column) state.query.sort = *column;
    return column.has_value();
  }
  if (name == "reverse") {
    state.query.reverse = value == "yes";
    return value == "yes" || value == "no";
  }
  if (name == "hide") return set_hidden(state, value);
  if (name == "theme") return set_named(kThemes, value, state.theme);
  if (name == "time") return set_named(kSpans, value, state.span);
  return false;
}

}  // namespace

std::string settings_text(const State& state) {
  return fmt::format(
      "# written by mcbt top\nsort = {}\nreverse = {}\nhide = {}\ntheme = {}\ntime = {}\n",
      view::sort_name(state.query.sort), state.query.reverse ? "yes" : "no",
      fmt::join(state.hidden, ", "), kThemes[static_cast<size_t>(state.theme)],
      kSpans[static_cast<size_t>(state.span)]);
}

model::Result<State> with_settings(State state, const std::string& text) {
  std::istringstream lines(text);
  size_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    const std::string words = trimmed(line);
    if (words.empty() || words.starts_with('#')) continue;
    const size_t equals = words.find('=');
    const bool good = equals != std::string::npos && set(state, trimmed(words.substr(0, equals)),
                                                         trimmed(words.substr(equals + 1)));
    if (!good) {
      return model::Error{fmt::format("line {} is no setting: {}", number,
                                      render::cut_to_width(render::message_text(words), 40)),
                          {},
                          "all settings are as if there were no file"};
    }
  }
  return state;
}

}  // namespace mcbt::tui
