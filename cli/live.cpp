#include "cli/live.h"

#include <fmt/format.h>

#include <boost/asio.hpp>
#include <csignal>

#include "cli/messages.h"
#include "post/ingest/capture_decoder.h"
#include "run/diagnosis.h"
#include "run/tracer.h"

namespace mcbt::cli {
namespace {

using model::Error;
using model::Result;

// One run of a plan: what the handlers share.
class LiveRun {
 public:
  LiveRun(const LivePlan& plan, const Options& options, const LiveHandlers& handlers)
      : plan_(plan), options_(options), handlers_(handlers), decoder_(*handlers.sink) {}

  Result<LiveEnd> run() {
    boost::asio::io_context context;
    boost::asio::signal_set signals(context, SIGINT, SIGTERM, SIGHUP);
    auto tracer = run::Tracer::start(
        context, {plan_.bpftrace, plan_.script.text, plan_.script.environment, plan_.pid},
        {[&](std::string_view line) { take_line(line); },
         [&](std::string_view words) { take_errors(words); },
         [&](const run::TraceOutcome& outcome) {
           outcome_ = outcome;
           signals.cancel();
           if (handlers_.on_end) handlers_.on_end();
         }});
    if (!tracer) return tracer.error();
    tracer_ = &*tracer;
    signals.async_wait([&](const boost::system::error_code& error, int) {
      if (!error) tracer->stop();
    });
    if (handlers_.on_start) handlers_.on_start(context, [&] { tracer->stop(); });
    context.run();
    if (!enough_) decoder_.end();
    return ending();
  }

 private:
  void take_line(std::string_view line) {
    if (handlers_.on_line) handlers_.on_line(line);
    if (handlers_.go_on && !handlers_.go_on()) tracer_->stop();
    if (enough_) return;
    decoder_.line(line);
    if (!traced_ && decoder_.has_header()) {
      traced_ = true;
      announce();
    }
    if (!options_.count || decoder_.windows() < *options_.count) return;
    enough_ = true;
    tracer_->stop();
    if (handlers_.on_enough) handlers_.on_enough();
  }

  void take_errors(std::string_view words) const {
    if (!options_.verbose) return;
    words = words.substr(0, words.find_last_not_of('\n') + 1);
    if (!words.empty()) print_text("bpftrace: " + std::string(words));
  }

  void announce() const {
    if (options_.quiet) return;
    std::string line = fmt::format("Tracing {} by {} ({}) with {}...", plan_.memcached,
                                   gen::source_name(plan_.spec.source), plan_.why, plan_.tracer);
    if (plan_.spec.kind != gen::ScriptKind::kSnoop) {
      line +=
          fmt::format(" Output every {:g} secs.", static_cast<double>(plan_.spec.window_ms) / 1000);
    }
    print_message(line + " Hit Ctrl-C to end.");
    if (plan_.spec.source != gen::Source::kUsdt) return;
    for (const model::BlindSpot& spot : model::blind_spots(plan_.spec.memcached)) {
      if (options_.verbose || spot.essential) {
        print_message(fmt::format("  its probes do not show {}", spot.what));
      }
    }
  }

  Result<LiveEnd> ending() const {
    switch (outcome_.end) {
      case run::TraceEnd::kStopped:
        break;
      case run::TraceEnd::kTargetExited:
        return Error{"memcached exited while it was traced", fmt::format("pid {}", plan_.pid),
                     "what had been counted until then is shown"};
      case run::TraceEnd::kTracerEnded: {
        const Error error = run::diagnose(outcome_.errors, outcome_.exit_code);
        if (!traced_) return error;
        return Error{"bpftrace ended before it was asked to: " + error.what,
                     {},
                     "what had been counted until then is shown"};
      }
    }
    if (!traced_) return LiveEnd::kNotTraced;
    return enough_ ? LiveEnd::kEnough : LiveEnd::kStopped;
  }

  const LivePlan& plan_;
  const Options& options_;
  const LiveHandlers& handlers_;
  ingest::CaptureDecoder decoder_;
  run::Tracer* tracer_ = nullptr;
  run::TraceOutcome outcome_;
  bool traced_ = false;  // the capture has described itself
  bool enough_ = false;  // options.count windows have passed
};

}  // namespace

Result<LiveEnd> run_trace(const LivePlan& plan, const Options& options,
                          const LiveHandlers& handlers) {
  if (options.verbose) print_text(plan.script.text);
  return LiveRun(plan, options, handlers).run();
}

}  // namespace mcbt::cli
