// Windows whose maps are decoded on several threads, and that end in their order.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/event.h"
#include "post/ingest/workers.h"

namespace mcbt::ingest {

// A printed map whose window line has not come yet. Prints are kept until then, because bpftrace
// can be stopped between a print and its clear; it then prints the same counts again at its end,
// and only the last print of a map may count.
struct Print {
  const model::MapDescription* map = nullptr;
  std::string_view lasting;  // its body in a line that lasts; without bytes where it is a copy
  std::string copy;
  uint64_t line = 0;  // where it stood; 0: there is none, only the copy's memory for the next

  std::string_view body() const { return lasting.data() == nullptr ? copy : lasting; }
};

// Passes what the prints say to `sink`. `damaged` is told which of them could not be read to the
// end.
void decode_prints(const std::vector<Print>& prints, uint32_t escapes, model::EventSink& sink,
                   const std::function<void(uint64_t line, std::string reason)>& damaged);

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
  // (EventSink::on_window_apart). Bodies that are no copies, and the maps' descriptions, must last
  // until the window has ended.
  void add(std::unique_ptr<model::EventSink> sink, std::vector<Print> prints, uint32_t escapes);

  // Prints of windows that have ended, for their copies' memory; empty where there are none.
  std::vector<Print> spare();

  // Ends all windows.
  void finish();

 private:
  struct Window {
    std::unique_ptr<model::EventSink> sink;
    std::vector<Print> prints;
    std::vector<model::BadLine> bad_lines;
    std::future<void> decoded;
  };

  void finish_first();

  Workers& workers_;
  BadLineHandler on_bad_line_;
  std::deque<std::unique_ptr<Window>> windows_;
  std::vector<std::vector<Print>> spare_;
};

}  // namespace mcbt::ingest
