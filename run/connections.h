// The connections that a process has open.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <map>
#include <string>
#include <vector>

namespace mcbt::run {

struct OpenConnection {
  int64_t descriptor = 0;
  std::string peer;     // "192.0.2.7:41120", "[2001:db8::7]:41120"
  uint64_t unread = 0;  // bytes that came and that the process has not read
  uint64_t unsent = 0;  // bytes that its peer has not acknowledged
};

// Its established TCP connections, ordered by descriptor. Empty where its descriptors may not be
// read.
std::vector<OpenConnection> open_connections(int64_t pid);

// Whether it receives datagrams. True also where its descriptors may not be read.
bool has_udp_socket(int64_t pid);

// Adds the established connections of a /proc/PID/net/tcp or tcp6, by the inode of their socket.
void read_connections(std::istream& table, std::map<uint64_t, OpenConnection>& by_inode);

}  // namespace mcbt::run
