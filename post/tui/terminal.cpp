#include "post/tui/terminal.h"

#define NCURSES_WIDECHAR 1
#include <ncurses.h>
#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <utility>

namespace mcbt::tui {
namespace {

constexpr int kEscapeMs = 25;

// A theme has a set of pairs of its own; the one without colours has none.
enum Pair : short { kGreenPair = 1, kRedPair, kYellowPair, kHeadPair, kSortPair, kPairs };

attr_t look_of(Style style, Theme theme) {
  const bool colour = theme != Theme::kMono;
  const short set = theme == Theme::kLight ? static_cast<short>(kPairs) : short{0};
  const auto pair = [&](Pair number) -> attr_t {
    return colour ? static_cast<attr_t>(COLOR_PAIR(set + number)) : 0U;
  };
  switch (style) {
    case Style::kPlain:
      return A_NORMAL;
    case Style::kStrong:
      return A_BOLD;
    case Style::kHeading:
      return colour ? pair(kHeadPair) : A_REVERSE;
    case Style::kSorted:
      return A_BOLD | (colour ? pair(kSortPair) : A_UNDERLINE | A_REVERSE);
    case Style::kSelected:
      return A_REVERSE | A_BOLD;
    case Style::kGood:
      return pair(kGreenPair);
    case Style::kBad:
      return A_BOLD | pair(kRedPair);
    case Style::kHot:
      return pair(kYellowPair);
  }
  return A_NORMAL;
}

void start_colours() {
  start_color();
  use_default_colors();
  init_pair(kGreenPair, COLOR_GREEN, -1);
  init_pair(kRedPair, COLOR_RED, -1);
  init_pair(kYellowPair, COLOR_YELLOW, -1);
  init_pair(kHeadPair, COLOR_BLACK, COLOR_GREEN);
  init_pair(kSortPair, COLOR_BLACK, COLOR_CYAN);
  // Yellow and green cannot be read on white.
  init_pair(kPairs + kGreenPair, COLOR_BLUE, -1);
  init_pair(kPairs + kRedPair, COLOR_RED, -1);
  init_pair(kPairs + kYellowPair, COLOR_MAGENTA, -1);
  init_pair(kPairs + kHeadPair, COLOR_WHITE, COLOR_BLUE);
  init_pair(kPairs + kSortPair, COLOR_WHITE, COLOR_MAGENTA);
}

std::optional<KeyCode> code_of(wint_t code) {
  switch (code) {
    case KEY_UP:
      return KeyCode::kUp;
    case KEY_DOWN:
      return KeyCode::kDown;
    case KEY_LEFT:
      return KeyCode::kLeft;
    case KEY_RIGHT:
      return KeyCode::kRight;
    case KEY_PPAGE:
      return KeyCode::kPageUp;
    case KEY_NPAGE:
      return KeyCode::kPageDown;
    case KEY_HOME:
      return KeyCode::kHome;
    case KEY_END:
      return KeyCode::kEnd;
    case KEY_ENTER:
      return KeyCode::kEnter;
    case KEY_BACKSPACE:
      return KeyCode::kBackspace;
    case KEY_BTAB:
      return KeyCode::kBackTab;
    case KEY_F(1):
      return KeyCode::kF1;
    case KEY_F(4):
      return KeyCode::kF4;
    case KEY_F(6):
      return KeyCode::kF6;
    case KEY_F(10):
      return KeyCode::kF10;
    default:
      return std::nullopt;
  }
}

std::optional<Key> character(wint_t point) {
  constexpr wint_t kEscape = 27;
  constexpr wint_t kDelete = 127;
  if (point == '\n' || point == '\r') return Key{KeyCode::kEnter};
  if (point == kEscape) return Key{KeyCode::kEscape};
  if (point == kDelete || point == '\b') return Key{KeyCode::kBackspace};
  if (point == '\t') return Key{KeyCode::kTab};
  if (point < ' ') return std::nullopt;
  std::array<utf8proc_uint8_t, 4> bytes = {};
  const auto size = utf8proc_encode_char(static_cast<utf8proc_int32_t>(point), bytes.data());
  return Key{KeyCode::kCharacter,
             std::string(reinterpret_cast<const char*>(bytes.data()), static_cast<size_t>(size))};
}

std::optional<Key> mouse_key() {
  MEVENT event = {};
  if (getmouse(&event) != OK) return std::nullopt;
  Key key;
  key.x = static_cast<size_t>(std::max(0, event.x));
  key.y = static_cast<size_t>(std::max(0, event.y));
  if ((event.bstate & BUTTON4_PRESSED) != 0) {
    key.code = KeyCode::kWheelUp;
  } else if ((event.bstate & BUTTON5_PRESSED) != 0) {
    key.code = KeyCode::kWheelDown;
  } else if ((event.bstate & BUTTON1_PRESSED) != 0) {
    key.code = KeyCode::kClick;
  } else {
    return std::nullopt;
  }
  return key;
}

}  // namespace

class Terminal::Handle {
 public:
  Handle(SCREEN* screen, bool wants_colour) : screen_(screen) {
    cbreak();
    noecho();
    nonl();
    keypad(stdscr, TRUE);
    nodelay(stdscr, TRUE);
    set_escdelay(kEscapeMs);
    curs_set(0);
    colour = wants_colour && has_colors();
    if (colour) start_colours();
    // Presses as they come: to wait for a double click would make each click slow.
    mousemask(BUTTON1_PRESSED | BUTTON4_PRESSED | BUTTON5_PRESSED, nullptr);
    mouseinterval(0);
  }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  ~Handle() {
    endwin();
    delscreen(screen_);
  }

