#include "tests/support/tmux.h"

#include <unistd.h>

#include <atomic>
#include <sstream>
#include <thread>

#include "tests/support/child_process.h"

namespace mcbt::support {
namespace {

std::string next_socket() {
  static std::atomic<int> number = 0;
  return "mcbt-test-" + std::to_string(getpid()) + "-" + std::to_string(number++);
}

}  // namespace

bool has_tmux() {
  return run_program({"sh", "-c", "command -v tmux"}).status == 0;
}

Tmux::Tmux(const std::string& command, int width, int height) : socket_(next_socket()) {
  const std::string line = command + "; echo STATUS $?; exec sleep 600";
  run({"-f", "/dev/null", "-u", "new-session", "-d", "-x", std::to_string(width), "-y",
       std::to_string(height), "env", "LC_ALL=C.UTF-8", "TERM=screen-256color", "sh", "-c", line});
}

Tmux::~Tmux() {
  kill();
}

std::string Tmux::run(std::vector<std::string> arguments) const {
  arguments.insert(arguments.begin(), {"tmux", "-L", socket_});
  return run_program(arguments).output;
}

void Tmux::kill() {
  run({"kill-server"});
}

void Tmux::press(const std::string& key) const {
  run({"send-keys", key});
}

void Tmux::type(const std::string& text) const {
  run({"send-keys", "-l", text});
}

void Tmux::click(int x, int y) const {
  mouse(0, x, y);
  release(x, y);
}

void Tmux::wheel(bool down, int x, int y) const {
  constexpr int kWheelUp = 64;
  mouse(kWheelUp + (down ? 1 : 0), x, y);
}

bool Tmux::has_sgr_mouse() const {
  return run({"display", "-p", "#{mouse_sgr_flag}"}).starts_with("1");
}

namespace {

// How a terminal tells a button where 1006 is asked for; `end` is M for pressed, m for released.
std::string sgr_mouse(int button, int x, int y, char end) {
  return "\033[<" + std::to_string(button) + ";" + std::to_string(x + 1) + ";" +
         std::to_string(y + 1) + end;
}

// And where it is not: 32 more than the button and the cell.
std::string old_mouse(int button, int x, int y) {
  std::string bytes = "\033[M";
  for (const int number : {button, x + 1, y + 1}) bytes += static_cast<char>(32 + number);
  return bytes;
}

}  // namespace

void Tmux::mouse(int button, int x, int y) const {
  type(has_sgr_mouse() ? sgr_mouse(button, x, y, 'M') : old_mouse(button, x, y));
}

void Tmux::release(int x, int y) const {
  constexpr int kReleased = 3;
  type(has_sgr_mouse() ? sgr_mouse(0, x, y, 'm') : old_mouse(kReleased, x, y));
}

void Tmux::resize(int width, int height) const {
  run({"resize-window", "-x", std::to_string(width), "-y", std::to_string(height)});
}

std::string Tmux::screen(bool escapes) const {
  if (escapes) return run({"capture-pane", "-p", "-e"});
  return run({"capture-pane", "-p"});
}

bool Tmux::wait(const std::function<bool(const std::string&)>& good,
                std::chrono::seconds patience) const {
  const auto end = std::chrono::steady_clock::now() + patience;
  while (!good(screen())) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(30));
  }
  return true;
}

bool Tmux::shows(const std::string& text, std::chrono::seconds patience) const {
  return wait([&](const std::string& now) { return now.find(text) != std::string::npos; },
              patience);
}

bool Tmux::shows_line(size_t line, const std::string& text, std::chrono::seconds patience) const {
  return wait(
      [&](const std::string& now) {
        std::istringstream lines(now);
        std::string found;
        for (size_t i = 0; i <= line; ++i) std::getline(lines, found);
        return found.find(text) != std::string::npos;
      },
      patience);
}

bool Tmux::lacks(const std::string& text, std::chrono::seconds patience) const {
  return wait([&](const std::string& now) { return now.find(text) == std::string::npos; },
              patience);
}

}  // namespace mcbt::support
