#include "post/tui/overlay.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <sstream>
#include <string_view>

#include "post/render/cost.h"
#include "post/render/key_text.h"
#include "post/render/top_columns.h"
#include "post/tui/marks.h"

namespace mcbt::tui {
namespace {

struct HelpLine {
  std::string_view keys;
  std::string_view what;
};
constexpr size_t kKeysWidth = 18;
constexpr std::array<HelpLine, 23> kHelp = {{
    {"C S R B L H M K", "sort by calls, size, rate, bytes, latency, hit %, misses, key"},
    {"< > F6 I", "sort by the column before, after; pick one; turn it round"},
    {"c", "choose the columns"},
    {"arrows j k", "one row; the wheel: three"},
    {"PgUp PgDn u d", "a page, half a page"},
    {"g G Home End", "first, last"},
    {"F", "the selection follows its key, not its place"},
    {"/ n N", "search; next, previous"},
    {"\\ F4", "filter (regular expression, ! negates, empty: none)"},
    {"Tab 1-5", "keys, families, commands, connections, latency"},
    {"t", "keys, families; Enter opens a family, Esc leaves it"},
    {"Enter", "what is known of a key; Esc: back"},
    {"i", "what is not complete, and why"},
    {"space Z", "pause, collecting goes on; a capture: play, pause"},
    {"[ ] 0", "the window before, after; now"},
    {"+ -", "play a capture faster, slower"},
    {"b", "the busiest window"},
    {"m z", "one window, the last minute, since start; start anew"},
    {"w", "write what is shown (JSON or CSV)"},
    {"r", "record a capture; again: stop"},
    {"T", "colours: for dark, for light, none"},
    {"? h F1", "this help"},
    {"q F10 Ctrl-C", "quit"},
}};

// The first line shown of a menu whose line `chosen` must be in sight.
size_t menu_top(const Grid& grid, size_t y, size_t chosen) {
  const size_t room = grid.size().height > y + 1 ? grid.size().height - y - 1 : 1;
  return chosen >= room ? chosen + 1 - room : 0;
}

template <typename Text>
void draw_menu(Grid& grid, size_t y, size_t size, size_t chosen, Text text) {
  for (size_t i = menu_top(grid, y, chosen); i < size && y + 1 < grid.size().height; ++i) {
    const size_t line = y;
    put_line(grid, y, text(i));
    if (i == chosen) grid.paint(line, Style::kSelected);
  }
}

void draw_title(Grid& grid, std::string_view title) {
  grid.put(0, 0, title);
  grid.paint(0, Style::kHeading);
}

size_t room_from(const Grid& grid, size_t x) {
  return grid.size().width - std::min(x, grid.size().width);
}

// Lines that break at spaces; what is longer than one is cut.
std::vector<std::string> wrapped(const std::string& text, size_t width) {
  std::vector<std::string> lines(1);
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    std::string longer = lines.back();
    if (!longer.empty()) longer += ' ';
    longer += word;
    if (lines.back().empty() || render::text_width(longer) <= width) {
      lines.back() = render::cut_to_width(longer, width);
    } else {
      lines.push_back("  " + word);
    }
  }
  return lines;
}

}  // namespace

void draw_help(Grid& grid) {
  draw_title(grid, "Keys (any key: back)");
  for (size_t i = 0; i < kHelp.size(); ++i) {
    grid.put(0, i + 1, kHelp[i].keys, Style::kStrong);
    grid.put(kKeysWidth, i + 1, render::cut_to_width(kHelp[i].what, room_from(grid, kKeysWidth)));
  }
}

void draw_notes(Grid& grid, const aggregate::Snapshot& snapshot) {
  draw_title(grid, "What is counted, and what is not (any key: back)");
  size_t y = 1;
  const auto put = [&](const std::string& text, Style style) {
    for (const std::string& line : wrapped(render::message_text(text), grid.size().width)) {
      grid.put(0, y++, line, style);
    }
  };
  const auto notes = snapshot.notes();
  put(snapshot.complete() ? "complete: every operation that the source sees is in these numbers"
                          : "NOT complete:",
      snapshot.complete() ? Style::kGood : Style::kBad);
  for (const std::string& note : notes) put("! " + note, Style::kPlain);
  if (const std::string cost = render::cost_text(snapshot); !cost.empty()) put(cost, Style::kPlain);
  if (snapshot.origin.unseen.empty()) return;
  put("This memcached's probes do not show:", Style::kStrong);
  for (const std::string& what : snapshot.origin.unseen) put("- " + what, Style::kPlain);
}

void draw_sort_menu(Grid& grid, size_t y, const State& state) {
  draw_menu(grid, y, view::kSortNames.size(), state.menu,
            [](size_t i) { return "  " + std::string(view::kSortNames[i].name); });
}

void draw_column_menu(Grid& grid, size_t y, const State& state) {
  const auto columns = render::top_columns();
  draw_menu(grid, y, columns.size(), state.menu, [&](size_t i) {
    return fmt::format("  [{}] {}", state.is_hidden(columns[i].heading) ? ' ' : 'x',
                       columns[i].heading);
  });
}

}  // namespace mcbt::tui
