// ClickHouse servers for a test: on loopback, in a folder of their own, ended with the test.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "tests/support/child_process.h"
#include "tests/support/require.h"

namespace mcbt::fleet {

// Why there are no servers here; empty where there are.
std::string why_no_clickhouse();

// Two servers that are the shards of the cluster `mcbt`, as contrib/clickhouse/cluster.xml has it.
class Cluster {
 public:
  static constexpr size_t kShards = 2;

  // The folder is the servers' and must outlive them.
  explicit Cluster(std::filesystem::path folder);

  // Whether both answer in time.
  bool wait_until_ready() const;

  // What runs statements on a shard: a program with its arguments.
  std::string client(size_t shard) const;
  // Runs the statements in a file on a shard.
  support::Finished run_file(size_t shard, const std::string& file) const;
  support::Finished query(size_t shard, const std::string& statement) const;

  // What a server has written; for messages of a test that fails.
  std::string log(size_t shard) const { return servers_[shard]->output(); }

 private:
  void write_config(size_t shard) const;
  std::filesystem::path folder_of(size_t shard) const;

  std::filesystem::path folder_;
  std::vector<uint16_t> ports_;
  std::vector<std::unique_ptr<support::ChildProcess>> servers_;
};

}  // namespace mcbt::fleet

// At the start of each test that needs the servers.
#define REQUIRE_CLICKHOUSE()                                               \
  do {                                                                     \
    const std::string mcbt_reason = ::mcbt::fleet::why_no_clickhouse();    \
    if (!mcbt_reason.empty()) {                                            \
      ASSERT_FALSE(::mcbt::support::skipping_is_failure()) << mcbt_reason; \
      GTEST_SKIP() << mcbt_reason;                                         \
    }                                                                      \
  } while (false)
