// Bytes that another thread gets, ahead of who asks for them.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace mcbt::run {

class ReadAhead {
 public:
  // `read` fills memory and returns how much of it, 0 at the end. It is called on a thread of its
  // own, and must not wait for long: the destructor waits for it.
  explicit ReadAhead(std::function<size_t(char* place, size_t room)> read);
  ReadAhead(const ReadAhead&) = delete;
  ReadAhead& operator=(const ReadAhead&) = delete;
  ~ReadAhead();

  // The next bytes, at most `room`; 0 at the end. Throws what `read` threw, after what stood
  // before.
  size_t read_some(char* place, size_t room);

 private:
  void work(const std::function<size_t(char*, size_t)>& read);

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::string> pieces_;  // that nobody has taken yet
  size_t used_ = 0;                 // of the first
  bool ended_ = false;              // no pieces will come any more
  bool dropped_ = false;            // nobody will take any more
  std::exception_ptr failure_;
  std::thread thread_;
};

}  // namespace mcbt::run
