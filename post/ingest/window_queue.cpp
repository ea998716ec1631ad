#include "post/ingest/window_queue.h"

#include <utility>

namespace mcbt::ingest {

WindowQueue::~WindowQueue() {
  for (const auto& window : windows_) {
    try {
      workers_.finish(window->decoded);
    } catch (const std::exception&) {
      // Whoever drops the windows does not care for what went wrong in them.
    }
  }
}

void WindowQueue::add(std::unique_ptr<model::EventSink> sink, WindowPrints prints, uint64_t windows,
                      uint32_t escapes) {
  constexpr size_t kWindowsPerThread = 2;
  while (windows_.size() > kWindowsPerThread * workers_.threads()) finish_first();
  windows_.push_back(std::make_unique<Window>());
  Window& window = *windows_.back();
  window.sink = std::move(sink);
  window.prints = std::move(prints);
  window.decoded = workers_.start([&window, windows, escapes] {
    window.prints.close(windows, escapes, *window.sink, [&](uint64_t line, std::string reason) {
      window.bad_lines.push_back({line, std::move(reason)});
    });
  });
}

WindowPrints WindowQueue::spare() {
  if (spare_.empty()) return {};
  WindowPrints prints = std::move(spare_.back());
  spare_.pop_back();
  return prints;
}

void WindowQueue::finish_first() {
  Window& window = *windows_.front();
  workers_.finish(window.decoded);
  for (const model::BadLine& line : window.bad_lines) {
    on_bad_line_(line);
    window.sink->on_bad_line(line);
  }
  window.sink->on_window_end();
  spare_.push_back(std::move(window.prints));
  windows_.pop_front();
}

void WindowQueue::finish() {
  while (!windows_.empty()) finish_first();
  spare_.clear();
}

}  // namespace mcbt::ingest
