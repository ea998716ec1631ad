#include "post/ingest/protocol_map.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/post/ingest/event_log.h"
#include "tests/support/capture_text.h"

namespace mcbt::ingest {
namespace {

using model::KeyPart;
using model::MapRole;
using model::MapValue;
using Events = std::vector<std::string>;

const std::vector<KeyPart> kOpKey = {{KeyPart::Kind::kOp}};
const std::vector<KeyPart> kFullKey = {
    {KeyPart::Kind::kOp}, {KeyPart::Kind::kLength}, {KeyPart::Kind::kKey}};
const model::MapDescription kCalls{"@calls", MapRole::kCalls, kOpKey, {MapValue::Kind::kCount}};
const model::MapDescription kCounted{"@keys", MapRole::kKeys, kFullKey, {MapValue::Kind::kCount}};
const model::MapDescription kStats{"@keys", MapRole::kKeys, kFullKey, {MapValue::Kind::kStats}};
const model::MapDescription kPacked{
    "@keys", MapRole::kKeys, kFullKey, {MapValue::Kind::kPacked, 32}};
const model::MapDescription kLatency{
    "@latency", MapRole::kLatency, kOpKey, {MapValue::Kind::kHist}};

struct Decoded {
  Events events;
  std::string damage;  // empty: none
};

Decoded decode_map(const model::MapDescription& map, std::string_view body, uint32_t escapes = 1) {
  EventLog log;
  const auto damage = decode_protocol_map(map, body, escapes, log);
  return {log.events, damage.value_or("")};
}

TEST(ProtocolMap, CallsAreTotalsByOp) {
  const Decoded decoded = decode_map(kCalls, R"( {"2": 20, "1": 5211, "14": 3}}})");
  EXPECT_EQ(decoded.events, (Events{"total get_miss 20", "total get_hit 5211", "total delete 3"}));
  EXPECT_EQ(decoded.damage, "");
}

TEST(ProtocolMap, ConnectionsAreStatisticsByOpAndDescriptor) {
  const model::MapDescription map{"@connections",
                                  MapRole::kConnections,
                                  {{KeyPart::Kind::kOp}, {KeyPart::Kind::kConnection}},
                                  {MapValue::Kind::kPacked, 32}};
  const Decoded decoded = decode_map(map, R"( {"1,24": 12884901948, "4,107": 4294967296}}})");
  EXPECT_EQ(decoded.events, (Events{"connection 24 get_hit 3 60", "connection 107 set 1 0"}));
  EXPECT_EQ(decoded.damage, "");
}

TEST(ProtocolMap, AConnectionThatIsNoNumberOrOfNoOpIsDamage) {
  const model::MapDescription map{"@connections",
                                  MapRole::kConnections,
                                  {{KeyPart::Kind::kOp}, {KeyPart::Kind::kConnection}},
                                  {MapValue::Kind::kCount}};
  const Decoded decoded = decode_map(map, R"( {"1,x": 1, "99,24": 1, "1,24": 7}}})");
  EXPECT_EQ(decoded.events, (Events{"connection 24 get_hit 7 0"}));
  EXPECT_EQ(decoded.damage, "@connections: 2 entries are not of the shape described");
}

TEST(ProtocolMap, CountsAreOperations) {
  const Decoded decoded = decode_map(kCounted, R"( {"1,6,user:1": 5, "2,3,a,b": 1}}})");
  EXPECT_EQ(decoded.events, (Events{"get_hit user:1/6 5 0", "get_miss a,b/3 1 0"}));
  EXPECT_EQ(decoded.damage, "");
}

TEST(ProtocolMap, StatsAreOperationsAndTheirBytes) {
  const Decoded decoded =
      decode_map(kStats, R"( {"1,6,user:1": {"count": 4810, "average": 15, "total": 72150}}}})");
  EXPECT_EQ(decoded.events, Events{"get_hit user:1/6 4810 72150"});
  EXPECT_EQ(decoded.damage, "");
}

TEST(ProtocolMap, PackedSumsAreOperationsAndTheirBytes) {
  const Decoded decoded =
      decode_map(kPacked, R"( {"1,6,user:1": )" + support::packed(7, 105) + R"(, "4,1,k": )" +
                              support::packed(1, 0) + R"(, "4,1,l": )" +
                              support::packed(2, 4'294'967'295) + "}}}");
  EXPECT_EQ(decoded.events,
            (Events{"get_hit user:1/6 7 105", "set k/1 1 0", "set l/1 2 4294967295"}));
  EXPECT_EQ(decoded.damage, "");
}

TEST(ProtocolMap, PackedSumsMayUseAll63BitsAndQuotes) {
  const model::MapDescription map{"@k", MapRole::kKeys, kFullKey, {MapValue::Kind::kPacked, 38}};
  EXPECT_EQ(decode_map(map, R"( {"1,1,k": 9223372036854775807}}})").events,
            Events{"get_hit k/1 33554431 274877906943"});
  EXPECT_EQ(decode_map(map, R"( {"1,1,k": "9223372036854775807"}}})").events,
            Events{"get_hit k/1 33554431 274877906943"});
}

TEST(ProtocolMap, HistogramsAreLatencyBuckets) {
  const Decoded decoded = decode_map(
      kLatency,
      R"( {"1": [{"min": 4, "max": 7, "count": 30}, {"min": 8, "max": 15, "count": 0},)"
      R"({"min": 16, "max": 31, "count": 2}], "0": [{"min": 0, "max": 0, "count": 1}]}}})");
  EXPECT_EQ(decoded.events, (Events{"latency get_hit 4..7 30", "latency get_hit 16..31 2",
                                    "latency other 0..0 1"}));
  EXPECT_EQ(decoded.damage, "");
}

TEST(ProtocolMap, ABucketThatIsOpenAboveReachesAsFarAsCanBe) {
  EXPECT_EQ(decode_map(kLatency, R"( {"1": [{"min": 100, "count": 3}]}}})").events,
            Events{"latency get_hit 100..9223372036854775807 3"});
}

TEST(ProtocolMap, ANegativeBucketIsNotPassedOn) {
  EXPECT_EQ(decode_map(kLatency, R"( {"1": [{"max": -1, "count": 1}, {"min": -4, "max": -3, )"
                                 R"("count": 1}, {"min": 4, "max": 7, "count": 2}]}}})")
                .events,
            Events{"latency get_hit 4..7 2"});
}

TEST(ProtocolMap, ABucketThatEndsBeforeItStartsIsRefused) {
  const Decoded decoded =
      decode_map(kLatency, R"( {"1": [{"min": 5, "max": -7, "count": 1}, {"min": 8, "max": 15, )"
                           R"("count": 1}], "2": [{"min": 8, "max": 7, "count": 1}]}}})");
  for (const std::string& event : decoded.events) EXPECT_EQ(event, "latency get_hit 8..15 1");
  EXPECT_NE(decoded.damage, "");
}

TEST(ProtocolMap, AHexadecimalCountIsDamageAndWhatStandsBeforeItCounts) {
  const Decoded decoded =
      decode_map(kLatency, R"( {"1": [{"min": 4, "max": 7, "count": 3},{"min": 8, "max": 15, )"
                           R"("count": 1a}], "2": [{"min": 4, "max": 7, "count": 9}]}}})");
  EXPECT_EQ(decoded.events, (Events{"latency get_hit 4..7 3", "latency get_miss 4..7 9"}));
  EXPECT_EQ(decoded.damage, "@latency: 1 entries are not of the shape described");
}

TEST(ProtocolMap, NegativeNumbersAreRefused) {
  EXPECT_EQ(decode_map(kCalls, R"( {"1": -5}}})").events, Events{});
  EXPECT_NE(decode_map(kCalls, R"( {"1": -5}}})").damage, "");
  EXPECT_EQ(decode_map(kCounted, R"( {"1,1,k": -5}}})").events, Events{});
  EXPECT_EQ(decode_map(kPacked, R"( {"1,1,k": -1}}})").events, Events{});
  EXPECT_EQ(decode_map(kPacked, R"( {"1,1,k": -9223372036854775808}}})").events, Events{});
  for (const char* value : {R"({"count": -1, "average": 0, "total": 0})",
                            R"({"count": 1, "average": -1, "total": -1})"}) {
    const Decoded decoded = decode_map(kStats, R"( {"1,1,k": )" + std::string(value) + "}}}");
    EXPECT_EQ(decoded.events, Events{});
    EXPECT_EQ(decoded.damage, "@keys: 1 entries are not of the shape described");
  }
}

TEST(ProtocolMap, EntriesOfAnotherShapeAreCountedAndTheOthersUsed) {
  const Decoded decoded = decode_map(
      kCounted, R"( {"1,1,a": 1, "15,1,b": 1, "0,1,c": 1, "x": 1, "1,1,d": "text", )"
                R"("1,1,e": {"count": 1, "average": 1, "total": 1}, "1,1,f": [{"min": 1, )"
                R"("count": 1}], "1,1,g": 18446744073709551615, "1,1,h": 2}}})");
  EXPECT_EQ(decoded.events, (Events{"get_hit a/1 1 0", "get_hit h/1 2 0"}));
  EXPECT_EQ(decoded.damage, "@keys: 7 entries are not of the shape described");
}

TEST(ProtocolMap, OpsThatAreNotKnownAreRefusedInEveryRole) {
  EXPECT_NE(decode_map(kCalls, R"( {"15": 5}}})").damage, "");
  EXPECT_NE(decode_map(kCalls, R"( {"0": 5}}})").damage, "");
  EXPECT_NE(decode_map(kLatency, R"( {"15": [{"min": 4, "max": 7, "count": 3}]}}})").damage, "");
}

TEST(ProtocolMap, StatsAndCountsAreNotTakenForEachOther) {
  EXPECT_NE(decode_map(kStats, R"( {"1,1,k": 5}}})").damage, "");
  EXPECT_NE(decode_map(kPacked, R"( {"1,1,k": {"count": 1, "average": 1, "total": 1}}}})").damage,
            "");
  EXPECT_NE(decode_map(kLatency, R"( {"1": 5}}})").damage, "");
}

TEST(ProtocolMap, KeysAreUnescaped) {
  const std::string key("q\"\\\n\x01\x80\xff,", 8);
  const std::string line = support::map_line("@keys", {{"1,8," + key, "1"}, {"1,1,k", "1"}});
  const std::string body = line.substr(line.find("{\"1"));
  EXPECT_EQ(decode_map(kCounted, body).events,
            (Events{"get_hit " + key + "/8 1 0", "get_hit k/1 1 0"}));
}

TEST(ProtocolMap, ManyEntriesKeepTheirKeysApart) {
  const model::MapDescription two_parts{"@long",
                                        MapRole::kKeys,
                                        {{KeyPart::Kind::kOp},
                                         {KeyPart::Kind::kLength},
                                         {KeyPart::Kind::kKeyPrefix, 3},
                                         {KeyPart::Kind::kKey}},
                                        {MapValue::Kind::kCount}};
  support::MapEntries entries;
  Events expected;
  for (int i = 100; i < 1000; ++i) {
    const std::string number = std::to_string(i);
    entries.emplace_back("1,5," + number + ",\n" + number.substr(2), number);
    expected.push_back("get_hit " + number + "\n" + number.substr(2) + "/5 " + number + " 0");
  }
  const std::string line = support::map_line("@long", entries);
  EXPECT_EQ(decode_map(two_parts, line.substr(line.find("{\"1"))).events, expected);
}

TEST(ProtocolMap, AMapThatIsCutYieldsWhatStandsBefore) {
  const std::string body = R"( {"1,1,a": 11, "1,1,b": 22, "1,1,c": 33)";
  const Events all = {"get_hit a/1 11 0", "get_hit b/1 22 0", "get_hit c/1 33 0"};
  for (size_t size = 0; size <= body.size(); ++size) {
    const Decoded decoded = decode_map(kCounted, body.substr(0, size));
    EXPECT_TRUE(std::equal(decoded.events.begin(), decoded.events.end(), all.begin())) << size;
    EXPECT_TRUE(decoded.damage.starts_with("@keys: ")) << size;
  }
}

TEST(ProtocolMap, AMapWithoutKeysIsNotOfTheShapeDescribed) {
  EXPECT_EQ(decode_map(kCalls, " 12}}").events, Events{});
  EXPECT_NE(decode_map(kCalls, " 12}}").damage, "");
}

const model::MapDescription kHits{
    "@hits", MapRole::kCalls, {{KeyPart::Kind::kOneOp, 1}}, {MapValue::Kind::kCount}};

TEST(ProtocolMap, ATotalOfOneOpIsANumberWithoutKeys) {
  EXPECT_EQ(decode_map(kHits, " 5211}}").events, Events{"total get_hit 5211"});
  EXPECT_EQ(decode_map(kHits, R"( "9007199254740993"}})").events,
            Events{"total get_hit 9007199254740993"});
  for (const char* body : {R"( {"1": 5}}})", " -5}}", " 0x5}}", " 5"}) {
    EXPECT_NE(decode_map(kHits, body).damage, "") << body;
  }
}

TEST(ProtocolMap, ATotalOfAnOpUnknownHereIsDamage) {
  model::MapDescription unknown = kHits;
  unknown.key.front().size = 99;
  EXPECT_NE(decode_map(unknown, " 5}}").damage, "");
}

TEST(ProtocolMap, ATotalOfNoneSaysNothing) {
  EXPECT_TRUE(is_empty_print(kHits, " 0}}"));
  EXPECT_FALSE(is_empty_print(kHits, " 10}}"));
  EXPECT_FALSE(is_empty_print(kHits, ""));
  EXPECT_FALSE(is_empty_print(kCalls, " 0}}"));
}

TEST(ProtocolMap, AnEmptyMapSaysNothing) {
  EXPECT_EQ(decode_map(kCalls, " {}}}").events, Events{});
  EXPECT_EQ(decode_map(kCalls, " {}}}").damage, "");
  EXPECT_TRUE(is_empty_print(kCalls, " {}}}"));
  EXPECT_TRUE(is_empty_print(kCalls, "{ }}}"));
  EXPECT_FALSE(is_empty_print(kCalls, R"( {"1": 1}}})"));
  EXPECT_FALSE(is_empty_print(kCalls, " 5}}"));
  EXPECT_FALSE(is_empty_print(kCalls, " {"));
  EXPECT_FALSE(is_empty_print(kCalls, ""));
}

const model::MapDescription kLong{"@long",
                                  MapRole::kKeys,
                                  {{KeyPart::Kind::kOp},
                                   {KeyPart::Kind::kLength},
                                   {KeyPart::Kind::kKeyPrefix, 3},
                                   {KeyPart::Kind::kKeyPrefix, 3},
                                   {KeyPart::Kind::kKey}},
                                  {MapValue::Kind::kCount}};

TEST(ProtocolMap, KeysThatWereEscapedTwiceAreUnescapedTwice) {
  constexpr std::string_view kBody = R"( {"4,3,q\\\"q": 2, "4,2,\\\\n": 1, "4,2,\\u001b\\t": 3}}})";
  const Events expected = {"set q\"q/3 2 0", "set \\n/2 1 0", "set \x1b\t/2 3 0"};
  EXPECT_EQ(decode_map(kCounted, kBody, 2).events, expected);
}

