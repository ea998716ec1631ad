// How fast `mcbt report` reads captures, and in how much memory: beside a nlohmann loop and jq over
// the same file, by size, by distinct keys, by threads, compressed, and with a bound on memory.
// Prints ratios and curves; absolute figures are this machine's.

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string_view>

#include "bench/report/capture_writer.h"
#include "bench/report/machine.h"
#include "bench/report/nlohmann_loop.h"
#include "bench/report/timing.h"

namespace {

using namespace mcbt::bench;

constexpr double kMega = 1e6;
constexpr uint64_t kWindowKeys = 20'000;
constexpr int kTurns = 3;

// Deleted when it goes.
class Capture {
 public:
  explicit Capture(const CaptureShape& shape)
      : path_(
            (std::filesystem::temp_directory_path() / fmt::format("mcbt-bench-{}.jsonl", getpid()))
                .string()) {
    facts_ = write_capture(path_, shape);
  }
  Capture(const Capture&) = delete;
  Capture& operator=(const Capture&) = delete;
  ~Capture() { std::filesystem::remove(path_); }

  const std::string& path() const { return path_; }
  const CaptureFacts& facts() const { return facts_; }
  double megabytes() const {
    return static_cast<double>(std::filesystem::file_size(path_)) / kMega;
  }

 private:
  std::string path_;
  CaptureFacts facts_;
};

// The median of some runs by `seconds`, with the largest peak of memory.
ProgramRun report(const std::string& path, const std::vector<std::string>& flags,
                  double ProgramRun::*seconds) {
  std::vector<std::string> command = {MCBT_PROGRAM, "report", "-q", path};
  command.insert(command.end(), flags.begin(), flags.end());
  std::vector<ProgramRun> runs;
  runs.reserve(kTurns);
  for (int turn = 0; turn < kTurns; ++turn) runs.push_back(run_program(command));
  std::ranges::sort(runs, {}, seconds);
  ProgramRun middle = runs[runs.size() / 2];
  middle.peak_bytes = std::ranges::max(runs, {}, &ProgramRun::peak_bytes).peak_bytes;
  return middle;
}

ProgramRun on_one_core(const std::string& path) {
  return report(path, {"--threads", "1"}, &ProgramRun::cpu_seconds);
}

// jq lists the entries and does no more.
double jq_seconds(const std::string& path) {
  return run_program({"jq", "-c",
                      "select(.type != \"printf\") | .data[] | to_entries[] | [.key, .value]",
                      path})
      .cpu_seconds;
}

void beside_others(const char* name, const CaptureShape& shape) {
  const Capture capture(shape);
  const ProgramRun ours = on_one_core(capture.path());
  LoopResult counted;
  const double loop = cpu_seconds_of([&] { counted = nlohmann_loop(capture.path()); });
  const double jq = jq_seconds(capture.path());
  fmt::print("{:<28} {:>6.0f} {:>9} {:>8.0f} {:>8.1f} {:>7.1f} {:>12.1f} {:>8.1f}\n", name,
             capture.megabytes(), counted.keys, capture.megabytes() / ours.cpu_seconds, loop, jq,
             loop / ours.cpu_seconds, jq / ours.cpu_seconds);
}

void by_threads(uint64_t bytes) {
  fmt::print("\nThreads (wall time)\n{:<28} {:>7} {:>8} {:>8}\n", "capture", "threads", "seconds",
             "faster");
  const auto cores = static_cast<int>(sysconf(_SC_NPROCESSORS_ONLN));
  for (const uint64_t keys : {uint64_t{30'000}, uint64_t{1'000'000}}) {
    const Capture capture({bytes, kWindowKeys, keys});
    double one = 0;
    for (int threads = 1; threads <= cores; threads *= 2) {
      const double seconds =
          report(capture.path(), {"--threads", std::to_string(threads)}, &ProgramRun::seconds)
              .seconds;
      if (threads == 1) one = seconds;
      fmt::print("{:<28} {:>7} {:>8.3f} {:>8.2f}\n", fmt::format("stats, from {} keys", keys),
                 threads, seconds, one / seconds);
    }
  }
}

void by_size(const std::vector<uint64_t>& sizes) {
  fmt::print("\nSize, from 30,000 keys (one thread, processor time)\n{:>8} {:>9} {:>8} {:>8}\n",
             "MB", "seconds", "MB/s", "peak MB");
  for (const uint64_t bytes : sizes) {
    const Capture capture({bytes, kWindowKeys, 30'000});
    const ProgramRun run = on_one_core(capture.path());
    fmt::print("{:>8.0f} {:>9.3f} {:>8.0f} {:>8.0f}\n", capture.megabytes(), run.cpu_seconds,
               capture.megabytes() / run.cpu_seconds, static_cast<double>(run.peak_bytes) / kMega);
  }
}

// The least of keys shows what the program takes without any.
void by_keys(uint64_t bytes, const std::vector<uint64_t>& pools) {
  fmt::print(
      "\nDistinct keys (one thread, processor time; state: memory a key, without its bytes)\n"
      "{:>9} {:>6} {:>9} {:>8} {:>8} {:>8}\n",
      "keys", "MB", "seconds", "MB/s", "peak MB", "state B");
  double without = 0;
  for (const uint64_t pool : pools) {
    const Capture capture({bytes, kWindowKeys, pool, true});
    const ProgramRun run = on_one_core(capture.path());
    const CaptureFacts& keys = capture.facts();
    const auto peak = static_cast<double>(run.peak_bytes);
    const double state =
        (peak - without - static_cast<double>(keys.key_bytes)) / static_cast<double>(keys.keys);
    fmt::print("{:>9} {:>6.0f} {:>9.3f} {:>8.0f} {:>8.0f} {:>8}\n", keys.keys, capture.megabytes(),
               run.cpu_seconds, capture.megabytes() / run.cpu_seconds, peak / kMega,
               without == 0 ? "-" : fmt::format("{:.0f}", state));
    if (without == 0) without = peak;
  }
}

void compressed(uint64_t bytes) {
  fmt::print(
      "\nCompressed (wall time; beside: of the tool that only decompresses)\n"
      "{:<8} {:>8} {:>8} {:>8}\n",
      "file", "seconds", "MB/s", "beside");
  const Capture capture({bytes, kWindowKeys, 30'000});
  for (const auto& [tool, suffix] : {std::pair{"gzip", ".gz"}, std::pair{"zstd", ".zst"}}) {
    run_program({tool, "-k", "-q", "-f", capture.path()});
    const std::string file = capture.path() + suffix;
    const double ours = report(file, {}, &ProgramRun::seconds).seconds;
    const double alone = run_program({tool, "-d", "-c", "-q", file}).seconds;
    fmt::print("{:<8} {:>8.2f} {:>8.0f} {:>8.2f}\n", suffix, ours, capture.megabytes() / ours,
               ours / alone);
    std::filesystem::remove(file);
  }
}

void bounded(uint64_t bytes) {
  fmt::print("\n--max-memory, from 10,000,000 keys of which few are hot\n{:>6} {:>8} {:>8} {:>8}\n",
             "MB", "bound", "seconds", "peak MB");
  const Capture capture({bytes, kWindowKeys, 10'000'000, true, true});
  for (const char* bound : {"64M", "200M"}) {
    const ProgramRun run =
        report(capture.path(), {"--max-memory", bound}, &ProgramRun::cpu_seconds);
    fmt::print("{:>6.0f} {:>8} {:>8.2f} {:>8.0f}\n", capture.megabytes(), bound, run.cpu_seconds,
               static_cast<double>(run.peak_bytes) / kMega);
  }
}

void side_by_side(uint64_t bytes) {
  fmt::print("\nOne core (processor time)\n{:<28} {:>6} {:>9} {:>8} {:>8} {:>7} {:>12} {:>8}\n",
             "capture", "MB", "keys", "MB/s", "nlohmann", "jq", "x nlohmann", "x jq");
  beside_others("stats, from 30,000 keys", {bytes, kWindowKeys, 30'000});
  beside_others("stats, from 1,000,000 keys", {bytes, kWindowKeys, 1'000'000});
  beside_others("packed, from 30,000 keys", {bytes, kWindowKeys, 30'000, true});
}

}  // namespace

// With "quick" captures are a tenth as large: minutes become a minute.
int main(int argc, char** argv) {
  const bool quick = argc > 1 && std::string_view(argv[1]) == "quick";
  const uint64_t full = quick ? 100'000'000 : 1'000'000'000;
  fmt::print("mcbt report, windows of 20,000 keys, median of {}\n{}", kTurns, machine_text());
  side_by_side(full);
  by_threads(full);
  by_size({full / 100, full / 10, full / 3, full});
  by_keys(full, quick ? std::vector<uint64_t>{1'000, 10'000, 100'000, 1'000'000}
                      : std::vector<uint64_t>{1'000, 10'000, 100'000, 1'000'000, 10'000'000});
  compressed(full / 4);
  bounded(full);
  return 0;
}
