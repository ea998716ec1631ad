#include "run/bpftrace_tool.h"

#include <poll.h>
#include <unistd.h>

#include <array>
#include <boost/process.hpp>
#include <chrono>
#include <system_error>

namespace mcbt::run {
namespace {

namespace bp = boost::process;

model::Result<std::string> locate(const std::string& path) {
  if (!path.empty()) return path;
  const auto found = bp::search_path("bpftrace");
  if (!found.empty()) return found.string();
  // Not in every user's $PATH, and sudo may have another.
  for (const char* place : {"/usr/bin/bpftrace", "/usr/local/bin/bpftrace"}) {
    if (boost::filesystem::exists(place)) return std::string(place);
  }
  return model::Error{"bpftrace is not installed",
                      {},
                      "install it (Debian: apt install bpftrace), or name one by --bpftrace PATH"};
}

// Its first line; empty where none comes in time. Ends the program, which has no more to say.
std::string first_line(bp::child& child, bp::group& group, bp::pipe& output,
                       std::chrono::milliseconds patience) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  std::string line;
  std::array<char, 256> bytes = {};
  while (line.find('\n') == std::string::npos) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        deadline - std::chrono::steady_clock::now());
    pollfd ready = {output.native_source(), POLLIN, 0};
    if (left.count() <= 0 || poll(&ready, 1, static_cast<int>(left.count())) <= 0) {
      line.clear();
      break;
    }
    const ssize_t size = read(output.native_source(), bytes.data(), bytes.size());
    if (size <= 0) break;
    line.append(bytes.data(), static_cast<size_t>(size));
  }
  std::error_code ignored;
  group.terminate(ignored);
  child.wait(ignored);
  return line.substr(0, line.find('\n'));
}

}  // namespace

model::Result<BpftraceTool> find_bpftrace(const std::string& path,
                                          std::chrono::milliseconds patience) {
  const auto located = locate(path);
  if (!located) return located.error();
  std::error_code error;
  bp::pipe output;
  bp::group group;
  bp::child child(*located, "--version", group, bp::std_in<bp::null, bp::std_out> output,
                  bp::std_err > bp::null, error);
  if (error) {
    return model::Error{"cannot run bpftrace: " + error.message(), *located,
                        "is it a working bpftrace?"};
  }
  const std::string line = first_line(child, group, output, patience);
  const auto version = model::parse_version(line);
  if (!version || line.find("bpftrace") == std::string::npos) {
    return model::Error{"does not say which release of bpftrace it is", *located,
                        "try it: bpftrace --version"};
  }
  return BpftraceTool{*located, *version};
}

}  // namespace mcbt::run
