#include "post/ingest/workers.h"

#include <chrono>
#include <csignal>
#include <utility>

namespace mcbt::ingest {

Workers::Workers(size_t threads) {
  for (size_t i = 1; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

Workers::~Workers() {
  {
    const std::scoped_lock lock(mutex_);
    ending_ = true;
    tasks_.clear();
  }
  more_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

std::future<void> Workers::start(std::function<void()> task) {
  Task packaged(std::move(task));
  std::future<void> done = packaged.get_future();
  {
    const std::scoped_lock lock(mutex_);
    tasks_.push_back(std::move(packaged));
  }
  more_.notify_one();
  return done;
}

bool Workers::take(Task& task) {
  const std::scoped_lock lock(mutex_);
  if (tasks_.empty()) return false;
  task = std::move(tasks_.front());
  tasks_.pop_front();
  return true;
}

void Workers::finish(std::future<void>& task) {
  const auto is_done = [&] {
    return task.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
  };
  for (Task other; !is_done() && take(other);) other();
  task.get();
}

void Workers::work() {
  // Signals are for the thread that waits for what they interrupt.
  sigset_t signals = {};
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  while (true) {
    Task task;
    {
      std::unique_lock lock(mutex_);
      more_.wait(lock, [&] { return ending_ || !tasks_.empty(); });
      if (ending_) return;
      task = std::move(tasks_.front());
      tasks_.pop_front();
    }
    task();
  }
}

}  // namespace mcbt::ingest