TEST(ProtocolMap, KeysThatWereEscapedOnceAreNotTakenForMore) {
  constexpr std::string_view kBody = R"( {"4,3,q\"q": 2, "4,3,\\\\n": 1, "4,6,\\u001b": 3}}})";
  const Events expected = {"set q\"q/3 2 0", "set \\\\n/3 1 0", "set \\u001b/6 3 0"};
  EXPECT_EQ(decode_map(kCounted, kBody, 1).events, expected);
}

// str() stops at a NUL: of a, quote, NUL only two bytes are there, which are escaped to three.
TEST(ProtocolMap, ACutKeyIsNotTakenForAWholeOneBecauseOfItsEscapes) {
  EXPECT_EQ(decode_map(kCounted, R"( {"4,3,a\\\"": 2}}})", 2).events, Events{"set a\"/3 cut 2 0"});
}

// As 0.17 and 0.23 print it.
TEST(ProtocolMap, APrintedQuoteTellsHowOftenKeysAreEscaped) {
  EXPECT_EQ(escapes_of_printed_quote(R"( {"\"": 1}}})"), 1U);
  EXPECT_EQ(escapes_of_printed_quote(R"( {"\\\"": 1}}})"), 2U);
  for (const char* other : {"", "{}", "{\"a\": 1}}}", "1}}"}) {
    EXPECT_EQ(escapes_of_printed_quote(other), 1U) << other;
  }
}

TEST(ProtocolMap, LongKeysThatWereEscapedTwiceArePutTogether) {
  EXPECT_EQ(decode_map(kLong, R"( {"4,8,a\\\"b,\\\\cd,\\u001be": 2}}})", 2).events,
            Events{"set a\"b\\cd\x1b"
                   "e/8 2 0"});
}

}  // namespace
}  // namespace mcbt::ingest
