#include "cli/live.h"

#include <fmt/format.h>

#include <boost/asio.hpp>
#include <csignal>

#include "cli/messages.h"
#include "post/ingest/capture_decoder.h"
#include "run/cost_budget.h"
#include "run/cost_meter.h"
#include "run/diagnosis.h"
#include "run/health.h"
#include "run/tracer.h"

namespace mcbt::cli {
namespace {

using boost::asio::steady_timer;
using boost::system::error_code;
using model::Error;
using model::Result;

// A longer one is no trace any more.
constexpr double kLongestPause = 600;

std::chrono::microseconds micros(double seconds) {
  return std::chrono::microseconds(static_cast<int64_t>(seconds * 1e6));
}

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

// One run of a plan: what the handlers share. Where a budget asks for pauses it is several runs of
// bpftrace, whose output is one capture behind the other.
class LiveRun {
 public:
  LiveRun(const LivePlan& plan, const Options& options, const LiveHandlers& handlers)
      : plan_(plan),
        options_(options),
        handlers_(handlers),
        decoder_(*handlers.sink),
        signals_(context_, SIGINT, SIGTERM, SIGHUP),
        deadline_(context_),
        clock_(context_) {
    if (options.max_overhead) budget_.emplace(*options.max_overhead / 100);
  }

  Result<LiveEnd> run() {
    if (const auto started = start(); !started) return started.error();
    // While bpftrace compiles.
    meter_.emplace(plan_.spec.source == gen::Source::kUsdt);
    signals_.async_wait([this](const error_code& error, int) {
      if (!error) stop();
    });
    if (handlers_.on_start) guest_ = handlers_.on_start(context_, [this] { stop(); });
    context_.run();
    if (pausing_ && !enough_ && !failure_) {
      handlers_.sink->on_untraced_end(seconds_since(last_window_end_));
    }
    if (!enough_) decoder_.end();
    return ending();
  }

 private:
  model::Status start() {
    traced_ = false;
    pausing_ = false;
    auto tracer = run::Tracer::start(
        context_, {plan_.bpftrace, plan_.script.text, plan_.script.environment, plan_.pid},
        {[this](std::string_view line) { take_line(line); },
         [this](std::string_view words) { take_errors(words); },
         [this](const run::TraceOutcome& outcome) { ended(outcome); }});
    if (!tracer) return tracer.error();
    tracer_.emplace(std::move(*tracer));
    return model::ok();
  }

  // For good.
  void stop() {
    if (std::exchange(stopping_, true)) return;
    if (handlers_.on_stop) handlers_.on_stop();
    if (paused_) return finish();
    tracer_->stop();
  }

  void ended(const run::TraceOutcome& outcome) {
    outcome_ = outcome;
    measure();
    meter_->forget();
    if (!pausing_ || stopping_ || outcome.end != run::TraceEnd::kStopped) return finish();
    pause();
  }

  void finish() {
    signals_.cancel();
    deadline_.cancel();
    clock_.cancel();
    if (handlers_.on_end) handlers_.on_end();
  }

  // The probes are off; the clock puts them on again.
  void pause() {
    const double seconds = budget_->pause_seconds();
    if (seconds > kLongestPause) {
      failure_ = too_expensive(seconds);
      return finish();
    }
    announce_pause(seconds);
    paused_ = true;
    clock_.expires_after(micros(seconds));
    clock_.async_wait([this](const error_code& error) {
      if (error) return;
      paused_ = false;
      if (const auto started = start(); !started) {
        failure_ = started.error();
        finish();
      }
    });
  }

  void take_line(std::string_view line) {
    if (handlers_.on_line) handlers_.on_line(line);
    if (handlers_.go_on && !handlers_.go_on()) stop();
    if (enough_) return;
    const bool closes = ingest::CaptureDecoder::closes_window(line);
    if (closes) measure();
    const uint64_t captures = decoder_.captures();
    decoder_.line(line);
    if (decoder_.captures() != captures) attached();
    if (closes) check_budget();
    if (!options_.count || decoder_.windows() < *options_.count) return;
    enough_ = true;
    if (handlers_.on_enough) handlers_.on_enough();
    stop();
  }

  void attached() {
    traced_ = true;
    meter_->watch(tracer_->pid());
    if (ever_traced_) {
      measure();
    } else {
      // What the first start cost was before the probes were on.
      meter_->take();
      if (options_.seconds) start_deadline();
      announce();
    }
    ever_traced_ = true;
    if (plan_.spec.kind == gen::ScriptKind::kSnoop) watch_by_clock();
  }

