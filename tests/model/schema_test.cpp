#include "model/schema.h"

#include <gtest/gtest.h>

namespace mcbt::model {
namespace {

constexpr int64_t kSecondNs = 1'000'000'000;
// The longest time from a capture's start that is taken for true.
constexpr int64_t kCenturyNs = int64_t{100} * 366 * 24 * 3600 * kSecondNs;

TEST(Schema, MarksAreThoseOfTheProtocol) {
  EXPECT_EQ(kCaptureMark, "mcbt-capture");
  EXPECT_EQ(kWindowMark, "mcbt-window");
  EXPECT_EQ(kStoppingMark, "mcbt-stopping");
  EXPECT_EQ(kEndMark, "mcbt-end");
  EXPECT_EQ(kProtocolVersion, 1);
}

TEST(Schema, RolesAreReadBackFromTheirNames) {
  EXPECT_EQ(name_of(MapRole::kCalls), "calls");
  EXPECT_EQ(name_of(MapRole::kKeys), "keys");
  EXPECT_EQ(name_of(MapRole::kLatency), "latency");
  EXPECT_EQ(name_of(MapRole::kConnections), "connections");
  for (const MapRole role :
       {MapRole::kCalls, MapRole::kKeys, MapRole::kLatency, MapRole::kConnections}) {
    EXPECT_EQ(map_role(name_of(role)), role);
  }
}

TEST(Schema, RolesOfOtherNamesAreNone) {
  for (const char* name : {"", "Calls", "call", "keys ", "count"}) {
    EXPECT_EQ(map_role(name), std::nullopt) << name;
  }
}

TEST(Schema, ValuesAreReadBackFromTheirNames) {
  EXPECT_EQ(name_of(MapValue{MapValue::Kind::kCount}), "count");
  EXPECT_EQ(name_of(MapValue{MapValue::Kind::kStats}), "stats");
  EXPECT_EQ(name_of(MapValue{MapValue::Kind::kHist}), "hist");
  EXPECT_EQ(name_of(MapValue{MapValue::Kind::kPacked, 38}), "packed:38");
  for (const MapValue value :
       {MapValue{MapValue::Kind::kCount}, MapValue{MapValue::Kind::kStats},
        MapValue{MapValue::Kind::kHist}, MapValue{MapValue::Kind::kPacked, 1},
        MapValue{MapValue::Kind::kPacked, 38}, MapValue{MapValue::Kind::kPacked, 62}}) {
    EXPECT_EQ(map_value(name_of(value)), value) << name_of(value);
  }
}

// A shift of 63 and more leaves no bit for operations in a signed sum.
TEST(Schema, ValuesOfOtherNamesAreNone) {
  for (const char* name :
       {"", "counts", "Count", "packed", "packed:", "packed:0", "packed:63", "packed:64",
        "packed:4294967297", "packed:99999999999999999999", "packed:-1", "packed:+8", "packed: 8",
        "packed:8 ", "packed:8x", "packed:0x8", "stats:8"}) {
    EXPECT_EQ(map_value(name), std::nullopt) << name;
  }
}

TEST(Schema, KeyPartsAreReadBackFromTheirNames) {
  EXPECT_EQ(name_of(KeyPart{KeyPart::Kind::kOp}), "op");
  EXPECT_EQ(name_of(KeyPart{KeyPart::Kind::kConnection}), "connection");
  EXPECT_EQ(key_part("connection"), KeyPart{KeyPart::Kind::kConnection});
  EXPECT_EQ(name_of(KeyPart{KeyPart::Kind::kLength}), "length");
  EXPECT_EQ(name_of(KeyPart{KeyPart::Kind::kKey}), "key");
  EXPECT_EQ(name_of(KeyPart{KeyPart::Kind::kKeyPrefix, 125}), "key:125");
  EXPECT_EQ(name_of(KeyPart{KeyPart::Kind::kOneOp, 14}), "op:14");
  for (const KeyPart part :
       {KeyPart{KeyPart::Kind::kOp}, KeyPart{KeyPart::Kind::kLength}, KeyPart{KeyPart::Kind::kKey},
        KeyPart{KeyPart::Kind::kKeyPrefix, 1}, KeyPart{KeyPart::Kind::kKeyPrefix, UINT32_MAX},
        KeyPart{KeyPart::Kind::kOneOp, 1}}) {
    EXPECT_EQ(key_part(name_of(part)), part) << name_of(part);
  }
}

TEST(Schema, KeyPartsOfOtherNamesAreNone) {
  for (const char* name : {"", "Op", "keys", "key:", "key:0", "key:4294967296", "key:-5", "key:5,",
                           "key: 5", "length:5", "op:", "op:x", "prefix"}) {
    EXPECT_EQ(key_part(name), std::nullopt) << name;
  }
}

CaptureHeader started(uint64_t start_ns, std::optional<int64_t> start_epoch_us) {
  CaptureHeader header;
  header.start_ns = start_ns;
  header.start_epoch_us = start_epoch_us;
  return header;
}

TEST(WallClock, IsTheStartsAtTheStart) {
  EXPECT_EQ(started(5'000, 1'795'370'400'123'456).wall_clock_ns(5'000), 1'795'370'400'123'456'000);
}

TEST(WallClock, GoesOnWithTheScriptsClock) {
  const CaptureHeader header = started(kSecondNs, 1'795'370'400'000'000);
  EXPECT_EQ(header.wall_clock_ns(kSecondNs + 1), 1'795'370'400'000'000'001);
  EXPECT_EQ(header.wall_clock_ns(61 * kSecondNs), 1'795'370'460'000'000'000);
}

TEST(WallClock, IsKnownBeforeTheStartToo) {
  EXPECT_EQ(started(kSecondNs, 1'795'370'400'000'000).wall_clock_ns(0), 1'795'370'399'000'000'000);
  EXPECT_EQ(started(kSecondNs, 0).wall_clock_ns(0), -kSecondNs);
}

TEST(WallClock, IsNotKnownWhereTheStartsIsNot) {
  EXPECT_EQ(started(5'000, std::nullopt).wall_clock_ns(5'000), std::nullopt);
}

TEST(WallClock, IsNotKnownMoreThanACenturyFromTheStart) {
  const CaptureHeader header = started(0, 0);
  EXPECT_EQ(header.wall_clock_ns(kCenturyNs), kCenturyNs);
  EXPECT_EQ(header.wall_clock_ns(kCenturyNs + 1), std::nullopt);
  EXPECT_EQ(header.wall_clock_ns(INT64_MAX), std::nullopt);
  EXPECT_EQ(header.wall_clock_ns(uint64_t{INT64_MAX} + 1), std::nullopt);
}

TEST(WallClock, IsNotKnownMoreThanACenturyBeforeTheStart) {
  const CaptureHeader header = started(uint64_t{kCenturyNs} + 1, 0);
  EXPECT_EQ(header.wall_clock_ns(1), -kCenturyNs);
  EXPECT_EQ(header.wall_clock_ns(0), std::nullopt);
}

// 2100 is the latest start that a capture's reader accepts.
TEST(WallClock, DoesNotOverflowForTheLatestStart) {
  constexpr int64_t kYear2100Us = 4'102'444'800'000'000;
  EXPECT_EQ(started(0, kYear2100Us).wall_clock_ns(kCenturyNs), kYear2100Us * 1000 + kCenturyNs);
}

}  // namespace
}  // namespace mcbt::model
