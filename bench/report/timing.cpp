#include "bench/report/timing.h"

#include <fcntl.h>
#include <malloc.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>

namespace mcbt::bench {

namespace {

double cpu_seconds(const rusage& usage) {
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

// A program's peak begins with that of the process that became it.
void forget_peak() {
  const int file = open("/proc/self/clear_refs", O_WRONLY);
  if (file < 0 || write(file, "5", 1) != 1) _exit(126);
  close(file);
}

}  // namespace

double cpu_seconds_of(const std::function<void()>& call) {
  rusage before = {};
  rusage after = {};
  getrusage(RUSAGE_SELF, &before);
  call();
  getrusage(RUSAGE_SELF, &after);
  return cpu_seconds(after) - cpu_seconds(before);
}

double seconds_of(const std::function<void()>& call) {
  const auto start = std::chrono::steady_clock::now();
  call();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

ProgramRun run_program(const std::vector<std::string>& command) {
  ProgramRun run;
  rusage usage = {};
  int status = 0;
  malloc_trim(0);
  run.seconds = seconds_of([&] {
    const pid_t child = fork();
    if (child == 0) {
      forget_peak();
      dup2(open("/dev/null", O_WRONLY), STDOUT_FILENO);
      std::vector<char*> arguments;
      arguments.reserve(command.size() + 1);
      for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
      arguments.push_back(nullptr);
      execvp(arguments[0], arguments.data());
      _exit(127);
    }
    wait4(child, &status, 0, &usage);
  });
  if (status != 0) {
    std::fprintf(stderr, "bench: %s failed\n", command.front().c_str());
    std::exit(1);
  }
  constexpr uint64_t kKibi = 1024;
  run.cpu_seconds = cpu_seconds(usage);
  run.peak_bytes = static_cast<uint64_t>(usage.ru_maxrss) * kKibi;
  return run;
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

}  // namespace mcbt::bench
