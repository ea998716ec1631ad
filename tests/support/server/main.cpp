// A small server with memcached's protocol and memcached's USDT probes, for tests and the demo on
// machines whose memcached has none. Takes memcached's -p PORT (0: any) and -l ADDRESS (ignored: it
// listens on loopback only); prints the port.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <thread>

#include "tests/support/server/connection.h"
#include "tests/support/server/item_store.h"

namespace {

int listen_on(uint16_t port) {
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int yes = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 ||
      listen(listener, SOMAXCONN) != 0) {
    std::perror("listen");
    std::exit(1);
  }
  socklen_t size = sizeof address;
  getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
  std::printf("%d\n", ntohs(address.sin_port));
  std::fflush(stdout);
  return listener;
}

}  // namespace

int main(int argc, char** argv) {
  uint16_t port = 0;
  for (int option = 0; (option = getopt(argc, argv, "p:l:u:t:U:")) != -1;) {
    if (option == 'p') port = static_cast<uint16_t>(std::atoi(optarg));
  }
  const int listener = listen_on(port);
  mcbt::support::ItemStore store;
  while (true) {
    const int client = accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) continue;
    const int yes = 1;
    setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    std::thread([client, &store] { mcbt::support::Connection(client, store).serve(); }).detach();
  }
}
