#include "run/connections.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <optional>
#include <set>
#include <string_view>

namespace mcbt::run {
namespace {

namespace fs = std::filesystem;

template <typename T>
std::optional<T> number(std::string_view text, int base) {
  T value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// "0100007F:1F90": words of the address in this machine's byte order, and the port.
std::optional<std::string> peer_of(std::string_view text) {
  const size_t colon = text.find(':');
  if (colon != 8 && colon != 32) return std::nullopt;
  std::array<uint32_t, 4> words = {};
  for (size_t i = 0; i * 8 < colon; ++i) {
    const auto word = number<uint32_t>(text.substr(i * 8, 8), 16);
    if (!word) return std::nullopt;
    words[i] = *word;
  }
  const auto port = number<uint16_t>(text.substr(colon + 1), 16);
  if (!port) return std::nullopt;
  // An IPv4 client of a socket for both is ::ffff:a.b.c.d.
  const bool mapped = colon == 32 && words[0] == 0 && words[1] == 0 && words[2] == htonl(0xffff);
  const bool four = colon == 8 || mapped;
  std::array<char, INET6_ADDRSTRLEN> address = {};
  inet_ntop(four ? AF_INET : AF_INET6, mapped ? &words[3] : words.data(), address.data(),
            address.size());
  const std::string name = address.data();
  return (four ? name : "[" + name + "]") + ":" + std::to_string(*port);
}

// "socket:[12345]"
std::optional<uint64_t> socket_inode(const std::string& link) {
  constexpr std::string_view kStart = "socket:[";
  if (!link.starts_with(kStart) || !link.ends_with(']')) return std::nullopt;
  return number<uint64_t>(
      std::string_view(link).substr(kStart.size(), link.size() - kStart.size() - 1), 10);
}

// The inodes of a process's sockets, by descriptor. Nothing where its descriptors may not be read.
std::optional<std::map<int64_t, uint64_t>> sockets_of(const std::string& process) {
  std::map<int64_t, uint64_t> sockets;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(process + "/fd", error)) {
    std::error_code gone;
    const auto inode = socket_inode(fs::read_symlink(entry.path(), gone).string());
    const auto descriptor = number<int64_t>(entry.path().filename().string(), 10);
    if (inode && descriptor) sockets[*descriptor] = *inode;
  }
  if (error) return std::nullopt;
  return sockets;
}

// Words of a line: there may be thousands of lines, and streams take their time.
enum Field : size_t { kRemote = 2, kState = 3, kQueues = 4, kInode = 9, kFields = 10 };
using Fields = std::array<std::string_view, kFields>;
Fields fields_of(std::string_view line) {
  Fields fields;
  for (std::string_view& field : fields) {
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    field = line.substr(0, line.find(' '));
    line.remove_prefix(field.size());
  }
  return fields;
}

}  // namespace

void read_connections(std::istream& table, std::map<uint64_t, OpenConnection>& by_inode) {
  constexpr std::string_view kEstablished = "01";
  std::string line;
  std::getline(table, line);  // the headings
  while (std::getline(table, line)) {
    const Fields fields = fields_of(line);
    if (fields[kState] != kEstablished) continue;
    const auto peer = peer_of(fields[kRemote]);
    const auto inode = number<uint64_t>(fields[kInode], 10);
    if (!peer || !inode) continue;
    const std::string_view queues = fields[kQueues];
    const size_t colon = std::min(queues.find(':'), queues.size() - 1);
    by_inode[*inode] = {0, *peer, number<uint64_t>(queues.substr(colon + 1), 16).value_or(0),
                        number<uint64_t>(queues.substr(0, colon), 16).value_or(0)};
  }
}

// A container has its own network namespace, so the process is looked up in its own tables.
std::vector<OpenConnection> open_connections(int64_t pid) {
  const std::string process = "/proc/" + std::to_string(pid);
  std::map<uint64_t, OpenConnection> by_inode;
  for (const char* name : {"/net/tcp", "/net/tcp6"}) {
    std::ifstream table(process + name);
    read_connections(table, by_inode);
  }
  std::vector<OpenConnection> found;
  const auto sockets = sockets_of(process);
  if (!sockets) return found;
  for (const auto& [descriptor, inode] : *sockets) {
    if (!by_inode.contains(inode)) continue;
    found.push_back(by_inode[inode]);
    found.back().descriptor = descriptor;
  }
  return found;
}

bool has_udp_socket(int64_t pid) {
  const std::string process = "/proc/" + std::to_string(pid);
  const auto sockets = sockets_of(process);
  if (!sockets) return true;
  std::set<uint64_t> inodes;
  for (const auto& [descriptor, inode] : *sockets) inodes.insert(inode);
  for (const char* name : {"/net/udp", "/net/udp6"}) {
    std::ifstream table(process + name);
    for (std::string line; std::getline(table, line);) {
      const auto inode = number<uint64_t>(fields_of(line)[kInode], 10);
      if (inode && inodes.contains(*inode)) return true;
    }
  }
  return false;
}

}  // namespace mcbt::run
