#include "bench/report/machine.h"

#include <fmt/format.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>

namespace mcbt::bench {
namespace {

std::string processor() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
  }
  return "unknown processor";
}

// The first line that a command prints.
std::string said_by(const char* command) {
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command, "r"), pclose);
  char line[256] = {};
  if (!pipe || std::fgets(line, sizeof line, pipe.get()) == nullptr) return "unknown";
  std::string text = line;
  if (text.ends_with('\n')) text.pop_back();
  return text;
}

}  // namespace

std::string machine_text() {
  utsname system = {};
  uname(&system);
  return fmt::format("{}, {} cores, Linux {}\n{}, {}, nlohmann/json {}.{}.{}, gcc {}\n",
                     processor(), sysconf(_SC_NPROCESSORS_ONLN), system.release,
                     said_by(MCBT_PROGRAM " --version"), said_by("jq --version"),
                     NLOHMANN_JSON_VERSION_MAJOR, NLOHMANN_JSON_VERSION_MINOR,
                     NLOHMANN_JSON_VERSION_PATCH, __VERSION__);
}

}  // namespace mcbt::bench
