// How long the screen takes: for a frame, for a window that comes, and from a key to its frame, all
// as shares of the 50 ms within which a key is to be answered. Drawn on a pseudo terminal. It is
// the time of a core, as nothing of it waits and the machine may have other work; the worst of all
// turns, as a reader remembers that one.

#include <fmt/format.h>

#include <algorithm>
#include <clocale>
#include <ctime>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "bench/screen/pty.h"
#include "post/aggregate/aggregator.h"
#include "post/tui/stage.h"
#include "post/tui/terminal.h"

namespace {

using namespace mcbt;

constexpr double kPromise = 0.05;  // seconds
constexpr int kTurns = 9;
constexpr uint64_t kSecond = 1'000'000'000;

double core_seconds() {
  timespec now = {};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

double core_seconds_of(const std::function<void()>& work) {
  const double start = core_seconds();
  work();
  return core_seconds() - start;
}

struct Line {
  std::string what;
  double seconds = 0;
};

std::string key_of(uint64_t number) {
  switch (number % 4) {
    case 0:
      return fmt::format("user:{}:profile", number);
    case 1:
      return fmt::format("session:{:016x}", number * 0x9e3779b97f4a7c15ULL);
    case 2:
      return fmt::format("product:{}:price:{}", number % 1000, number);
    default:
      return fmt::format("feed:v2:{}:page:{}", number, number % 7);
  }
}

model::CaptureHeader header() {
  model::CaptureHeader header;
  header.script = "top";
  header.source = "usdt";
  header.window_ns = kSecond;
  header.start_epoch_us = 1'795'370'400'000'000;
  header.ops = {{1, "get_hit"}, {2, "get_miss"}, {4, "set"}};
  return header;
}

// A stage on a terminal, with windows to feed it.
class Bench {
 public:
  explicit Bench(uint64_t keys) : keys_(keys), terminal_(open()), stage_(stage()) {
    aggregator_.on_header(header());
  }

  void add_window() {
    aggregator_.on_window({seq_, seq_ * kSecond, (seq_ + 1) * kSecond, true});
    ++seq_;
    for (uint64_t i = 0; i < keys_; ++i) {
      const std::string key = key_of(i);
      const model::Op op = i % 5 == 0 ? model::Op::kSet : model::Op::kGetHit;
      const uint64_t calls = 1 + random_() % (1 + keys_ / (i + 1));
      aggregator_.on_keys(std::vector<model::KeyStats>{
          {key, static_cast<uint32_t>(key.size()), true, op, calls, calls * 100}});
      aggregator_.on_total({op, calls});
    }
    aggregator_.on_window_end();
  }

  void draw() { terminal_.show(stage_.frame().grid, stage_.state().theme); }

  double frame_time() {
    std::vector<double> times;
    times.reserve(kTurns);
    for (int turn = 0; turn < kTurns; ++turn) {
      times.push_back(core_seconds_of([&] { draw(); }));
    }
    return *std::ranges::max_element(times);
  }

  // From the last of `keys` to its frame; `undo` brings back what was before.
  double key_time(const std::vector<tui::Key>& keys, const std::vector<tui::Key>& undo) {
    std::vector<double> times;
    times.reserve(kTurns);
    for (int turn = 0; turn < kTurns; ++turn) {
      for (size_t i = 0; i + 1 < keys.size(); ++i) stage_.press(keys[i]);
      times.push_back(core_seconds_of([&] {
        stage_.press(keys.back());
        draw();
      }));
      for (const tui::Key& key : undo) stage_.press(key);
      draw();
    }
    return *std::ranges::max_element(times);
  }

  double window_time() {
    std::vector<double> times;
    times.reserve(kTurns);
    for (int turn = 0; turn < kTurns; ++turn) {
      add_window();
      times.push_back(handled_);
    }
    return *std::ranges::max_element(times);
  }

 private:
  static tui::Terminal open() {
    auto terminal = tui::Terminal::open(true);
    if (!terminal) {
      fmt::print(stderr, "{}\n", terminal.error().message());
      std::exit(1);
    }
    return std::move(*terminal);
  }

  tui::Stage stage() { return {{}, {}, terminal_.size()}; }

  uint64_t keys_;
  uint64_t seq_ = 0;
  double handled_ = 0;
  std::mt19937_64 random_{1};
  aggregate::Aggregator aggregator_{[this](const aggregate::Snapshot& window) {
    handled_ = core_seconds_of([&] {
      stage_.add(window);
      draw();
    });
  }};
  tui::Terminal terminal_;
  tui::Stage stage_;
};

tui::Key letter(char character) {
  return {tui::KeyCode::kCharacter, std::string(1, character)};
}

std::vector<Line> measure(uint64_t keys) {
  constexpr int kWindows = 70;  // more than a minute of them
  std::vector<Line> lines;
  const bench::Pty pty(120, 40);
  Bench bench(keys);
  for (int i = 0; i < kWindows; ++i) bench.add_window();
  const tui::Key enter{tui::KeyCode::kEnter};
  const tui::Key escape{tui::KeyCode::kEscape};
  const tui::Key end{tui::KeyCode::kEnd};
  lines.push_back({"a window comes", bench.window_time()});
  lines.push_back({"a frame", bench.frame_time()});
  lines.push_back({"key j: one row down", bench.key_time({letter('j')}, {letter('k')})});
  lines.push_back(
      {"key End: the last row", bench.key_time({letter('C'), end}, {letter('g'), letter('K')})});
  for (const char sort : std::string("CSRBLHMK")) {
    lines.push_back({fmt::format("key {}: sort", sort),
                     bench.key_time({letter(sort)}, {letter(sort == 'K' ? 'C' : 'K')})});
  }
  lines.push_back(
      {"key /: a search that finds nothing", bench.key_time({letter('/'), letter('#')}, {escape})});
  lines.push_back({"key Enter: a filter",
                   bench.key_time({letter('\\'), letter('9'), enter},
                                  {letter('\\'), tui::Key{tui::KeyCode::kBackspace}, enter})});
  lines.push_back({"key t: families", bench.key_time({letter('t')}, {letter('t')})});
  lines.push_back(
      {"key Enter: a family opens", bench.key_time({letter('2'), enter}, {letter('1')})});
  lines.push_back({"key Enter: a key opens", bench.key_time({letter('1'), enter}, {escape})});
  lines.push_back(
      {"key m: the last minute", bench.key_time({letter('m')}, {letter('m'), letter('m')})});
  lines.push_back(
      {"key m: since start", bench.key_time({letter('m'), letter('m')}, {letter('m')})});
  lines.push_back({"key [: a window back", bench.key_time({letter('[')}, {letter('0')})});
  return lines;
}

}  // namespace

int main() {
  std::setlocale(LC_CTYPE, "C.UTF-8");
  setenv("TERM", "xterm-256color", 0);
  const auto small = measure(20'000);
  const auto large = measure(50'000);
  fmt::print("share of the {:.0f} ms that a key may take, at 120x40, the worst of {}\n\n",
             kPromise * 1e3, kTurns);
  fmt::print("{:<36} {:>12} {:>12}\n", "", "20,000 keys", "50,000 keys");
  for (size_t i = 0; i < large.size(); ++i) {
    fmt::print("{:<36} {:>12.2f} {:>12.2f}\n", large[i].what, small[i].seconds / kPromise,
               large[i].seconds / kPromise);
  }
  fmt::print("\na window a second takes {:.1f} % of a core with 20,000 keys\n",
             small[0].seconds * 100);
  return 0;
}
