// A trace from its start to its end, for the commands that need one.
#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "cli/options.h"
#include "cli/plan.h"
#include "model/event.h"
#include "model/result.h"

namespace boost::asio {
class io_context;
}

namespace mcbt::cli {

struct LiveHandlers {
  // Takes the events. After `options.count` windows there are no more.
  model::EventSink* sink = nullptr;
  // Takes each line of bpftrace's stdout as it stands, to the end; may be empty.
  std::function<void(std::string_view)> on_line;
  // Whether to go on, asked after every line; may be empty.
  std::function<bool()> go_on;
  // When `options.count` windows have passed; bpftrace still takes a while to end. May be empty.
  std::function<void()> on_enough;
  // Once the trace has started: for what else is to happen in its loop. `stop` ends the trace, as
  // Ctrl-C does. What it returns is kept as long as the loop, and no longer. May be empty.
  std::function<std::shared_ptr<void>(boost::asio::io_context&, std::function<void()> stop)>
      on_start = {};
  // When the trace is about to end, for whatever reason but that bpftrace ends by itself; the last
  // window is still to come. May be empty.
  std::function<void()> on_stop = {};
  // When bpftrace has ended: whatever on_start put into the loop must leave it. May be empty.
  std::function<void()> on_end = {};
};

enum class LiveEnd : uint8_t {
  kNotTraced,  // Ctrl-C came before the probes were attached
  kEnough,     // options.count windows have passed
  kStopped,    // Ctrl-C, options.seconds have passed, or go_on said no
};

// Runs the plan until Ctrl-C, until `options.count` windows or `options.seconds` have passed, or
// until the trace ends by itself: bpftrace failed, memcached went away, it costs too much. Then the
// error says so, and what had come before has reached the sink. Says "Tracing …" on stderr once the
// probes are attached.
model::Result<LiveEnd> run_trace(const LivePlan& plan, const Options& options,
                                 const LiveHandlers& handlers);

}  // namespace mcbt::cli
