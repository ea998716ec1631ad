#include "run/connections.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <sstream>

namespace mcbt::run {
namespace {

std::map<uint64_t, OpenConnection> read(const std::string& lines) {
  std::istringstream table("  sl  local_address rem_address   st tx_queue rx_queue …\n" + lines);
  std::map<uint64_t, OpenConnection> by_inode;
  read_connections(table, by_inode);
  return by_inode;
}

TEST(Connections, AnEstablishedOneHasItsPeerAndItsQueues) {
  const auto found = read(
      "   1: 0100007F:2BCB 0200000A:9358 01 0000012D:00000010 00:00000000 00000000     0        0 "
      "777 1 0 20 4 30 10 -1\n");
  ASSERT_TRUE(found.contains(777));
  EXPECT_EQ(found.at(777).peer, "10.0.0.2:37720");
  EXPECT_EQ(found.at(777).unsent, 301U);
  EXPECT_EQ(found.at(777).unread, 16U);
}

TEST(Connections, ListenersAndDamagedLinesAreNone) {
  EXPECT_TRUE(read("   0: 0100007F:2BCB 00000000:0000 0A 00000000:00000000 00:00000000 00000000 "
                   "    0        0 776 1 0 100 0 0 10 0\n")
                  .empty());
  EXPECT_TRUE(read("   0: 0100007F:2BCB nonsense 01\n\n").empty());
}

TEST(Connections, VersionSixIsBracketedAndMappedFourIsFour) {
  const auto found = read(
      "   1: 00000000000000000000000001000000:2BCB 00000000000000000000000001000000:9358 01 "
      "00000000:00000000 00:00000000 00000000 0 0 5 1 0 20 4 30 10 -1\n"
      "   2: 0000000000000000FFFF00000100007F:2BCB 0000000000000000FFFF00000100007F:9359 01 "
      "00000000:00000000 00:00000000 00000000 0 0 6 1 0 20 4 30 10 -1\n");
  EXPECT_EQ(found.at(5).peer, "[::1]:37720");
  EXPECT_EQ(found.at(6).peer, "127.0.0.1:37721");
}

TEST(Connections, OfNoProcessThereAreNone) {
  EXPECT_TRUE(open_connections(0).empty());
}

TEST(Connections, ProcessesWithAUdpSocketAreKnown) {
  EXPECT_FALSE(has_udp_socket(getpid()));
  const int descriptor = socket(AF_INET, SOCK_DGRAM, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  ASSERT_EQ(bind(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  EXPECT_TRUE(has_udp_socket(getpid()));
  close(descriptor);
  EXPECT_TRUE(has_udp_socket(0));  // nobody knows
}

}  // namespace
}  // namespace mcbt::run
