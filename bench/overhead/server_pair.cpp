#include "bench/overhead/server_pair.h"

#include <sched.h>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>

namespace mcbt::bench {
namespace {

namespace fs = std::filesystem;

void run_on(unsigned first, unsigned last) {
  cpu_set_t cpus;
  CPU_ZERO(&cpus);
  for (unsigned cpu = first; cpu <= last; ++cpu) CPU_SET(cpu, &cpus);
  sched_setaffinity(0, sizeof cpus, &cpus);
}

fs::path new_folder() {
  std::string name = fs::temp_directory_path() / "mcbt-bench-XXXXXX";
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder in " + name);
  return name;
}

std::unique_ptr<support::LiveServer> server_from_copy(const fs::path& folder,
                                                      const fs::path& program) {
  // mcbt finds processes by the name of their program.
  fs::create_directory(folder);
  const fs::path copy = folder / program.filename();
  fs::copy_file(program, copy);
  return std::make_unique<support::LiveServer>(copy.string(), 1);
}

}  // namespace

ServerPair::ServerPair(const std::string& program) : folder_(new_folder()) {
  const auto last_cpu = static_cast<unsigned>(sysconf(_SC_NPROCESSORS_ONLN)) - 1;
  run_on(0, 0);
  traced_ = server_from_copy(folder_ / "traced", program);
  untraced_ = server_from_copy(folder_ / "untraced", program);
  run_on(std::min(1U, last_cpu), last_cpu);
}

ServerPair::~ServerPair() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

}  // namespace mcbt::bench
