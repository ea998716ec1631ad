// Keys are byte for byte what the client sent, or marked: on every release of bpftrace that
// $MCBT_BPFTRACE may name.

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <functional>
#include <set>

#include "tests/live/live_mcbt.h"
#include "tests/support/require.h"

namespace mcbt::live {
namespace {

// What mcbt writes for a byte among printable ones.
std::string text_of(int byte) {
  const char c = static_cast<char>(byte);
  if (c == '\\') return "\\\\";
  if (c >= ' ' && c <= '~') return {c};
  std::array<char, 5> text = {};
  std::snprintf(text.data(), text.size(), "\\x%02x", byte);
  return text.data();
}

// bpftrace's strings end at a NUL, and from 0.24 on its map keys lose their spaces.
bool may_be_marked(int byte) {
  return byte == 0 || byte == ' ';
}

Json top_summary(const LiveServer& server, const std::vector<std::string>& flags,
                 const std::function<void(Client&)>& traffic) {
  std::vector<std::string> arguments = {"top", "-p", std::to_string(server.pid()), "-f", "json",
                                        "-r",  "0"};
  arguments.insert(arguments.end(), flags.begin(), flags.end());
  ChildProcess top(mcbt(arguments));
  if (!top.wait_for_errors("Tracing ", kStart)) {
    ADD_FAILURE() << top.finish().errors;
    return {};
  }
  Client client(server.port());
  traffic(client);
  top.signal(SIGINT);
  return summary_of(top.finish().output);
}

TEST(Keys, HoldAnyByteOrAreMarked) {
  REQUIRE_BPF();
  const LiveServer server;
  const std::string filler(90, 'f');  // memcached takes up to 250 bytes of base64
  Counts sent;
  uint64_t markable = 0;
  const Json summary = top_summary(server, {}, [&](Client& client) {
    for (int byte = 0; byte < 256; ++byte) {
      for (const std::string& start : {std::string("k:"), filler, filler + filler}) {
        client.set_any(start + static_cast<char>(byte) + "\"e", "v");
        if (may_be_marked(byte)) {
          ++markable;
        } else {
          sent[start + text_of(byte) + "\"e"]["set"] = 1;
        }
      }
    }
  });
  Counts whole;
  uint64_t marked = 0;
  for (const Json& row : summary["rows"]) {
    if (row["key_truncated"]) {
      marked += row["calls"].get<uint64_t>();
    } else {
      whole[row["key"]]["set"] = row["calls"];
    }
  }
  for (const std::string& start : {std::string("k:"), filler, filler + filler}) {
    if (whole.erase(start + " \"e") != 0) ++marked;  // kept whole, up to 0.23
  }
  EXPECT_EQ(whole, sent);
  EXPECT_EQ(marked, markable);
  EXPECT_EQ(summary["totals"]["attributed"], total(sent) + markable);
  EXPECT_EQ(summary["complete"], false);
}

TEST(Keys, CutByKeyBytesAreMarkedAndNeverMergedInSilence) {
  REQUIRE_BPF();
  for (const std::string bytes : {"10", "100"}) {
    const LiveServer server;
    const std::string start(std::stoul(bytes), 's');
    const Json summary = top_summary(server, {"--key-bytes", bytes}, [&](Client& client) {
      for (const char* end : {"", "abc", "xyz", "ab"}) client.set(start + end, "v");
    });
    // By calls and truncation: two keys of the same start and length are one row.
    std::multiset<std::pair<int, bool>> rows;
    for (const Json& row : summary["rows"]) {
      EXPECT_EQ(row["key"].get<std::string>().substr(0, start.size()), start);
      rows.emplace(row["calls"].get<int>(), row["key_truncated"].get<bool>());
    }
    EXPECT_EQ(rows, (std::multiset<std::pair<int, bool>>{{1, false}, {1, true}, {2, true}}));
    EXPECT_EQ(summary["totals"]["keys_truncated"], 2);
    EXPECT_EQ(summary["complete"], false);
  }
}

TEST(Keys, BeyondTheRoomThereIsAreCountedAllTheSame) {
  REQUIRE_BPF();
  constexpr int kKeys = 2000;
  constexpr uint64_t kRoom = 300;
  const LiveServer server;
  const Json summary =
      top_summary(server, {"--max-keys", std::to_string(kRoom), "30"}, [&](Client& client) {
        for (int i = 0; i < kKeys; ++i) client.set("user:" + std::to_string(i), "v");
        for (int i = 0; i < kKeys; ++i) client.set("user:" + std::to_string(i), "v");
      });
  EXPECT_EQ(summary["totals"]["calls"], 2 * kKeys);
  EXPECT_EQ(summary["rows"].size(), kRoom);
  EXPECT_EQ(summary["totals"]["attributed"], 2 * kRoom);
  for (const Json& row : summary["rows"]) EXPECT_EQ(row["calls"], 2) << row["key"];
  EXPECT_EQ(summary["complete"], false);
  EXPECT_FALSE(summary["notes"].empty());
}

}  // namespace
}  // namespace mcbt::live
