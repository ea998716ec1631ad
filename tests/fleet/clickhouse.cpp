#include "tests/fleet/clickhouse.h"

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <thread>

#include "tests/support/live_server.h"

namespace mcbt::fleet {
namespace {

using support::Finished;
using support::run_program;

constexpr const char* kServer = "/usr/sbin/clickhouse-server";
constexpr const char* kClient = "/usr/bin/clickhouse-client";

constexpr const char* kUsers = R"(<yandex>
  <profiles><default/></profiles>
  <quotas><default/></quotas>
  <users><default>
    <password/><networks><ip>127.0.0.1</ip></networks>
    <profile>default</profile><quota>default</quota>
  </default></users>
</yandex>
)";

std::string shard(uint16_t port) {
  return "<shard><replica><host>127.0.0.1</host><port>" + std::to_string(port) +
         "</port></replica></shard>";
}

}  // namespace

std::string why_no_clickhouse() {
  for (const char* program : {kServer, kClient}) {
    if (!std::filesystem::exists(program)) {
      return std::string("no ") + program +
             ": install the packages clickhouse-server and clickhouse-client";
    }
  }
  return {};
}

Cluster::Cluster(std::filesystem::path folder) : folder_(std::move(folder)) {
  for (size_t i = 0; i < kShards; ++i) ports_.push_back(support::free_port());
  for (size_t i = 0; i < kShards; ++i) {
    write_config(i);
    servers_.push_back(std::make_unique<support::ChildProcess>(std::vector<std::string>{
        kServer, "--config-file=" + (folder_of(i) / "config.xml").string()}));
  }
}

std::filesystem::path Cluster::folder_of(size_t shard) const {
  return folder_ / ("shard" + std::to_string(shard));
}

// No port but the one for clients, on loopback only.
void Cluster::write_config(size_t index) const {
  const std::filesystem::path folder = folder_of(index);
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "users.xml") << kUsers;
  std::ofstream config(folder / "config.xml");
  config << "<yandex>\n  <logger><level>warning</level><console>1</console></logger>\n"
         << "  <listen_host>127.0.0.1</listen_host>\n  <tcp_port>" << ports_[index]
         << "</tcp_port>\n  <path>" << folder.string() << "/data/</path>\n  <tmp_path>"
         << folder.string() << "/tmp/</tmp_path>\n  <users_config>" << folder.string()
         << "/users.xml</users_config>\n  <default_profile>default</default_profile>\n"
         << "  <default_database>default</default_database>\n"
         << "  <mark_cache_size>67108864</mark_cache_size>\n  <remote_servers><mcbt>\n";
  for (const uint16_t port : ports_) config << "    " << shard(port) << "\n";
  config << "  </mcbt></remote_servers>\n</yandex>\n";
}

bool Cluster::wait_until_ready() const {
  using Clock = std::chrono::steady_clock;
  const auto end = Clock::now() + std::chrono::seconds(60);
  for (size_t i = 0; i < kShards; ++i) {
    while (query(i, "SELECT 1").status != 0) {
      if (Clock::now() > end) return false;
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
  }
  return true;
}

std::string Cluster::client(size_t shard) const {
  return std::string(kClient) + " --host 127.0.0.1 --port " + std::to_string(ports_[shard]);
}

Finished Cluster::run_file(size_t shard, const std::string& file) const {
  return run_program({"/bin/sh", "-c", client(shard) + " -n < " + file});
}

Finished Cluster::query(size_t shard, const std::string& statement) const {
  return run_program({kClient, "--host", "127.0.0.1", "--port", std::to_string(ports_[shard]),
                      "--query", statement});
}

}  // namespace mcbt::fleet
