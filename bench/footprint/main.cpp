// What mcbt itself takes of a CPU and of memory, by the number of keys in a window: a capture as
// bpftrace prints it goes through `mcbt top`, one window a second.
//
//     bench_footprint [WINDOWS]      10 windows a size unless told

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "bench/report/capture_writer.h"

namespace {

using namespace mcbt::bench;

// The lines of a capture up to and with the end of each window.
class Windows {
 public:
  explicit Windows(const std::string& path) : file_(path) {}

  // Empty after the last.
  std::string next() {
    std::string window;
    for (std::string line; std::getline(file_, line);) {
      window += line + "\n";
      if (line.find("\"mcbt-window ") != std::string::npos) break;
    }
    return window;
  }

 private:
  std::ifstream file_;
};

struct Footprint {
  double cpu = 0;  // of one
  double peak_mb = 0;
};

pid_t start_top(int input) {
  const pid_t child = fork();
  if (child != 0) return child;
  dup2(input, STDIN_FILENO);
  dup2(open("/dev/null", O_WRONLY), STDOUT_FILENO);
  execl(MCBT_PROGRAM, MCBT_PROGRAM, "top", "-", nullptr);
  _exit(127);
}

void write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(descriptor, bytes.data(), bytes.size());
    if (written <= 0) {
      fmt::print(stderr, "footprint: mcbt top does not read\n");
      std::exit(1);
    }
    bytes.remove_prefix(static_cast<size_t>(written));
  }
}

Footprint footprint(const std::string& capture) {
  std::array<int, 2> pipe = {};
  if (pipe2(pipe.data(), O_CLOEXEC) != 0) std::exit(1);
  const pid_t top = start_top(pipe[0]);
  close(pipe[0]);
  Windows windows(capture);
  const auto start = std::chrono::steady_clock::now();
  auto turn = start;
  for (std::string window = windows.next(); !window.empty(); window = windows.next()) {
    write_all(pipe[1], window);
    turn += std::chrono::seconds(1);
    std::this_thread::sleep_until(turn);
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  close(pipe[1]);
  rusage usage = {};
  int status = 0;
  wait4(top, &status, 0, &usage);
  if (status != 0) {
    fmt::print(stderr, "footprint: mcbt top failed\n");
    std::exit(1);
  }
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return {(seconds(usage.ru_utime) + seconds(usage.ru_stime)) / took.count(),
          static_cast<double>(usage.ru_maxrss) / 1000};
}

}  // namespace

int main(int argc, char** argv) {
  const uint64_t windows = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 10;
  const std::string capture =
      (std::filesystem::temp_directory_path() / fmt::format("mcbt-footprint-{}.jsonl", getpid()))
          .string();
  fmt::print("mcbt top, one window a second, {} windows a size, keys drawn from twice as many\n\n",
             windows);
  fmt::print("{:>13} {:>10} {:>8}\n", "keys a window", "% of a CPU", "peak MB");
  for (const uint64_t keys : {1'000U, 5'000U, 20'000U, 50'000U, 100'000U, 200'000U}) {
    constexpr uint64_t kBytesOfEntry = 30;
    write_capture(capture, {windows * keys * kBytesOfEntry, keys, 2 * keys, true});
    const Footprint taken = footprint(capture);
    constexpr double kMost = 40;
    const double share = taken.cpu * 100;
    fmt::print("{:>13} {:>10.1f} {:>8.0f}  {}\n", keys, share, taken.peak_mb,
               std::string(static_cast<size_t>(std::min(kMost, share)), '#'));
    std::fflush(stdout);
  }
  std::filesystem::remove(capture);
  return 0;
}
