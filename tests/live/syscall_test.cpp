// The syscall source on a memcached without USDT probes: Debian's.

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <memory>
#include <regex>
#include <thread>

#include "tests/live/live_mcbt.h"
#include "tests/support/require.h"

namespace mcbt::live {
namespace {

std::string key_of(int i) {
  return "item:" + std::to_string(i);
}

// 300 sets, 900 gets of which some miss, 300 mg, 20 deletes, one request at a time. Probes
// show no mg that hits, as mcbt says itself, and one that misses as a get.
Counts send_single_requests(Client& client, const std::string& source = "syscall") {
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
    const bool hit = i % kAsked < kStored;
    if (source == "syscall") {
      ++sent[key_of(i % kAsked)][hit ? "get_hit" : "get_miss"];
    } else if (!hit) {
      ++sent[key_of(i % kAsked)]["get"];
    }
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

Finished trace(const LiveServer& server, const std::function<void()>& traffic,
               const std::vector<std::string>& flags = {}) {
  std::vector<std::string> arguments = {
      "top", "-p", std::to_string(server.pid()), "-f", "json", "-r", "0", "1"};
  arguments.insert(arguments.end(), flags.begin(), flags.end());
  ChildProcess top(mcbt(arguments));
  if (!top.wait_for_errors("Tracing ", kStart)) {
    throw std::runtime_error("does not trace: " + top.finish().errors);
  }
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

// One whose probes show all that, or one whose probes no longer do (1.6.40 on): auto knows.
TEST(AnyMemcached, IsCountedExactlyByTheSourceThatAutoPicks) {
  REQUIRE_BPF();
  const LiveServer server;
  const Finished probes =
      run_program(mcbt({"probes", "-p", std::to_string(server.pid()), "-f", "json"}));
  const std::string source = Json::parse(probes.output)["source"];
  Counts sent;
  const Finished top = trace(server, [&] {
    Client client(server.port());
    sent = send_single_requests(client, source);
  });
  EXPECT_EQ(top.status, 0) << top.errors;
  const Json summary = summary_of(top.output);
  EXPECT_EQ(summary["source"], source);
  EXPECT_EQ(counts_of(summary), sent);
  EXPECT_EQ(summary["totals"]["attributed"], total(sent));
}

// More in one write than is followed: what is counted is right, the rest is told, and what comes
// behind is counted again.
TEST(Syscall, TellsWhatOfALongPipelineIsNotCounted) {
  REQUIRE_BPF();
  const LiveServer server(kStockMemcached);
  uint64_t sent = 0;
  const Finished top = trace(server, [&] {
    Client client(server.port());
    client.set("piped", "v");
    for (const int size : {51, 120, 300, 500}) {
      std::string requests;
      for (int i = 0; i + 1 < size; ++i) requests += "get piped\r\n";
      client.ask(requests + "get last\r\nmn\r\n", "MN\r\n");
      sent += static_cast<uint64_t>(size);
    }
    for (int i = 0; i < 30; ++i) client.get({"piped"});
    for (int i = 0; i < 40; ++i) client.get({"behind"});
  });
  EXPECT_EQ(top.status, 0) << top.errors;
  const Json summary = summary_of(top.output);
  const Counts counted = counts_of(summary);
  EXPECT_EQ(counted.at("behind"), (std::map<std::string, uint64_t>{{"get_miss", 40}}));
  EXPECT_EQ(counted.at("piped").at("set"), 1U);
  EXPECT_LT(total(counted), sent + 71);
  EXPECT_EQ(summary["complete"], false);
  EXPECT_NE(summary["notes"].dump().find("not counted: "), std::string::npos) << summary["notes"];
}

// Single gets and sets are read and counted apart from all else: what stands beside them on the
// connection is nothing of theirs, and what is only like one is not taken for one.
TEST(Syscall, CountsSingleRequestsBesideOthers) {
  REQUIRE_BPF();
  const LiveServer server(kStockMemcached);
  const std::string longest(250, 'k');
  const std::string bytes = "k\xc3\xa4\xff\x7f";
  const std::string large(900'000, 'v');  // in several pieces
  Counts sent;
  uint64_t bytes_read = 0;
  uint64_t bytes_written = 0;
  const Finished top = trace(server, [&] {
    Client client(server.port());
    Client other(server.port());
    for (const std::string& key : {std::string("k"), longest, bytes}) {
      client.set(key, "value");
      for (int i = 0; i < 3; ++i) client.get({key});
      sent[key == bytes ? "k\u00e4\\xff\\x7f" : key] = {{"set", 1}, {"get_hit", 3}};
      bytes_read += 3 * 5;
      bytes_written += 5;
    }
    client.get({"none"});
    ++sent["none"]["get_miss"];
    client.send("get spl");
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    client.ask("it\r\n", "END\r\n");
    client.get({"split"});
    sent["split"]["get_miss"] += 2;
    client.get({"one", "two"});
    client.ask("get one \r\n", "END\r\n");
    client.get({"one"});
    sent["one"]["get_miss"] += 3;
    ++sent["two"]["get_miss"];
    client.ask("set quiet 0 0 1 noreply\r\nq\r\nget quiet\r\n", "END\r\n");
    client.get({"quiet"});
    sent["quiet"] = {{"set", 1}, {"get_hit", 2}};
    bytes_read += 2;
    ++bytes_written;
    other.send("get other");
    client.get({"k"});
    other.ask("\r\n", "END\r\n");
    other.get({"other"});
    client.get({"k"});
    sent["other"]["get_miss"] += 2;
    sent["k"]["get_hit"] += 2;
    bytes_read += 2 * 5;
    client.set("large", large);
    for (int i = 0; i < 2; ++i) client.get({"large"});
    sent["large"] = {{"set", 1}, {"get_hit", 2}};
    bytes_read += 2 * large.size();
    bytes_written += large.size();
    for (const std::string& value : {std::string(), std::string("a\r\nb 3\r\n"), longest}) {
      client.set("values", value);
      bytes_written += value.size();
    }
    client.ask("set values 4294967295 0000000000000 001\r\nv\r\n", "STORED\r\n");
    client.send("set values 0 0 2\r\n");
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    client.ask("vv\r\n", "STORED\r\n");
    client.ask("set values 0 0 1\r\nv\r\nset values 0 0 2\r\nvv\r\n", "STORED\r\nSTORED\r\n");
    bytes_written += 1 + 2 + 1 + 2;
    sent["values"]["set"] = 7;
    client.ask("set refused 0 0 1\r\nvv\r\n", "ERROR\r\n");
    ++sent["refused"]["set"];
    client.set("k", "value");
    ++sent["k"]["set"];
    bytes_written += 5;
    client.ask("get " + std::string(300, 'k') + "\r\n", "\r\n");  // refused
    client.get({"k"});
    ++sent["k"]["get_hit"];
    bytes_read += 5;
  });
  EXPECT_EQ(top.status, 0) << top.errors;
  const Json summary = summary_of(top.output);
  EXPECT_EQ(summary["complete"], true) << summary["notes"];
  EXPECT_EQ(counts_of(summary), sent);
  EXPECT_EQ(summary["totals"]["bytes_read"], bytes_read);
  EXPECT_EQ(summary["totals"]["bytes_written"], bytes_written);
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

// With more connections than maps have room for, each request is counted or told.
TEST(Syscall, TellsOfConnectionsThatFindNoRoom) {
  REQUIRE_BPF();
  constexpr size_t kConnections = 300;
  constexpr size_t kRounds = 3;
  const LiveServer server(kStockMemcached);
  const Finished top = trace(server,
                             [&] {
                               std::vector<std::unique_ptr<Client>> clients;
                               for (size_t i = 0; i < kConnections; ++i) {
                                 clients.push_back(std::make_unique<Client>(server.port()));
                               }
                               for (size_t round = 0; round < kRounds; ++round) {
                                 for (const auto& client : clients) client->get({"key"});
                               }
                             },
                             {"--max-keys", "64"});
  EXPECT_EQ(top.status, 0) << top.errors;
  const Json summary = summary_of(top.output);
  EXPECT_EQ(summary["complete"], false);
  std::smatch told;
  const std::string notes = summary["notes"].dump();
  ASSERT_TRUE(std::regex_search(
      notes, told, std::regex(R"(not counted: (\d+) requests or connections that found no room)")))
      << notes;
  EXPECT_EQ(summary["totals"]["calls"].get<size_t>() + std::stoul(told[1]), kConnections * kRounds);
}

TEST(Syscall, TimeOfAnIdleServerBeginsWhenAllIsAttached) {
  REQUIRE_BPF();
  const LiveServer server(kStockMemcached);
  const Finished top =
      run_program(mcbt({"top", "-p", std::to_string(server.pid()), "-f", "json", "1", "1"}));
  const Json summary = summary_of(top.output);
  EXPECT_EQ(summary["notes"], Json::array());
  // Attaching takes several seconds.
  EXPECT_GT(summary["seconds"], 0);
  EXPECT_LT(summary["seconds"], 2);
}

// A request of the binary protocol: numbers are big-endian, those below 256 suffice here.
std::string binary(char opcode, const std::string& key, const std::string& extras = "",
                   const std::string& value = "") {
  std::string request(24, '\0');
  request[0] = '\x80';
  request[1] = opcode;
  request[3] = static_cast<char>(key.size());
  request[4] = static_cast<char>(extras.size());
  request[11] = static_cast<char>(extras.size() + key.size() + value.size());
  return request + extras + key + value;
}

// The end of a response to a request that does nothing.
std::string no_operation() {
  return std::string("\x81\x0a", 2) + std::string(22, '\0');
}

TEST(Syscall, CountsTheBinaryProtocolWithItsQuietRequests) {
  REQUIRE_BPF();
  const LiveServer server(kStockMemcached);
  const Finished top = trace(server, [&] {
    Client client(server.port());
    const std::string noop = binary(0x0a, "");
    const std::string extras(8, '\0');
    client.ask(binary(0x01, "here", extras, "value") + noop, no_operation());
    client.ask(binary(0x00, "here") + binary(0x00, "gone") + noop, no_operation());
    // Quiet gets with keys in their responses, and quiet sets, which have none.
    client.ask(binary(0x0d, "gone") + binary(0x0d, "here") + binary(0x0d, "gone") + noop,
               no_operation());
    client.ask(binary(0x11, "quiet", extras, "12") + binary(0x04, "here") + noop, no_operation());
  });
  const Json summary = summary_of(top.output);
  EXPECT_EQ(counts_of(summary), (Counts{{"here", {{"set", 1}, {"get_hit", 2}, {"delete", 1}}},
                                        {"gone", {{"get_miss", 3}}},
                                        {"quiet", {{"set", 1}}}}));
  EXPECT_EQ(summary["totals"]["bytes_read"], 10);
  EXPECT_EQ(summary["totals"]["bytes_written"], 7);
  EXPECT_EQ(summary["complete"], true) << summary["notes"];
}

TEST(Syscall, SnoopShowsWhatBecameOfEachOperation) {
  REQUIRE_BPF();
  const LiveServer server(kStockMemcached);
  ChildProcess snoop(mcbt({"snoop", "-p", std::to_string(server.pid()), "-f", "json"}));
  ASSERT_TRUE(snoop.wait_for_errors("Tracing ", kStart));
  Client client(server.port());
  get_until_traced(client, [&] { return snoop.output(); });
  const std::string longest(250, 'L');
  client.set("k1", "12345");
  client.get({"k1", "nope", longest});
  client.ask("add k1 0 0 1\r\nx\r\n", "\r\n");
  client.ask("cas k1 0 0 1 999999\r\nx\r\n", "\r\n");
  client.ask("incr nope 1\r\n", "\r\n");
  client.ask("mg k1\r\n", "\r\n");
  client.erase("k1");
  ASSERT_TRUE(snoop.wait_for_output("\"delete\"", kStart));
  snoop.signal(SIGINT);
  std::vector<Json> seen;
  for (const Json& operation : json_lines(snoop.finish().output)) {
    if (operation["key"] == kMarker) continue;
    EXPECT_GT(operation["latency_us"], 0) << operation;
    seen.push_back({operation["op"], operation["result"], operation["size"], operation["key"]});
  }
  const Json none;
  EXPECT_EQ(seen, (std::vector<Json>{{"set", "ok", 5, "k1"},
                                     {"get_hit", "hit", 5, "k1"},
                                     {"get_miss", "miss", none, "nope"},
                                     {"get_miss", "miss", none, longest},
                                     {"add", "fail", none, "k1"},
                                     {"cas", "exists", none, "k1"},
                                     {"incr", "miss", none, "nope"},
                                     {"get_hit", "hit", 0, "k1"},
                                     {"delete", "ok", none, "k1"}}));
}

uint64_t counted(const Json& latencies) {
  uint64_t sum = 0;
  for (const Json& histogram : latencies["histograms"]) sum += histogram["count"].get<uint64_t>();
  return sum;
}

TEST(Syscall, LatencyIsOfTheKeysThatMatch) {
  REQUIRE_BPF();
  const LiveServer server(kStockMemcached);
  ChildProcess latency(
      mcbt({"latency", "-p", std::to_string(server.pid()), "-k", "^item:7$", "-f", "json", "1"}));
  ASSERT_TRUE(latency.wait_for_errors("Tracing ", kStart));
  // The first window begins when all is attached.
  ASSERT_TRUE(latency.wait_for_output("window", kStart));
  Client client(server.port());
  for (int i = 0; i < 40; ++i) client.get({key_of(i % 20)});
  latency.signal(SIGINT);
  const Json summary = summary_of(latency.finish().output);
  EXPECT_EQ(summary["requests"], 40);
  EXPECT_EQ(summary["matching"], 2);
  EXPECT_EQ(counted(summary), 2U);
  EXPECT_EQ(summary["complete"], true) << summary["notes"];
}

TEST(Syscall, SaysWhatItCannotFollow) {
  REQUIRE_BPF();
  const LiveServer server(kStockMemcached);
  const Finished top = trace(server, [&] {
    // The beginning of a TLS record, which this memcached takes for a bad request.
    Client(server.port()).ask(std::string("\x17\x03\x03\x00\x05hello\r\n", 12), "\r\n");
  });
  const Json summary = summary_of(top.output);
  EXPECT_EQ(summary["complete"], false);
  EXPECT_EQ(summary["notes"][0], "not counted: 1 reads of TLS");
}

}  // namespace
}  // namespace mcbt::live
