#include "run/bpftrace_tool.h"

#include <boost/process.hpp>
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

}  // namespace

model::Result<BpftraceTool> find_bpftrace(const std::string& path) {
  const auto located = locate(path);
  if (!located) return located.error();
  const model::Error unusable{"cannot run bpftrace", *located, "is it a working bpftrace?"};
  std::error_code error;
  bp::ipstream output;
  bp::child child(*located, "--version", bp::std_in<bp::null, bp::std_out> output,
                  bp::std_err > bp::null, error);
  if (error) {
    return model::Error{"cannot run bpftrace: " + error.message(), *located, unusable.hint};
  }
  std::string line;
  std::getline(output, line);
  child.wait(error);
  const auto version = model::parse_version(line);
  if (!version || line.find("bpftrace") == std::string::npos) return unusable;
  return BpftraceTool{*located, *version};
}

}  // namespace mcbt::run
