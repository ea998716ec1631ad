#include "cli/replay.h"

#include <fmt/format.h>

#include <csignal>

#include "cli/messages.h"
#include "post/ingest/capture_decoder.h"

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

bool Replay::read(const std::string& path) {
  auto source = run::LineSource::open(path);
  if (source) return read(path == "-" ? "stdin" : path, std::move(*source));
  print_error(source.error());
  return false;
}

bool Replay::read(const std::string& name, run::LineSource source) {
  ingest::CaptureDecoder decoder(sink_, name);
  std::string_view line;
  model::Result<bool> more = false;
  while (!interrupted() && (more = source.next(line)) && *more) {
    decoder.line(line);
    if (go_on && !go_on()) stopped_ = true;
  }
  // What is not wanted any more does not count as cut off.
  if (!stopped_) decoder.end();
  if (!more) print_error(more.error());
  const ingest::LineCounts& counts = decoder.counts();
  if (counts.lines == 0 && more) {
    print_error({"the capture is empty", name, "was bpftrace run with -f json?"});
  } else if (counts.records == 0 && counts.damaged == 0 && more) {
    print_error({"not a capture: none of its lines is bpftrace's JSON", name,
                 "make one with mcbt record, or with bpftrace -f json"});
  } else if (!options_.quiet) {
    print_oddities(name, counts);
  }
  return more && counts.records + counts.damaged != 0;
}

}  // namespace mcbt::cli
