// How fast `mcbt report` reads captures, beside a nlohmann loop and jq over the same file, in
// turns. Prints ratios; absolute times are this machine's.

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>

#include "bench/report/capture_writer.h"
#include "bench/report/nlohmann_loop.h"
#include "bench/report/timing.h"

namespace {

using namespace mcbt::bench;

constexpr int kTurns = 5;

// jq lists the entries and does no more.
std::vector<std::string> jq_command(const std::string& path) {
  return {"jq", "-c", "select(.type != \"printf\") | .data[] | to_entries[] | [.key, .value]",
          path};
}

void measure(const char* name, const CaptureShape& shape) {
  const std::string path =
      (std::filesystem::temp_directory_path() / fmt::format("mcbt-bench-{}.jsonl", getpid()))
          .string();
  write_capture(path, shape);
  const auto size = static_cast<double>(std::filesystem::file_size(path));
  std::vector<double> ours;
  std::vector<double> loop;
  uint64_t peak = 0;
  LoopResult counted;
  for (int turn = 0; turn < kTurns; ++turn) {
    const ProgramRun run = run_program({MCBT_PROGRAM, "report", path});
    ours.push_back(run.seconds);
    peak = run.peak_bytes;
    loop.push_back(seconds_of([&] { counted = nlohmann_loop(path); }));
  }
  const double jq = run_program(jq_command(path)).seconds;
  const double mine = median(ours);
  constexpr double kMega = 1e6;
  fmt::print("{:<34} {:>7.0f} {:>9} {:>8.0f} {:>9.1f} {:>12.1f} {:>8.1f}\n", name, size / kMega,
             counted.keys, size / kMega / mine, static_cast<double>(peak) / kMega,
             median(loop) / mine, jq / mine);
  std::filesystem::remove(path);
}

}  // namespace

int main() {
  constexpr uint64_t kSize = 100'000'000;
  fmt::print("mcbt report, windows of 20,000 keys, median of {} turns; one core\n\n", kTurns);
  fmt::print("{:<34} {:>7} {:>9} {:>8} {:>9} {:>12} {:>8}\n", "capture", "MB", "keys", "MB/s",
             "peak MB", "x nlohmann", "x jq");
  measure("stats, from 30,000 keys", {kSize, 20000, 30'000, false});
  measure("stats, from 1,000,000 keys", {kSize, 20000, 1'000'000, false});
  measure("packed, from 30,000 keys", {kSize, 20000, 30'000, true});
  measure("packed, from 1,000,000 keys", {kSize, 20000, 1'000'000, true});
  return 0;
}
