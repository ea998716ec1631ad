#include "run/tracer.h"

#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <boost/asio.hpp>
#include <boost/process.hpp>
#include <boost/process/extend.hpp>
#include <chrono>
#include <csignal>

namespace mcbt::run {
namespace {

namespace asio = boost::asio;
namespace bp = boost::process;

using boost::system::error_code;

constexpr size_t kReadBytes = size_t{1} << 16;
constexpr size_t kKeptErrors = size_t{1} << 16;

// Taking a probe off its places takes about 0.1 s each, of which memcached has 25; a second SIGINT
// in that time would make bpftrace drop its last window.
constexpr std::chrono::seconds kFirstPatience{30};
constexpr std::chrono::seconds kLastPatience{10};

// Runs in the child between fork and exec. Ctrl-C reaches the terminal's foreground group, which
// bpftrace must not be in: it would get that and mcbt's own signal, and two lose the last window.
// And it must not outlive an mcbt that is killed, nor inherit what mcbt ignores.
void prepare_child() {
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  std::signal(SIGPIPE, SIG_DFL);
  std::signal(SIGXFSZ, SIG_DFL);
}

bp::environment environment_of(const TraceCommand& command) {
  bp::environment environment = boost::this_process::environment();
  for (const auto& [name, value] : command.environment) environment[name] = value;
  return environment;
}

}  // namespace

class Tracer::Run : public std::enable_shared_from_this<Run> {
 public:
  Run(asio::io_context& context, TraceHandlers handlers)
      : output_(context),
        errors_(context),
        target_(context),
        patience_(context),
        handlers_(std::move(handlers)) {}

  std::error_code launch(const TraceCommand& command) {
    std::error_code error;
    child_ =
        bp::child(command.bpftrace, "-f", "json", "-e", command.script, environment_of(command),
                  bp::std_in<bp::null, bp::std_out> output_, bp::std_err > errors_, error,
                  bp::extend::on_exec_setup([](auto&) { prepare_child(); }));
    if (error) return error;
    read_output();
    read_errors();
    if (command.target) watch(*command.target);
    return {};
  }

  void stop(TraceEnd why) {
    if (stopping_) return;
    stopping_ = true;
    outcome_.end = why;
    signal(SIGINT);
    // Up to 0.18 bpftrace can lose a signal (facts in docs/dialects.md).
    wait(kFirstPatience, [this] {
      signal(SIGINT);
      wait(kLastPatience, [this] { signal(SIGKILL); });
    });
  }

  pid_t pid() const { return child_.id(); }

  // Without a call of any handler.
  void abandon() {
    handlers_ = {};
    if (!reaped_) {
      signal(SIGKILL);
      reap();
    }
    close_all();
  }

 private:
  void signal(int number) {
    if (!reaped_) kill(child_.id(), number);
  }

  template <typename Action>
  void wait(std::chrono::seconds time, Action action) {
    patience_.expires_after(time);
    patience_.async_wait([self = shared_from_this(), action](const error_code& error) {
      if (!error) action();
    });
  }

  void watch(int64_t pid) {
    const auto descriptor = static_cast<int>(syscall(SYS_pidfd_open, static_cast<pid_t>(pid), 0));
    if (descriptor < 0) return stop(TraceEnd::kTargetExited);
    target_.assign(descriptor);
    target_.async_wait(asio::posix::stream_descriptor::wait_read,
                       [self = shared_from_this()](const error_code& error) {
                         if (!error) self->stop(TraceEnd::kTargetExited);
                       });
  }

  void read_output() {
    output_.async_read_some(asio::buffer(output_bytes_),
                            [self = shared_from_this()](const error_code& error, size_t bytes) {
                              self->take_output({self->output_bytes_.data(), bytes});
                              if (!error) return self->read_output();
                              if (!self->partial_.empty()) self->pass_line(self->partial_);
                              self->ended();
                            });
  }

  // Passes whole lines on; what is left waits for the rest of its line.
  void take_output(std::string_view bytes) {
    for (size_t end = bytes.find('\n'); end != std::string_view::npos; end = bytes.find('\n')) {
      const std::string_view line = bytes.substr(0, end);
      if (partial_.empty()) {
        pass_line(line);
      } else {
        partial_.append(line);
        pass_line(partial_);
        partial_.clear();
      }
      bytes.remove_prefix(end + 1);
    }
    partial_.append(bytes);
  }

  void pass_line(std::string_view line) {
    if (handlers_.on_line) handlers_.on_line(line);
  }

  void read_errors() {
    errors_.async_read_some(asio::buffer(error_bytes_),
                            [self = shared_from_this()](const error_code& error, size_t bytes) {
                              self->take_errors({self->error_bytes_.data(), bytes});
                              if (!error) return self->read_errors();
                              self->ended();
                            });
  }

  void take_errors(std::string_view bytes) {
    if (handlers_.on_errors && !bytes.empty()) handlers_.on_errors(bytes);
    outcome_.errors.append(bytes);
    if (outcome_.errors.size() <= kKeptErrors) return;
    // The last, from the start of a line on.
    const size_t cut = outcome_.errors.size() - kKeptErrors;
    const size_t line = outcome_.errors.find('\n', cut);
    outcome_.errors.erase(0, line == std::string::npos ? cut : line + 1);
  }

  // Of two streams: bpftrace has ended when both have.
  void ended() {
    if (++ended_streams_ < 2 || reaped_) return;
    reap();
    close_all();
    const auto on_end = std::exchange(handlers_, {}).on_end;
    if (on_end) on_end(outcome_);
  }

  void reap() {
    std::error_code error;
    child_.wait(error);
    reaped_ = true;
    const int status = child_.native_exit_code();
    constexpr int kSignalled = 128;
    outcome_.exit_code = WIFSIGNALED(status) ? kSignalled + WTERMSIG(status) : WEXITSTATUS(status);
  }

  void close_all() {
    error_code ignored;
    patience_.cancel();
    target_.close(ignored);
    output_.close();
    errors_.close();
  }

  bp::async_pipe output_;
  bp::async_pipe errors_;
  asio::posix::stream_descriptor target_;
  asio::steady_timer patience_;
  TraceHandlers handlers_;
  bp::child child_;
  std::array<char, kReadBytes> output_bytes_ = {};
  std::array<char, 4096> error_bytes_ = {};
  std::string partial_;  // of the line that is being read
  TraceOutcome outcome_;
  int ended_streams_ = 0;
  bool stopping_ = false;
  bool reaped_ = false;
};

model::Result<Tracer> Tracer::start(asio::io_context& context, const TraceCommand& command,
                                    TraceHandlers handlers) {
  auto run = std::make_shared<Run>(context, std::move(handlers));
  if (const std::error_code error = run->launch(command)) {
    return model::Error{"cannot start bpftrace: " + error.message(), command.bpftrace,
                        "is it executable?"};
  }
  return Tracer(std::move(run));
}

Tracer::Tracer(std::shared_ptr<Run> run) : run_(std::move(run)) {}
Tracer::Tracer(Tracer&&) noexcept = default;
Tracer& Tracer::operator=(Tracer&&) noexcept = default;

Tracer::~Tracer() {
  if (run_) run_->abandon();
}

pid_t Tracer::pid() const {
  return run_->pid();
}

void Tracer::stop() {
  run_->stop(TraceEnd::kStopped);
}

}  // namespace mcbt::run