  void start_deadline() {
    deadline_.expires_after(micros(*options_.seconds));
    deadline_.async_wait([this](const error_code& error) {
      if (!error) stop();
    });
  }

  // Of a script without windows.
  void watch_by_clock() {
    clock_.expires_after(std::chrono::seconds(1));
    clock_.async_wait([this](const error_code& error) {
      if (error || pausing_ || stopping_) return;
      measure();
      check_budget();
      watch_by_clock();
    });
  }

  void measure() {
    if (!traced_) return;
    const auto cost = meter_->take();
    if (cost) handlers_.sink->on_cost(*cost);
    if (!budget_) return;
    if (cost && cost->share()) return budget_->spend(*cost);
    failure_ = Error{"what tracing costs cannot be measured here, so it cannot be bounded",
                     {},
                     "it takes Linux 5.8 or later; leave --max-overhead out"};
    stop();
  }

  void check_budget() {
    if (!budget_ || !budget_->exceeded() || pausing_ || stopping_) return;
    pausing_ = true;
    last_window_end_ = std::chrono::steady_clock::now();
    tracer_->stop();
  }

  void announce_pause(double seconds) {
    // A reader of single operations must know where some are missing, one of tables reads notes.
    const bool snoop = plan_.spec.kind == gen::ScriptKind::kSnoop;
    if (options_.quiet || (std::exchange(has_paused_, true) && !snoop)) return;
    print_message(
        fmt::format("mcbt: more than {:g} % of a CPU (--max-overhead): probes off for "
                    "{:.0f} s{}",
                    budget_->share() * 100, seconds,
                    snoop ? "" : ", and again when needed: sums are estimates"));
  }

  Error too_expensive(double seconds) const {
    return {
        fmt::format("tracing this memcached takes so much more than {:g} % of a CPU that probes "
                    "would be off for {:.0f} s at a time",
                    budget_->share() * 100, seconds),
        "--max-overhead", "raise it, or trace less: -c, a shorter interval"};
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
    if (failure_) return *failure_;
    switch (outcome_.end) {
      case run::TraceEnd::kStopped:
        break;
      case run::TraceEnd::kTargetExited:
        return Error{"memcached exited while it was traced", fmt::format("pid {}", plan_.pid),
                     "what had been counted until then is shown"};
      case run::TraceEnd::kTracerEnded: {
        const Error error = run::diagnose(outcome_.errors, outcome_.exit_code);
        if (!ever_traced_) {
          // What bpftrace says of a machine that cannot trace is seldom the cause.
          const auto well = run::explain_failed_start(plan_.intent);
          return well ? error : well.error();
        }
        return Error{"bpftrace ended before it was asked to: " + error.what,
                     {},
                     "what had been counted until then is shown"};
      }
    }
    if (!ever_traced_) return LiveEnd::kNotTraced;
    return enough_ ? LiveEnd::kEnough : LiveEnd::kStopped;
  }

  const LivePlan& plan_;
  const Options& options_;
  const LiveHandlers& handlers_;
  ingest::CaptureDecoder decoder_;
  std::optional<run::CostMeter> meter_;
  std::optional<run::CostBudget> budget_;

  boost::asio::io_context context_;
  std::shared_ptr<void> guest_;  // of the loop
  boost::asio::signal_set signals_;
  steady_timer deadline_;  // --for
  steady_timer clock_;     // the end of a pause, or the next look at the cost
  std::optional<run::Tracer> tracer_;
  run::TraceOutcome outcome_;
  std::optional<Error> failure_;

  bool traced_ = false;       // the capture of this run of bpftrace has described itself
  bool ever_traced_ = false;  // one of them has
  bool enough_ = false;       // options.count windows have passed
  bool stopping_ = false;     // for good
  bool pausing_ = false;      // bpftrace was asked to end, and another will follow
  bool paused_ = false;       // it has ended
  std::chrono::steady_clock::time_point last_window_end_;  // before the pause
  bool has_paused_ = false;                                // and that was said
};

}  // namespace

Result<LiveEnd> run_trace(const LivePlan& plan, const Options& options,
                          const LiveHandlers& handlers) {
  if (options.verbose) print_text(plan.script.text);
  return LiveRun(plan, options, handlers).run();
}

}  // namespace mcbt::cli
