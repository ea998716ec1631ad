// Windows whose maps are decoded on several threads, and that end in their order.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <utility>
#include <vector>

#include "model/event.h"
#include "post/ingest/window_prints.h"
#include "post/ingest/workers.h"

namespace mcbt::ingest {

class WindowQueue {
 public:
  // Told of damage, just before the window that it is in ends.
  using BadLineHandler = std::function<void(const model::BadLine&)>;

  // The workers must outlive the queue.
  WindowQueue(Workers& workers, BadLineHandler on_bad_line)
      : workers_(workers), on_bad_line_(std::move(on_bad_line)) {}
  WindowQueue(const WindowQueue&) = delete;
  WindowQueue& operator=(const WindowQueue&) = delete;
  // Waits for what has begun; no window ends any more.
  ~WindowQueue();

  // Begins to decode, and ends windows until few are left. `sink` is of this window alone
  // (EventSink::on_window_apart); `windows` and `escapes` are for WindowPrints::close(). What the
  // prints refer to must last until the window has ended.
  void add(std::unique_ptr<model::EventSink> sink, WindowPrints prints, uint64_t windows,
           uint32_t escapes);

  // Those of a window that has ended, empty, for their memory.
  WindowPrints spare();

  // Ends all windows.
  void finish();

 private:
  struct Window {
    std::unique_ptr<model::EventSink> sink;
    WindowPrints prints;
    std::vector<model::BadLine> bad_lines;
    std::future<void> decoded;
  };

  void finish_first();

  Workers& workers_;
  BadLineHandler on_bad_line_;
  std::deque<std::unique_ptr<Window>> windows_;
  std::vector<WindowPrints> spare_;
};

}  // namespace mcbt::ingest
