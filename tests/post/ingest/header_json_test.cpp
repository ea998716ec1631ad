#include "post/ingest/header_json.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "tests/support/capture_text.h"

namespace mcbt::ingest {
namespace {

using model::CaptureHeader;
using model::KeyPart;
using model::MapDescription;
using model::MapRole;
using model::MapValue;
using support::header_json;

CaptureHeader header_of(const support::HeaderMembers& changes = {}) {
  const auto header = parse_header(header_json(changes));
  EXPECT_TRUE(header) << header_json(changes);
  return header ? *header : CaptureHeader{};
}

bool fails(const support::HeaderMembers& changes) {
  return !parse_header(header_json(changes));
}

// A header with one map, @k, described so.
support::HeaderMembers with_map(const std::string& description) {
  return {{"maps", "{\"@k\":" + description + "}"}};
}

TEST(HeaderJson, EveryMemberIsRead) {
  const CaptureHeader header = header_of({{"unseen", R"(["mg hits","deletes"])"},
                                          {"blind", R"(["text gets"])"},
                                          {"environment", R"({"A":"1","B":"2"})"}});
  EXPECT_EQ(header.script, "top");
  EXPECT_EQ(header.source, "usdt");
  EXPECT_EQ(header.producer, "mcbt 0.1.0");
  EXPECT_EQ(header.bpftrace, "0.12 to 0.18");
  EXPECT_EQ(header.memcached, "1.6.38");
  EXPECT_EQ(header.host, "cache7");
  EXPECT_EQ(header.binary, "/proc/7744/exe");
  EXPECT_EQ(header.pid, 7744);
  EXPECT_EQ(header.window_ns, 1'000'000'000U);
  EXPECT_EQ(header.key_bytes, 250U);
  EXPECT_EQ(header.max_keys, 10'000U);
  EXPECT_EQ(header.start_ns, support::kStartNs);
  EXPECT_EQ(header.start_epoch_us, support::kStartEpochNs / 1000);
  EXPECT_EQ(header.unseen, (std::vector<std::string>{"mg hits", "deletes"}));
  EXPECT_EQ(header.blind, std::vector<std::string>{"text gets"});
  using Pairs = std::vector<std::pair<std::string, std::string>>;
  EXPECT_EQ(header.environment, (Pairs{{"A", "1"}, {"B", "2"}}));
  using Ops = std::vector<std::pair<uint64_t, std::string>>;
  EXPECT_EQ(header.ops, (Ops{{1, "get_hit"}, {2, "get_miss"}, {4, "set"}}));
}

TEST(HeaderJson, MapsAreDescribedByRoleKeyAndValue) {
  CaptureHeader header = header_of(
      {{"maps", R"({"@c":{"role":"calls","key":["op"],"value":"count"},)"
                R"("@k":{"role":"keys","key":["op","length","key:125","key"],"value":"packed:38"},)"
                R"("@l":{"role":"latency","key":["op"],"value":"hist"},)"
                R"("@s":{"role":"keys","key":["op","length","key"],"value":"stats","later":1}})"}});
  std::ranges::sort(header.maps, {}, &MapDescription::name);
  const KeyPart op{KeyPart::Kind::kOp};
  const KeyPart length{KeyPart::Kind::kLength};
  const KeyPart key{KeyPart::Kind::kKey};
  const std::vector<MapDescription> expected = {
      {"@c", MapRole::kCalls, {op}, {MapValue::Kind::kCount}},
      {"@k",
       MapRole::kKeys,
       {op, length, {KeyPart::Kind::kKeyPrefix, 125}, key},
       {MapValue::Kind::kPacked, 38}},
      {"@l", MapRole::kLatency, {op}, {MapValue::Kind::kHist}},
      {"@s", MapRole::kKeys, {op, length, key}, {MapValue::Kind::kStats}},
  };
  EXPECT_EQ(header.maps, expected);
}

TEST(HeaderJson, WhatAScriptCouldNotKnowIsEmpty) {
  const auto header = parse_header("{}");
  ASSERT_TRUE(header);
  EXPECT_EQ(header->script, "");
  EXPECT_EQ(header->host, "");
  EXPECT_EQ(header->pid, std::nullopt);
  EXPECT_EQ(header->window_ns, 0U);
  EXPECT_EQ(header->start_epoch_us, std::nullopt);
  EXPECT_TRUE(header->maps.empty());
  EXPECT_TRUE(header->ops.empty());
}

TEST(HeaderJson, APidThatIsNoNumberIsNotKnown) {
  EXPECT_EQ(header_of({{"pid", "null"}}).pid, std::nullopt);
  EXPECT_EQ(header_of({{"pid", R"("x")"}}).pid, std::nullopt);
}

TEST(HeaderJson, MembersThatAreNotKnownArePassedOver) {
  const CaptureHeader header = header_of({{"later", R"({"a":[1,{"b":null}]})"}});
  EXPECT_EQ(header.script, "top");
  EXPECT_EQ(header.maps.size(), 4U);
}

TEST(HeaderJson, DetailsOfAnotherTypeAreNotKnown) {
  const CaptureHeader header = header_of({{"host", "5"},
                                          {"unseen", R"("x")"},
                                          {"window_ns", R"("x")"},
                                          {"environment", "[]"},
                                          {"start_epoch", "12"}});
  EXPECT_EQ(header.host, "");
  EXPECT_TRUE(header.unseen.empty());
  EXPECT_EQ(header.window_ns, 0U);
  EXPECT_TRUE(header.environment.empty());
  EXPECT_EQ(header.start_epoch_us, std::nullopt);
}

TEST(HeaderJson, NumbersOutOfTheirRangeAreNotKnown) {
  for (const char* number : {"-1", "1.5", "1.00092e+28", "18446744073709551616"}) {
    EXPECT_EQ(header_of({{"window_ns", number}}).window_ns, 0U) << number;
    EXPECT_EQ(header_of({{"key_bytes", number}}).key_bytes, 0U) << number;
  }
  EXPECT_EQ(header_of({{"window_ns", "18446744073709551615"}}).window_ns, UINT64_MAX);
  EXPECT_EQ(header_of({{"key_bytes", "4294967296"}}).key_bytes, 0U);
  EXPECT_EQ(header_of({{"pid", "18446744073709551615"}}).pid, std::nullopt);
}

TEST(HeaderJson, TheEpochMayComeWithoutItsFraction) {
  const auto epoch = [](const std::string& text) {
    return header_of({{"start_epoch", "\"" + text + "\""}}).start_epoch_us;
  };
  EXPECT_EQ(epoch("1795381513.108462"), 1'795'381'513'108'462);
  EXPECT_EQ(epoch("1795381513.000001"), 1'795'381'513'000'001);
  EXPECT_EQ(epoch("1795381513.%f"), 1'795'381'513'000'000);
  EXPECT_EQ(epoch("1795381513"), 1'795'381'513'000'000);
  EXPECT_EQ(epoch("1795381513.1"), 1'795'381'513'000'000);
  EXPECT_EQ(epoch(""), std::nullopt);
  EXPECT_EQ(epoch("%s.%f"), std::nullopt);
  EXPECT_EQ(epoch("-5.000000"), std::nullopt);
  EXPECT_EQ(epoch("99999999999999.000000"), std::nullopt);
}

TEST(HeaderJson, TextThatIsNoObjectFails) {
  for (const char* text : {"", " ", "[]", "5", "\"x\"", "null", "{\"script\":\"top\"} x"}) {
    const auto header = parse_header(text);
    ASSERT_FALSE(header) << text;
    EXPECT_FALSE(header.error().what.empty());
    EXPECT_FALSE(header.error().hint.empty());
  }
}

TEST(HeaderJson, AnObjectThatIsCutAnywhereFails) {
  const std::string whole = header_json();
  for (size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(parse_header(whole.substr(0, size))) << size;
  }
}

TEST(HeaderJson, MapsInTermsThatAreNotKnownFail) {
  EXPECT_FALSE(fails(with_map(R"({"role":"keys","key":["op","length","key"],"value":"stats"})")));
  EXPECT_TRUE(fails(with_map(R"({"role":"sizes","key":["op"],"value":"count"})")));
  EXPECT_TRUE(fails(with_map(R"({"role":"calls","key":["op"],"value":"average"})")));
  EXPECT_TRUE(fails(with_map(R"({"role":"calls","key":["op","cpu"],"value":"count"})")));
  EXPECT_TRUE(fails(with_map(R"({"role":"keys","key":["op","key:0","key"],"value":"count"})")));
  EXPECT_TRUE(fails(with_map(R"({"role":"keys","key":["op"],"value":"packed:0"})")));
  EXPECT_TRUE(fails(with_map(R"({"role":"keys","key":["op"],"value":"packed:63"})")));
  EXPECT_TRUE(fails(with_map(R"({"role":"keys","key":["op"],"value":"packed:x"})")));
  EXPECT_TRUE(fails(with_map(R"({"key":["op"],"value":"count"})")));
  EXPECT_TRUE(fails(with_map(R"({"role":"calls","key":["op"]})")));
  EXPECT_TRUE(fails(with_map("5")));
  EXPECT_TRUE(fails(with_map("null")));
}

TEST(HeaderJson, MapsWhoseKeysAreNotAListOfPartsFail) {
  EXPECT_TRUE(fails(with_map(R"({"role":"calls","key":"op","value":"count"})")));
  EXPECT_TRUE(fails(with_map(R"({"role":"calls","key":[1],"value":"count"})")));
  EXPECT_TRUE(fails(with_map(R"({"role":"calls","key":{"a":"op"},"value":"count"})")));
}

TEST(HeaderJson, MapsThatAreNoObjectFail) {
  EXPECT_TRUE(fails({{"maps", R"([{"name":"@k","role":"calls","key":["op"],"value":"count"}])"}}));
  EXPECT_TRUE(fails({{"maps", R"("@k")"}}));
}

TEST(HeaderJson, AnErrorNamesTheMapInPrintableText) {
  const auto header =
      parse_header(header_json({{"maps", R"({"@bad\u001b[31m":{"role":"sizes"}})"}}));
  ASSERT_FALSE(header);
  const std::string message = header.error().message();
  EXPECT_NE(message.find("@bad"), std::string::npos);
  EXPECT_EQ(message.find('\x1b'), std::string::npos) << "Error is printable (model/result.h)";
}

}  // namespace
}  // namespace mcbt::ingest
