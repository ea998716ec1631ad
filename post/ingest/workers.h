// Threads that do tasks beside the one that hands them out.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <thread>
#include <vector>

namespace mcbt::ingest {

class Workers {
 public:
  // So many threads in all: the caller's is one of them, while it waits in finish().
  explicit Workers(size_t threads);
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;
  // Tasks that nobody began are dropped.
  ~Workers();

  size_t threads() const { return threads_.size() + 1; }

  std::future<void> start(std::function<void()> task);

  // Returns when the task is done, and throws what it threw.
  void finish(std::future<void>& task);

 private:
  using Task = std::packaged_task<void()>;

  bool take(Task& task);
  void work();

  std::mutex mutex_;
  std::condition_variable more_;
  std::deque<Task> tasks_;  // that nobody began
  bool ending_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace mcbt::ingest
