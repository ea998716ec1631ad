#include "tests/support/child_process.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <condition_variable>
#include <csignal>
#include <cstdlib>
#include <mutex>
#include <thread>

namespace mcbt::support {
namespace {

constexpr std::chrono::milliseconds kPoll{5};

[[noreturn]] void become(const std::vector<std::string>& command, const Environment& environment) {
  for (const auto& [name, value] : environment) setenv(name.c_str(), value.c_str(), 1);
  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  execvp(arguments[0], arguments.data());
  _exit(127);
}

}  // namespace

// One of its output streams, read by a thread, so that it never waits for the test.
struct ChildProcess::Stream {
  explicit Stream(int descriptor) : reader([this, descriptor] { read_all(descriptor); }) {}
  ~Stream() { join(); }

  // Waits for the stream's end.
  void join() {
    if (reader.joinable()) reader.join();
  }

  // Until `text` stands in it, or it ends, or time is up.
  bool wait_for(const std::string& text, std::chrono::seconds patience) {
    std::unique_lock lock(mutex);
    const auto has_text = [&] { return so_far.find(text) != std::string::npos; };
    more.wait_for(lock, patience, [&] { return ended || has_text(); });
    return has_text();
  }

  void read_all(int descriptor) {
    std::array<char, 65536> bytes;
    ssize_t got = 0;
    while ((got = read(descriptor, bytes.data(), bytes.size())) > 0) {
      const std::lock_guard lock(mutex);
      so_far.append(bytes.data(), static_cast<size_t>(got));
      more.notify_all();
    }
    close(descriptor);
    const std::lock_guard lock(mutex);
    ended = true;
    more.notify_all();
  }

  std::string text() {
    const std::lock_guard lock(mutex);
    return so_far;
  }

  std::mutex mutex;
  std::condition_variable more;
  std::string so_far;
  bool ended = false;
  std::thread reader;
};

ChildProcess::ChildProcess(const std::vector<std::string>& command,
                           const Environment& environment) {
  std::array<int, 2> output = {};
  std::array<int, 2> errors = {};
  if (pipe2(output.data(), O_CLOEXEC) != 0 || pipe2(errors.data(), O_CLOEXEC) != 0) std::abort();
  pid_ = fork();
  if (pid_ == 0) {
    const int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
    dup2(null, STDIN_FILENO);
    dup2(output[1], STDOUT_FILENO);
    dup2(errors[1], STDERR_FILENO);
    become(command, environment);
  }
  close(output[1]);
  close(errors[1]);
  output_ = std::make_unique<Stream>(output[0]);
  errors_ = std::make_unique<Stream>(errors[0]);
}

ChildProcess::~ChildProcess() {
  if (!reaped_) finish(std::chrono::seconds(0));
}

bool ChildProcess::wait_for_errors(const std::string& text, std::chrono::seconds patience) {
  return errors_->wait_for(text, patience);
}

bool ChildProcess::wait_for_output(const std::string& text, std::chrono::seconds patience) {
  return output_->wait_for(text, patience);
}

std::string ChildProcess::output() const {
  return output_->text();
}

void ChildProcess::signal(int number) const {
  kill(pid_, number);
}

Finished ChildProcess::finish(std::chrono::seconds patience) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  Finished finished;
  int status = 0;
  bool in_time = true;
  while (waitpid(pid_, &status, WNOHANG) == 0) {
    if (std::chrono::steady_clock::now() > deadline) {
      in_time = false;
      kill(pid_, SIGKILL);
      waitpid(pid_, &status, 0);
      break;
    }
    std::this_thread::sleep_for(kPoll);
  }
  reaped_ = true;
  if (in_time) finished.status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  output_->join();
  errors_->join();
  finished.output = output_->text();
  finished.errors = errors_->text();
  return finished;
}

Finished run_program(const std::vector<std::string>& command, const Environment& environment,
                     std::chrono::seconds patience) {
  return ChildProcess(command, environment).finish(patience);
}

}  // namespace mcbt::support