  bool colour = false;

 private:
  SCREEN* screen_;
};

Terminal::Terminal(std::unique_ptr<Handle> handle) : handle_(std::move(handle)) {}
Terminal::Terminal(Terminal&&) noexcept = default;
Terminal& Terminal::operator=(Terminal&&) noexcept = default;
Terminal::~Terminal() = default;

model::Result<Terminal> Terminal::open(bool colour) {
  SCREEN* screen = newterm(nullptr, stdout, stdin);
  if (screen == nullptr) {
    return model::Error{"cannot use this terminal as a screen", {}, "check $TERM, or use --batch"};
  }
  return Terminal(std::make_unique<Handle>(screen, colour));
}

Size Terminal::size() const {
  return {static_cast<size_t>(getmaxx(stdscr)), static_cast<size_t>(getmaxy(stdscr))};
}

void Terminal::resize(Size size) {
  resizeterm(static_cast<int>(size.height), static_cast<int>(size.width));
  clearok(stdscr, TRUE);
}

void Terminal::give_back() {
  endwin();
}

void Terminal::show(const Grid& grid, Theme theme) {
  if (!handle_->colour) theme = Theme::kMono;
  erase();
  for (size_t y = 0; y < grid.size().height; ++y) {
    for (size_t x = 0; x < grid.size().width; ++x) {
      const Cell& cell = grid.at(x, y);
      if (cell.text.empty() || (cell.text == " " && cell.style == Style::kPlain)) continue;
      attrset(static_cast<int>(look_of(cell.style, theme)));
      mvaddstr(static_cast<int>(y), static_cast<int>(x), cell.text.c_str());
    }
  }
  refresh();
}

std::optional<Key> Terminal::read_key() {
  for (wint_t code = 0;;) {
    const int kind = get_wch(&code);
    if (kind == ERR) return std::nullopt;
    if (kind == KEY_CODE_YES && code == KEY_MOUSE) {
      if (auto key = mouse_key()) return key;
    } else if (kind != KEY_CODE_YES) {
      if (auto key = character(code)) return key;
    } else if (const auto known = code_of(code)) {
      return Key{*known};
    }
  }
}

}  // namespace mcbt::tui
