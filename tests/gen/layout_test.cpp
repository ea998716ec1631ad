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
  return lay_out(spec, debian12());
}

// "TICKSxMS" of a window.
std::string ticks(uint64_t window_ms) {
  const Layout layout = laid_out(with_window(window_ms));
  return std::to_string(layout.ticks) + "x" + std::to_string(layout.tick_ms);
}

struct KeyRoom {
  uint32_t parts;
  uint32_t part;
  uint32_t key_bytes;
  std::string string_limit;

  bool operator==(const KeyRoom&) const = default;
};

KeyRoom room_for(uint32_t key_bytes) {
  const Layout layout = laid_out(with_key_bytes(key_bytes));
  return {layout.parts, layout.part, layout.key_bytes, layout.environment.at(0).second};
}

TEST(Ticks, AreAtLeastFourAWindow) {
  EXPECT_EQ(ticks(400), "4x100");
  EXPECT_EQ(ticks(200), "4x50");
  EXPECT_EQ(ticks(100), "4x25");
}

TEST(Ticks, AreNoLongerThanATenthOfASecond) {
  EXPECT_EQ(ticks(500), "5x100");
  EXPECT_EQ(ticks(550), "6x91");
  EXPECT_EQ(ticks(1000), "10x100");
  EXPECT_EQ(ticks(60'000), "600x100");
  EXPECT_EQ(ticks(86'400'000), "864000x100");
}

TEST(Ticks, AreNoShorterThanAMillisecond) {
  EXPECT_EQ(ticks(4), "4x1");
  EXPECT_EQ(ticks(1), "4x1");
  EXPECT_EQ(ticks(0), "4x1");
}

TEST(KeyRoom, IsOneStringUpToWhatOneHolds) {
  EXPECT_EQ(room_for(1), (KeyRoom{1, 1, 1, "2"}));
  EXPECT_EQ(room_for(63), (KeyRoom{1, 63, 63, "64"}));
}

TEST(KeyRoom, IsAsManyStringsAsItTakesAbove) {
  EXPECT_EQ(room_for(126), (KeyRoom{2, 63, 126, "64"}));
  EXPECT_EQ(room_for(189), (KeyRoom{3, 63, 189, "64"}));
  EXPECT_EQ(room_for(250), (KeyRoom{4, 63, 250, "64"}));
}

TEST(KeyRoom, IsRoundedUpToStringsOfTheSameLength) {
  EXPECT_EQ(room_for(64), (KeyRoom{2, 32, 64, "33"}));
  EXPECT_EQ(room_for(127), (KeyRoom{3, 43, 129, "44"}));
}

TEST(KeyRoom, IsWhatWasAskedForInStringsThatLoadEverywhere) {
  for (uint32_t bytes = 1; bytes <= model::kMaxKeyBytes; ++bytes) {
    const KeyRoom room = room_for(bytes);
    EXPECT_LE(room.part, kStringBytes) << bytes;
    EXPECT_GE(room.key_bytes, bytes);
    EXPECT_LE(room.key_bytes, model::kMaxKeyBytes);
  }
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
            (Environment{{"BPFTRACE_STRLEN", "64"}, {"BPFTRACE_MAP_KEYS_MAX", "262144"}}));
}

TEST(LayoutEnvironment, HasTwoEntriesForAKeyOfStatsAndOneForAPackedOne) {
  ScriptSpec spec = with_window(1000, false);
  spec.max_keys = 1000;
  EXPECT_EQ(laid_out(spec).environment.at(1).second, "1000");
  spec.window_ms = 20'000;
  EXPECT_EQ(laid_out(spec).environment.at(1).second, "2000");
}

TEST(LayoutEnvironment, OfSnoopSetsStringsAndHowTheyArePrinted) {
  EXPECT_EQ(laid_out(with_key_bytes(250, ScriptKind::kSnoop)).environment,
            (Environment{{"BPFTRACE_STRLEN", "64"}, {"BPFTRACE_STR_TRUNC_TRAILER", ""}}));
}

TEST(LayoutEnvironment, OfLatencyIsEmptyForItKeepsNoKeys) {
  EXPECT_EQ(laid_out(spec_of(ScriptKind::kLatency)).environment, Environment());
}

TEST(LayoutEnvironment, IsThatOfTheDialect) {
  const ScriptSpec spec = spec_of(ScriptKind::kTop);
  EXPECT_EQ(lay_out(spec, dialect_of(23)).environment,
            (Environment{{"BPFTRACE_MAX_STRLEN", "64"}, {"BPFTRACE_MAX_MAP_KEYS", "131072"}}));
  EXPECT_EQ(lay_out(spec, dialect_of(26)).environment,
            (Environment{{"BPFTRACE_MAX_STRLEN", "64"},
                         {"BPFTRACE_ON_STACK_LIMIT", "128"},
                         {"BPFTRACE_MAX_MAP_KEYS", "131072"}}));
  EXPECT_EQ(lay_out(spec, portable_dialect(spec)).environment,
            (Environment{{"BPFTRACE_STRLEN", "64"},
                         {"BPFTRACE_MAX_STRLEN", "64"},
                         {"BPFTRACE_ON_STACK_LIMIT", "128"},
                         {"BPFTRACE_MAP_KEYS_MAX", "262144"},
                         {"BPFTRACE_MAX_MAP_KEYS", "262144"}}));
}

constexpr KeyPart kOp{KeyPart::Kind::kOp};
constexpr KeyPart kLength{KeyPart::Kind::kLength};
constexpr KeyPart kKey{KeyPart::Kind::kKey};

TEST(MapsOfASide, OfTopAreTheAuditTheKeysAndTheLongKeys) {
  const KeyPart prefix{KeyPart::Kind::kKeyPrefix, 63};
  const MapValue stats{MapValue::Kind::kStats};
  const std::vector<MapDescription> expected = {
      {"@calls_a", MapRole::kCalls, {kOp}, {MapValue::Kind::kCount}},
      {"@keys_a", MapRole::kKeys, {kOp, kLength, kKey}, stats},
      {"@long_a", MapRole::kKeys, {kOp, kLength, prefix, prefix, prefix, kKey}, stats},
  };
  EXPECT_EQ(maps_of_side(ScriptKind::kTop, laid_out(with_key_bytes(250)), "a"), expected);
}

TEST(MapsOfASide, OfTopWithOneStringHaveNoLongKeys) {
  const MapValue packed{MapValue::Kind::kPacked, 38};
  ScriptSpec spec = with_key_bytes(63);
  spec.readable = false;
  EXPECT_EQ(maps_of_side(ScriptKind::kTop, laid_out(spec), "b").back(),
            (MapDescription{"@keys_b", MapRole::kKeys, {kOp, kLength, kKey}, packed}));
}

TEST(MapsOfASide, OfTopThatNobodyReadsHaveATotalOfEachOp) {
  ScriptSpec spec = with_probes(ScriptKind::kTop, {"command__set", "command__get"});
  spec.readable = false;
  spec.memcached = model::Version{1, 6, 18};
  const auto total = [](const char* name, uint32_t code) {
    return MapDescription{
        name, MapRole::kCalls, {{KeyPart::Kind::kOneOp, code}}, {MapValue::Kind::kCount}};
  };
  auto maps = maps_of_side(ScriptKind::kTop, laid_out(spec), "a");
  ASSERT_EQ(maps.size(), 6U);  // with the keys and the long ones
  maps.resize(4);
  EXPECT_EQ(maps, (std::vector<MapDescription>{
                      total("@calls_get_hit_a", 1), total("@calls_get_miss_a", 2),
                      total("@calls_get_a", 3), total("@calls_set_a", 4)}));
}

TEST(MapsOfASide, OfTopForAScreenHaveConnectionsAndHistogramsToo) {
  ScriptSpec spec = with_key_bytes(63);
  spec.connections = true;
  spec.histograms = true;
  const auto maps = maps_of_side(ScriptKind::kTop, laid_out(spec), "b");
  ASSERT_EQ(maps.size(), 4U);
  EXPECT_EQ(maps[2], (MapDescription{"@connections_b",
                                     MapRole::kConnections,
                                     {{KeyPart::Kind::kOp}, {KeyPart::Kind::kConnection}},
                                     {MapValue::Kind::kStats}}));
  EXPECT_EQ(maps[3],
            (MapDescription{
                "@latency_b", MapRole::kLatency, {{KeyPart::Kind::kOp}}, {MapValue::Kind::kHist}}));
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
