#include "run/read_ahead.h"

#include <csignal>
#include <utility>

namespace mcbt::run {
namespace {

constexpr size_t kPiece = size_t{1} << 20;
constexpr size_t kMostPieces = 4;

}  // namespace

ReadAhead::ReadAhead(std::function<size_t(char*, size_t)> read)
    : thread_([this, read = std::move(read)] {
        // Signals are for the thread that waits for what they interrupt.
        sigset_t signals = {};
        sigemptyset(&signals);
        sigaddset(&signals, SIGINT);
        sigaddset(&signals, SIGTERM);
        pthread_sigmask(SIG_BLOCK, &signals, nullptr);
        work(read);
      }) {}

ReadAhead::~ReadAhead() {
  {
    const std::scoped_lock lock(mutex_);
    dropped_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void ReadAhead::work(const std::function<size_t(char*, size_t)>& read) {
  bool more = true;
  while (more) {
    std::string piece(kPiece, '\0');
    std::exception_ptr failure;
    size_t size = 0;
    try {
      for (size_t got = 1; got != 0 && size < kPiece; size += got) {
        got = read(piece.data() + size, kPiece - size);
        more = got != 0;
      }
    } catch (...) {
      failure = std::current_exception();
      more = false;
    }
    piece.resize(size);
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return dropped_ || pieces_.size() < kMostPieces; });
    if (dropped_) return;
    if (!piece.empty()) pieces_.push_back(std::move(piece));
    failure_ = failure;
    ended_ = !more;
    changed_.notify_all();
  }
}

size_t ReadAhead::read_some(char* place, size_t room) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return ended_ || !pieces_.empty(); });
  if (pieces_.empty()) {
    if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
    return 0;
  }
  // Nobody else takes pieces: the first stays where it is while the lock is off.
  const std::string& piece = pieces_.front();
  lock.unlock();
  const size_t size = piece.copy(place, room, used_);
  used_ += size;
  if (used_ < piece.size()) return size;
  lock.lock();
  pieces_.pop_front();
  used_ = 0;
  changed_.notify_all();
  return size;
}

}  // namespace mcbt::run
