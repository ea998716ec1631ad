#include "cli/source_choice.h"

#include <algorithm>

namespace mcbt::cli {
namespace {

using gen::ScriptKind;
using gen::Source;

bool has_command_probes(const run::ElfBinary& binary) {
  return std::ranges::any_of(model::probes(), [&](const model::Probe& probe) {
    return probe.op && binary.has_probe(probe.name);
  });
}

// Whether the probes show all that most traffic is made of.
bool shows_essentials(const run::ElfBinary& binary) {
  return std::ranges::none_of(model::blind_spots(binary.memcached_version),
                              [](const model::BlindSpot& spot) { return spot.essential; });
}

bool is_timed(ScriptKind kind) {
  return kind == ScriptKind::kLatency || kind == ScriptKind::kKeyLatency;
}

bool times_requests(const run::ElfBinary& binary) {
  return binary.has_probe("process__command__start") && binary.has_probe("process__command__end") &&
         model::times_requests(binary.memcached_version);
}

SourceChoice best_source(ScriptKind kind, const run::ElfBinary& binary) {
  if (!has_command_probes(binary)) return {Source::kSyscall, "it has no USDT probes"};
  if (!shows_essentials(binary)) {
    return {Source::kSyscall, "its USDT probes no longer show text gets and deletes"};
  }
  if (is_timed(kind) && !times_requests(binary)) {
    return {Source::kSyscall, "its USDT probes do not time requests"};
  }
  return {Source::kUsdt, "it has USDT probes"};
}

}  // namespace

model::Result<SourceChoice> choose_source(const Options& options, ScriptKind kind,
                                          const run::ElfBinary& binary, const std::string& where) {
  if (!binary.is_memcached()) {
    return model::Error{"not a memcached: it has neither memcached's probes nor its version in it",
                        where, "which process is it? pgrep -a memcached"};
  }
  const SourceChoice choice =
      options.source ? SourceChoice{*options.source, "as asked for"} : best_source(kind, binary);
  if (choice.source == Source::kUsdt && !has_command_probes(binary)) {
    return model::Error{"this memcached was built without USDT probes", where,
                        "--source syscall needs none"};
  }
  if (choice.source == Source::kUsdt && is_timed(kind) && !times_requests(binary)) {
    return model::Error{"its probes do not time requests", where, "--source syscall does"};
  }
  return choice;
}

}  // namespace mcbt::cli
