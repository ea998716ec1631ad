#include "cli/replay.h"

#include <fmt/format.h>

#include <csignal>

#include "cli/messages.h"

namespace mcbt::cli {
namespace {

volatile std::sig_atomic_t g_interrupted = 0;

void note_interrupt(int) {
  g_interrupted = 1;
}

void catch_interrupt(void (*handler)(int)) {
  struct sigaction action = {};
  action.sa_handler = handler;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

// What was read but not as it should be.
void print_oddities(const std::string& name, const ingest::LineCounts& counts) {
  if (counts.not_json != 0) {
    print_error(
        {fmt::format("passed over {} line{} that {} not bpftrace's JSON, the first is line {}",
                     counts.not_json, counts.not_json == 1 ? "" : "s",
                     counts.not_json == 1 ? "is" : "are", counts.first_not_json),
         name});
  }
  if (counts.damaged != 0) {
    print_error({fmt::format("{} line{} damaged, the first is line {}: {}", counts.damaged,
                             counts.damaged == 1 ? " is" : "s are", counts.first_damaged,
                             counts.first_damage),
                 name, "what stands before the damage is counted"});
  }
}

}  // namespace

Replay::Replay(model::EventSink& sink, const Options& options) : sink_(sink), options_(options) {
  g_interrupted = 0;
  catch_interrupt(note_interrupt);
}

Replay::~Replay() {
  catch_interrupt(SIG_DFL);
}

bool Replay::interrupted() const {
  return stopped_ || g_interrupted != 0;
}

void Replay::use_threads(size_t threads) {
  if (threads > 1) workers_.emplace(threads);
}

bool Replay::read(const std::vector<std::string>& paths) {
  bool good = true;
  if (shows_progress_) progress_.emplace(paths);
  for (const std::string& path : paths) {
    if (interrupted()) break;
    good = read(path) && good;
  }
  progress_.reset();
  // It may have come between two captures.
  if (g_interrupted != 0) sink_.on_interrupted();
  return good;
}

bool Replay::read(const std::string& path) {
  auto source = run::LineSource::open(path);
  if (source) return read(path == "-" ? "stdin" : path, std::move(*source));
  if (progress_) progress_->clear();
  print_error(source.error());
  return false;
}

bool Replay::read(const std::string& name, run::LineSource source) {
  ingest::CaptureDecoder decoder(sink_, name, workers_ ? &*workers_ : nullptr);
  source.end_where([this] { return interrupted(); });
  std::string_view line;
  model::Result<bool> more = false;
  while (!interrupted() && (more = source.next(line)) && *more) {
    decoder.line(line, source.lasting());
    if (go_on && !go_on()) stopped_ = true;
    if (progress_) progress_->read(source.bytes());
  }
  // What is not wanted any more does not count as cut off.
  if (g_interrupted != 0) {
    decoder.interrupt();
  } else if (!stopped_) {
    decoder.end();
  }
  if (progress_) progress_->clear();
  if (progress_) progress_->capture_read(source.bytes());
  if (!more) print_error(more.error());
  return more && (interrupted() || judge(name, decoder.counts()));
}

bool Replay::judge(const std::string& name, const ingest::LineCounts& counts) {
  if (counts.lines == 0) {
    print_error({"the capture is empty", name, "was bpftrace run with -f json?"});
  } else if (counts.records == 0 && counts.damaged == 0) {
    print_error({"not a capture: none of its lines is bpftrace's JSON", name,
                 "make one with mcbt record, or with bpftrace -f json"});
  } else if (!options_.quiet) {
    print_oddities(name, counts);
  }
  return counts.records + counts.damaged != 0;
}

}  // namespace mcbt::cli
