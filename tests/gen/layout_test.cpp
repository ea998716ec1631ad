#include "gen/layout.h"

#include <gtest/gtest.h>

#include "tests/gen/specs.h"

namespace mcbt::gen {
namespace {

using model::KeyPart;
using model::MapDescription;
using model::MapRole;
using model::MapValue;

using Environment = std::vector<std::pair<std::string, std::string>>;

ScriptSpec with_window(uint64_t window_ms, bool readable = true) {
  ScriptSpec spec = spec_of(ScriptKind::kTop);
  spec.window_ms = window_ms;
  spec.readable = readable;
  return spec;
}

ScriptSpec with_key_bytes(uint32_t bytes, ScriptKind kind = ScriptKind::kTop) {
  ScriptSpec spec = spec_of(kind);
  spec.key_bytes = bytes;
  return spec;
}

Layout laid_out(const ScriptSpec& spec) {
  return lay_out(spec, default_dialect());
}

// "TICKSxMS" of a window.
std::string ticks(uint64_t window_ms) {
  const Layout layout = laid_out(with_window(window_ms));
  return std::to_string(layout.ticks) + "x" + std::to_string(layout.tick_ms);
}

struct KeyRoom {
  bool two_parts;
  uint32_t part;
  uint32_t key_bytes;
  std::string string_limit;

