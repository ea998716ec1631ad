// bpftrace as a child process: started without a shell, fed, watched, stopped, always reaped.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/result.h"

namespace boost::asio {
class io_context;
}

namespace mcbt::run {

struct TraceCommand {
  std::string bpftrace;                                          // path of the program
  std::string script;                                            // its text
  std::vector<std::pair<std::string, std::string>> environment;  // beside mcbt's own
  std::optional<int64_t> target;  // the trace ends when this process does
};

// Why a trace ended.
enum class TraceEnd : uint8_t {
  kStopped,       // stop() was called
  kTargetExited,  // the traced process is gone
  kTracerEnded,   // bpftrace ended by itself: it failed, was killed, or its script exited
};

struct TraceOutcome {
  TraceEnd end = TraceEnd::kTracerEnded;
  int exit_code = 0;   // of bpftrace; 128 + signal where a signal ended it
  std::string errors;  // its stderr, at most the last 64 KiB
};

struct TraceHandlers {
  // Each line of bpftrace's stdout, without its newline; the view is valid during the call. A last
  // line without a newline is passed on too.
  std::function<void(std::string_view)> on_line;
  // Each piece of its stderr as it comes; may be empty.
  std::function<void(std::string_view)> on_errors;
  // Once, after bpftrace was reaped. No handler is called after it.
  std::function<void(const TraceOutcome&)> on_end;
};

// One run of bpftrace. All calls and handlers belong to the thread that runs the io_context.
class Tracer {
 public:
  // Fails where bpftrace cannot be started.
  static model::Result<Tracer> start(boost::asio::io_context& context, const TraceCommand& command,
                                     TraceHandlers handlers);

  Tracer(Tracer&&) noexcept;
  Tracer& operator=(Tracer&&) noexcept;
  // Kills bpftrace where it still runs.
  ~Tracer();

  // Of bpftrace.
  pid_t pid() const;

  // Asks bpftrace to end as Ctrl-C would, so that its last window still arrives. Should it not heed
  // that, it is asked again, and killed at last. Calls after the first do nothing.
  void stop();

 private:
  class Run;
  explicit Tracer(std::shared_ptr<Run> run);

  std::shared_ptr<Run> run_;
};

}  // namespace mcbt::run
