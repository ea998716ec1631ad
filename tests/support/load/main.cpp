// load PORT SECONDS OPERATIONS_PER_SECOND: sends Traffic to a memcached on loopback, for a while,
// and prints how many operations it sent.

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <thread>

#include "tests/support/live_server.h"
#include "tests/support/load/traffic.h"

namespace {

using Clock = std::chrono::steady_clock;

uint64_t send_traffic(uint16_t port, double seconds, double rate) {
  mcbt::support::Client client(port);
  mcbt::support::Traffic traffic(1);
  client.ask("set counter:views 0 0 1\r\n0\r\n", "STORED\r\n");
  uint64_t sent = 1;
  const auto start = Clock::now();
  const auto elapsed = [&] { return std::chrono::duration<double>(Clock::now() - start).count(); };
  while (elapsed() < seconds) {
    if (static_cast<double>(sent) > rate * elapsed()) {
      std::this_thread::sleep_for(std::chrono::microseconds(500));
      continue;
    }
    const auto request = traffic.next();
    const std::string answer = client.ask(request.text, request.answer_end);
    sent += request.operations;
    if (!request.fill.empty() && answer == "END\r\n") {
      const auto fill = traffic.set(request.fill);
      client.ask(fill.text, fill.answer_end);
      ++sent;
    }
  }
  return sent;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fputs("usage: load PORT SECONDS OPERATIONS_PER_SECOND\n", stderr);
    return 2;
  }
  try {
    const uint64_t sent = send_traffic(static_cast<uint16_t>(std::atoi(argv[1])),
                                       std::atof(argv[2]), std::atof(argv[3]));
    std::printf("%llu operations\n", static_cast<unsigned long long>(sent));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "load: %s\n", error.what());
    return 1;
  }
  return 0;
}
