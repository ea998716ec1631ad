// The syscall source on a memcached without USDT probes: Debian's.

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <thread>

#include "tests/live/live_mcbt.h"
#include "tests/support/live_server.h"
#include "tests/support/require.h"

namespace mcbt::live {
namespace {

using support::ChildProcess;
using support::Client;
using support::Finished;
using support::kStockMemcached;
using support::LiveServer;

std::string key_of(int i) {
  return "item:" + std::to_string(i);
}

// 300 sets, 900 gets of which some miss, 300 mg, 20 deletes, one request at a time.
Counts send_single_requests(Client& client) {
  constexpr int kStored = 100;
  constexpr int kAsked = 150;
  Counts sent;
  for (int i = 0; i < 300; ++i) {
    client.set(key_of(i % kStored), std::string(static_cast<size_t>(i % 97 + 1), 'v'));
    ++sent[key_of(i % kStored)]["set"];
  }
  for (int i = 0; i < 900; ++i) {
    client.get({key_of(i % kAsked)});
    ++sent[key_of(i % kAsked)][i % kAsked < kStored ? "get_hit" : "get_miss"];
  }
  for (int i = 0; i < 300; ++i) {
    client.ask("mg " + key_of(i % kAsked) + " v\r\n", "\r\n");
    ++sent[key_of(i % kAsked)][i % kAsked < kStored ? "get_hit" : "get_miss"];
  }
  for (int i = 0; i < 20; ++i) {
    client.erase(key_of(i));
    ++sent[key_of(i)]["delete"];
  }
  return sent;
}

// Requests of 2 to 50 keys, of which the odd ones miss, and as many requests in one write.
Counts send_many_at_once(Client& client) {
  Counts sent;
  for (int size = 2; size <= 50; ++size) {
    std::vector<std::string> keys;
    std::string stores;
    std::string answers;
    for (int i = 0; i < size; ++i) {
      keys.push_back("many:" + std::to_string(i) + ":key");
      ++sent[keys.back()][i % 2 == 0 ? "get_hit" : "get_miss"];
      const std::string& stored = keys[static_cast<size_t>(i / 2 * 2)];
      stores += "set " + stored + " 0 0 5\r\nhello\r\n";
      answers += "STORED\r\n";
      ++sent[stored]["set"];
    }
    EXPECT_EQ(client.ask(stores, answers), answers);
    client.get(keys);
  }
  return sent;
}

// memcached is done with such a request, and with its buffer, at no system call.
Counts send_without_reply(Client& client) {
  Counts sent;
  for (int i = 0; i < 20; ++i) {
    client.ask("set " + key_of(i) + " 0 0 5 noreply\r\nhello\r\n", "");
    std::this_thread::sleep_for(
        std::chrono::milliseconds(2));  // or two requests may come in one read
    ++sent[key_of(i)]["set"];
  }
  return sent;
}

Finished trace(const LiveServer& server, const std::function<void()>& traffic) {
  ChildProcess top(mcbt({"top", "-p", std::to_string(server.pid()), "-f", "json", "-r", "0", "1"}));
  EXPECT_TRUE(top.wait_for_errors("Tracing ", kStart));
  traffic();
  top.signal(SIGINT);
  return top.finish();
}

TEST(Syscall, CountsAStockMemcachedsRequestsExactlyWithLatency) {
  REQUIRE_BPF();
  const LiveServer server(kStockMemcached);
  Counts sent;
  const Finished top = trace(server, [&] {
    Client client(server.port());
    sent = send_single_requests(client);
  });
  EXPECT_EQ(top.status, 0) << top.errors;
  const Json summary = summary_of(top.output);
  EXPECT_EQ(summary["source"], "syscall");
  EXPECT_EQ(counts_of(summary), sent);
  EXPECT_EQ(summary["totals"]["calls"], total(sent));
  EXPECT_EQ(summary["totals"]["attributed"], total(sent));
  for (const Json& row : summary["rows"]) EXPECT_GT(row["latency_us"], 0) << row;
}

TEST(Syscall, CountsEveryKeyOfMultiGetsAndEveryRequestOfAPipeline) {
  REQUIRE_BPF();
  const LiveServer server(kStockMemcached);
  Counts sent;
  const Finished top = trace(server, [&] {
    Client client(server.port());
    sent = send_many_at_once(client);
    for (const auto& [key, ops] : send_without_reply(client)) sent[key] = ops;
  });
  EXPECT_EQ(top.status, 0) << top.errors;
  const Json summary = summary_of(top.output);
  EXPECT_EQ(counts_of(summary), sent);
  EXPECT_EQ(summary["totals"]["attributed"], total(sent));
}

TEST(Syscall, TimeOfAnIdleServerBeginsWhenAllIsAttached) {
  REQUIRE_BPF();
  const LiveServer server(kStockMemcached);
  const Finished top = support::run_program(
      mcbt({"top", "-p", std::to_string(server.pid()), "-f", "json", "1", "1"}));
  const Json summary = summary_of(top.output);
  EXPECT_EQ(summary["notes"], Json::array());
  // Attaching takes several seconds.
  EXPECT_GT(summary["seconds"], 0);
  EXPECT_LT(summary["seconds"], 2);
}

TEST(Syscall, SaysWhatItCannotFollow) {
  REQUIRE_BPF();
  const LiveServer server(kStockMemcached);
  const Finished top = trace(server, [&] {
    Client client(server.port());
    std::string noop(24, '\0');
    noop[0] = '\x80';
    noop[1] = '\x0a';
    client.ask(noop, std::string("\x81\x0a", 2) + std::string(22, '\0'));
  });
  const Json summary = summary_of(top.output);
  EXPECT_EQ(summary["complete"], false);
  EXPECT_EQ(summary["notes"][0], "not counted: 1 reads of binary protocol");
}

}  // namespace
}  // namespace mcbt::live
