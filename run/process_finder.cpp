#include "run/process_finder.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string_view>
#include <system_error>

namespace mcbt::run {
namespace {

namespace fs = std::filesystem;

std::optional<int64_t> parse_pid(const std::string& name) {
  int64_t pid = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), pid);
  if (error != std::errc() || end != name.data() + name.size()) return std::nullopt;
  return pid;
}

std::string proc_path(int64_t pid, std::string_view rest) {
  return "/proc/" + std::to_string(pid) + "/" + std::string(rest);
}

// The inodes of the sockets that a process has open.
std::set<uint64_t> socket_inodes(int64_t pid) {
  constexpr std::string_view kSocket = "socket:[";
  std::set<uint64_t> inodes;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(proc_path(pid, "fd"), error)) {
    const std::string target = fs::read_symlink(entry.path(), error).string();
    if (!target.starts_with(kSocket)) continue;
    uint64_t inode = 0;
    std::from_chars(target.data() + kSocket.size(), target.data() + target.size(), inode);
    inodes.insert(inode);
  }
  return inodes;
}

// Adds the listening ports among `inodes` of /proc/PID/net/tcp or tcp6, whose lines are
// "sl local_address rem_address st tx:rx tr:tm retrnsmt uid timeout inode …", addresses in hex.
void add_listening_ports(const std::string& table, const std::set<uint64_t>& inodes,
                         std::set<uint16_t>& ports) {
  constexpr std::string_view kListen = "0A";
  std::ifstream file(table);
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    std::istringstream fields(line);
    std::string slot;
    std::string local;
    std::string remote;
    std::string state;
    std::string skipped;
    uint64_t inode = 0;
    fields >> slot >> local >> remote >> state >> skipped >> skipped >> skipped >> skipped >>
        skipped >> inode;
    const size_t colon = local.find(':');
    if (!fields || state != kListen || colon == std::string::npos || !inodes.contains(inode)) {
      continue;
    }
    uint16_t port = 0;
    std::from_chars(local.data() + colon + 1, local.data() + local.size(), port, 16);
    ports.insert(port);
  }
}

// A container has its own network namespace, so each process is looked up in its own tables.
std::vector<uint16_t> listening_ports(int64_t pid) {
  const std::set<uint64_t> inodes = socket_inodes(pid);
  std::set<uint16_t> ports;
  for (const std::string_view table : {"net/tcp", "net/tcp6"}) {
    add_listening_ports(proc_path(pid, table), inodes, ports);
  }
  return {ports.begin(), ports.end()};
}

std::string list_processes(const std::vector<FoundProcess>& processes) {
  std::string list;
  for (const FoundProcess& process : processes) {
    list += (list.empty() ? "pid " : ", pid ") + std::to_string(process.pid);
    for (const uint16_t port : process.ports) {
      list += (port == process.ports.front() ? " (port " : " ") + std::to_string(port);
    }
    if (!process.ports.empty()) list += ")";
  }
  return list;
}

bool listens_on(const FoundProcess& process, uint16_t port) {
  return std::ranges::find(process.ports, port) != process.ports.end();
}

}  // namespace

std::string process_name(int64_t pid) {
  std::ifstream file(proc_path(pid, "comm"));
  std::string name;
  std::getline(file, name);
  return name;
}

std::vector<FoundProcess> running_memcacheds() {
  std::vector<FoundProcess> found;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator("/proc", error)) {
    const auto pid = parse_pid(entry.path().filename().string());
    if (pid && process_name(*pid) == "memcached") found.push_back({*pid, listening_ports(*pid)});
  }
  std::ranges::sort(found, {}, &FoundProcess::pid);
  return found;
}

model::Result<int64_t> find_memcached(std::optional<int64_t> pid, std::optional<uint16_t> port) {
  if (pid) {
    if (!process_name(*pid).empty()) return *pid;
    return model::Error{"no such process", "pid " + std::to_string(*pid),
                        "running memcacheds: `pgrep -a memcached`"};
  }
  std::vector<FoundProcess> found = running_memcacheds();
  if (port) {
    const std::string all = list_processes(found);
    std::erase_if(found, [&](const FoundProcess& process) { return !listens_on(process, *port); });
    if (found.empty()) {
      return model::Error{"no memcached listens there", "port " + std::to_string(*port),
                          (all.empty() ? "none is running" : "running: " + all) +
                              "; one that is called otherwise is named by -p PID"};
    }
  }
  if (found.empty()) {
    return model::Error{"no memcached is running",
                        {},
                        "start one, or name a process that is called otherwise by -p PID"};
  }
  if (found.size() > 1) {
    return model::Error{"several memcacheds are running: " + list_processes(found),
                        {},
                        "pick one by -p PID or --port N"};
  }
  return found.front().pid;
}

}  // namespace mcbt::run
