// A memcached for live tests: the one that $MCBT_MEMCACHED names (a file called memcached, as mcbt
// finds processes by that name), or the test server.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "tests/support/child_process.h"

namespace mcbt::support {

// The program of the server that tests use.
std::string server_program();
// Whether $MCBT_MEMCACHED names a real one.
bool server_is_real();

// Debian's, which has no USDT probes.
inline constexpr const char* kStockMemcached = "/usr/bin/memcached";

// A port of loopback that nobody listens on now.
uint16_t free_port();
// Returns once somebody listens there; throws where nobody does in ten seconds.
void wait_for_server(uint16_t port);

class LiveServer {
 public:
  // Listens on a free port of loopback once this returns. `threads` work, or as many as it starts
  // by itself.
  explicit LiveServer(std::string program = server_program(), unsigned threads = 0);

  pid_t pid() const { return process_->pid(); }
  uint16_t port() const { return port_; }
  void kill();
  // Kills it and starts another on the same port, with no items.
  void restart();

 private:
  void start();

  std::string program_;
  unsigned threads_;
  std::unique_ptr<ChildProcess> process_;
  uint16_t port_ = 0;
};

// A connection that sends text commands and waits for their answers.
class Client {
 public:
  explicit Client(uint16_t port);
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client();

  // Sends `request` and reads until the answer ends with `end`. What came is returned.
  std::string ask(const std::string& request, const std::string& end);
  // The same in two: `answer` gets what has come by now, and whether it ends with `end` is
  // returned.
  void send(const std::string& request);
  bool receive_now(std::string& answer, const std::string& end);

  std::string set(const std::string& key, const std::string& value);
  // A set of a key that may hold any byte: by a meta set, in base64.
  std::string set_any(const std::string& key, const std::string& value);
  // "get k1 k2 …"
  std::string get(const std::vector<std::string>& keys);
  std::string erase(const std::string& key);

 private:
  // Whether anything came.
  bool receive(std::string& answer, int flags);

  int descriptor_ = -1;
};

}  // namespace mcbt::support
