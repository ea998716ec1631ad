// Two memcacheds from two copies of one program: probes in one's file do not stop the other.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "bench/overhead/get_load.h"
#include "tests/support/live_server.h"

namespace mcbt::bench {

class ServerPair {
 public:
  // Both with one thread, on the machine's first CPU, of which only one at a time makes use. The
  // calling thread, and what it starts then, is on the others: where load or tracers share a CPU
  // with a server, who gets it when is more of each rate than what tracing takes.
  explicit ServerPair(const std::string& program);
  ServerPair(const ServerPair&) = delete;
  ServerPair& operator=(const ServerPair&) = delete;
  ~ServerPair();

  Target traced() const { return {traced_->pid(), traced_->port()}; }
  Target untraced() const { return {untraced_->pid(), untraced_->port()}; }

 private:
  std::filesystem::path folder_;
  std::unique_ptr<support::LiveServer> traced_;
  std::unique_ptr<support::LiveServer> untraced_;
};

}  // namespace mcbt::bench