  bool operator==(const KeyRoom&) const = default;
};

KeyRoom room_for(uint32_t key_bytes) {
  const Layout layout = laid_out(with_key_bytes(key_bytes));
  return {layout.two_parts, layout.part, layout.key_bytes, layout.environment.at(0).second};
}

TEST(Ticks, AreAtLeastFourAWindow) {
  EXPECT_EQ(ticks(1000), "4x250");
  EXPECT_EQ(ticks(500), "4x125");
  EXPECT_EQ(ticks(200), "4x50");
  EXPECT_EQ(ticks(100), "4x25");
}

TEST(Ticks, AreNoLongerThanAQuarterOfASecond) {
  EXPECT_EQ(ticks(1250), "5x250");
  EXPECT_EQ(ticks(1100), "5x220");
  EXPECT_EQ(ticks(2000), "8x250");
  EXPECT_EQ(ticks(60'000), "240x250");
  EXPECT_EQ(ticks(86'400'000), "345600x250");
}

TEST(Ticks, AreNoShorterThanAMillisecond) {
  EXPECT_EQ(ticks(4), "4x1");
  EXPECT_EQ(ticks(1), "4x1");
  EXPECT_EQ(ticks(0), "4x1");
}

TEST(KeyRoom, IsOneStringUpToWhatOneHolds) {
  EXPECT_EQ(room_for(1), (KeyRoom{false, 1, 1, "2"}));
  EXPECT_EQ(room_for(64), (KeyRoom{false, 64, 64, "65"}));
  EXPECT_EQ(room_for(125), (KeyRoom{false, 125, 125, "126"}));
}

TEST(KeyRoom, IsTwoStringsOfHalfTheKeyAbove) {
  EXPECT_EQ(room_for(126), (KeyRoom{true, 63, 126, "64"}));
  EXPECT_EQ(room_for(250), (KeyRoom{true, 125, 250, "126"}));
}

TEST(KeyRoom, IsRoundedUpToTwoStringsOfTheSameLength) {
  EXPECT_EQ(room_for(127), (KeyRoom{true, 64, 128, "65"}));
  EXPECT_EQ(room_for(249), (KeyRoom{true, 125, 250, "126"}));
}

TEST(KeyRoom, NeverNeedsMoreThanTheDialectsStringLimit) {
  for (uint32_t bytes = 1; bytes <= model::kMaxKeyBytes; ++bytes) {
    const KeyRoom room = room_for(bytes);
    EXPECT_LE(std::stoi(room.string_limit), default_dialect().string_limit) << bytes;
    EXPECT_GE(room.key_bytes, bytes);
  }
}

TEST(KeyRoom, IsOneStringWhereADialectHasRoomForAnyKey) {
  const Layout layout = lay_out(with_key_bytes(250), one_part_dialect());
  EXPECT_FALSE(layout.two_parts);
  EXPECT_EQ(layout.part, 250U);
  EXPECT_EQ(layout.key_bytes, 250U);
}

TEST(Statistics, AreStatsWherePeopleReadThem) {
  EXPECT_EQ(laid_out(with_window(1000, true)).statistics, MapValue{MapValue::Kind::kStats});
}

TEST(Statistics, ArePackedInWindowsOfUpToTenSeconds) {
  const MapValue packed{MapValue::Kind::kPacked, 38};
  EXPECT_EQ(laid_out(with_window(100, false)).statistics, packed);
  EXPECT_EQ(laid_out(with_window(10'000, false)).statistics, packed);
}

TEST(Statistics, AreStatsInLongerWindowsWhichCouldOverflowASum) {
  EXPECT_EQ(laid_out(with_window(10'001, false)).statistics, MapValue{MapValue::Kind::kStats});
}

TEST(LayoutEnvironment, OfTopSetsStringsAndMaps) {
  EXPECT_EQ(laid_out(with_key_bytes(250)).environment,
            (Environment{{"BPFTRACE_STRLEN", "126"}, {"BPFTRACE_MAP_KEYS_MAX", "131072"}}));
}

TEST(LayoutEnvironment, HasTwoEntriesForAKeyOfStatsAndOneForAPackedOne) {
  ScriptSpec spec = with_window(1000, false);
  spec.max_keys = 1000;
  EXPECT_EQ(laid_out(spec).environment.at(1).second, "1000");
  spec.window_ms = 20'000;
  EXPECT_EQ(laid_out(spec).environment.at(1).second, "2000");
}

TEST(LayoutEnvironment, OfSnoopSetsStringsOnly) {
  EXPECT_EQ(laid_out(with_key_bytes(250, ScriptKind::kSnoop)).environment,
            (Environment{{"BPFTRACE_STRLEN", "126"}}));
}

TEST(LayoutEnvironment, OfLatencyIsEmptyForItKeepsNoKeys) {
  EXPECT_EQ(laid_out(spec_of(ScriptKind::kLatency)).environment, Environment());
}

TEST(LayoutEnvironment, LeavesAStringLimitAloneWhereTheDialectDoes) {
  EXPECT_EQ(lay_out(spec_of(ScriptKind::kTop), one_part_dialect()).environment,
            (Environment{{"BPFTRACE_MAX_MAP_KEYS", "65536"}}));
  EXPECT_EQ(lay_out(spec_of(ScriptKind::kSnoop), one_part_dialect()).environment, Environment());
}

constexpr KeyPart kOp{KeyPart::Kind::kOp};
constexpr KeyPart kLength{KeyPart::Kind::kLength};
constexpr KeyPart kKey{KeyPart::Kind::kKey};

TEST(MapsOfASide, OfTopAreTheAuditTheKeysAndTheLongKeys) {
  const KeyPart prefix{KeyPart::Kind::kKeyPrefix, 125};
  const MapValue stats{MapValue::Kind::kStats};
  const std::vector<MapDescription> expected = {
      {"@calls_a", MapRole::kCalls, {kOp}, {MapValue::Kind::kCount}},
      {"@keys_a", MapRole::kKeys, {kOp, kLength, kKey}, stats},
      {"@long_a", MapRole::kKeys, {kOp, kLength, prefix, kKey}, stats},
  };
  EXPECT_EQ(maps_of_side(ScriptKind::kTop, laid_out(with_key_bytes(250)), "a"), expected);
}

TEST(MapsOfASide, OfTopWithOneStringHaveNoLongKeys) {
  const MapValue packed{MapValue::Kind::kPacked, 38};
  ScriptSpec spec = with_key_bytes(125);
  spec.readable = false;
  const std::vector<MapDescription> expected = {
      {"@calls_b", MapRole::kCalls, {kOp}, {MapValue::Kind::kCount}},
      {"@keys_b", MapRole::kKeys, {kOp, kLength, kKey}, packed},
  };
  EXPECT_EQ(maps_of_side(ScriptKind::kTop, laid_out(spec), "b"), expected);
}

TEST(MapsOfASide, OfLatencyAreHistogramsByOperation) {
  const std::vector<MapDescription> expected = {
      {"@latency_b", MapRole::kLatency, {kOp}, {MapValue::Kind::kHist}}};
  const Layout layout = laid_out(spec_of(ScriptKind::kLatency));
  EXPECT_EQ(maps_of_side(ScriptKind::kLatency, layout, "b"), expected);
}

TEST(MapsOfASide, OfSnoopAreNone) {
  const Layout layout = laid_out(spec_of(ScriptKind::kSnoop));
  EXPECT_TRUE(maps_of_side(ScriptKind::kSnoop, layout, "a").empty());
}

}  // namespace
}  // namespace mcbt::gen
