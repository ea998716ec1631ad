#include "post/ingest/map_cursor.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace mcbt::ingest {
namespace {

using ValueKind = RawValue::Kind;

std::string text_of(const RawValue& value) {
  switch (value.kind) {
    case ValueKind::kInteger:
      return "integer " + std::to_string(value.integer);
    case ValueKind::kStats:
      return "stats " + std::to_string(value.stats.count) + " " +
             std::to_string(value.stats.average) + " " + std::to_string(value.stats.total);
    case ValueKind::kHist:
      return "hist " + std::string(value.text);
    case ValueKind::kText:
      break;
  }
  return "text " + std::string(value.text);
}

struct ReadMap {
  bool keyed = false;
  std::vector<std::string> entries;  // "KEY: KIND VALUE"
  bool damaged = false;
};

ReadMap read_map(std::string_view type, std::string_view body) {
  MapCursor cursor(type, body);
  ReadMap read{cursor.keyed(), {}, false};
  RawEntry entry;
  while (cursor.next(entry)) {
    read.entries.push_back(unescaped(entry.key) + ": " + text_of(entry.value));
  }
  read.damaged = cursor.damage().has_value();
  EXPECT_FALSE(cursor.next(entry)) << "an end is an end";
  return read;
}

using Entries = std::vector<std::string>;

void expect_read(std::string_view type, std::string_view body, bool keyed, const Entries& entries) {
  const ReadMap all = read_map(type, body);
  EXPECT_EQ(all.keyed, keyed) << body;
  EXPECT_EQ(all.entries, entries) << body;
  EXPECT_FALSE(all.damaged) << body;
}

// `map` is the map's own text, which "}}" follows in a line.
void expect_cuts_are_safe(std::string_view type, const std::string& map) {
  const ReadMap all = read_map(type, map + "}}");
  ASSERT_FALSE(all.damaged) << map;
  for (size_t size = 0; size <= map.size(); ++size) {
    const std::string cut = map.substr(0, size);
    const ReadMap part = read_map(type, cut);
    // A map with keys is whole with its own brace; a value alone is not: more could follow.
    const bool whole = all.keyed && size == map.size();
    EXPECT_EQ(part.damaged, !whole) << cut;
    ASSERT_LE(part.entries.size(), all.entries.size()) << cut;
    EXPECT_TRUE(std::equal(part.entries.begin(), part.entries.end(), all.entries.begin()))
        << cut << ": " << part.entries.back();
  }
}

TEST(MapCursor, AMapWithKeysYieldsItsEntriesInOrder) {
  expect_read("map", R"( {"16": 3, "7": -3, "a,b": 5}}})", true,
              {"16: integer 3", "7: integer -3", "a,b: integer 5"});
}

TEST(MapCursor, AMapWithoutKeysYieldsOneValue) {
  expect_read("map", " 12}}", false, {": integer 12"});
  expect_read("map", " -1}}", false, {": integer -1"});
  expect_read("stats", " 54}}", false, {": integer 54"});
}

TEST(MapCursor, IntegersMayBeInQuotes) {
  expect_read("map", R"( "1152921504606846977"}})", false, {": integer 1152921504606846977"});
  expect_read("map", R"( {"a": "1152921504606846977", "b": 1}}})", true,
              {"a: integer 1152921504606846977", "b: integer 1"});
}

TEST(MapCursor, IntegersThatDoNotFitAreText) {
  expect_read("map", R"( {"7": 18446744073709551615, "8": 1}}})", true,
              {"7: text 18446744073709551615", "8: integer 1"});
}

TEST(MapCursor, StatsWithoutKeysAreOneValue) {
  expect_read("stats", R"( {"count": 12, "average": 54, "total": 654}}})", false,
              {": stats 12 54 654"});
  expect_read("stats", R"({"total":-3,"count":3,"average":-1}}})", false, {": stats 3 -1 -3"});
}

TEST(MapCursor, StatsByKeyAreEntries) {
  expect_read("stats",
              R"( {"7": {"count": 3, "average": -1, "total": -3}, )"
              R"("16": {"count":3,"total":606,"average":202}}}})",
              true, {"7: stats 3 -1 -3", "16: stats 3 202 606"});
}

TEST(MapCursor, KeysNamedLikeTheMembersOfStatsAreKeys) {
  expect_read("stats", R"( {"count": 3, "average": 5}}})", true,
              {"count: integer 3", "average: integer 5"});
  expect_read("stats", R"( {"count": 3, "average": 5, "other": 7}}})", true,
              {"count: integer 3", "average: integer 5", "other: integer 7"});
  expect_read("map", R"( {"count": 3, "average": 5, "total": 7}}})", true,
              {"count: integer 3", "average: integer 5", "total: integer 7"});
  expect_read("stats", R"( {"count": {"count": 1, "average": 2, "total": 2}}}})", true,
              {"count: stats 1 2 2"});
}

// From 0.24 on keys lose their spaces, so that an object's keys can repeat.
TEST(MapCursor, KeysThatRepeatAreEntriesOfTheirOwn) {
  expect_read("map", R"( {"a": 1, "a": 2}}})", true, {"a: integer 1", "a: integer 2"});
  expect_read("stats", R"( {"count": 1, "count": 2, "count": 3}}})", true,
              {"count: integer 1", "count: integer 2", "count: integer 3"});
}

TEST(MapCursor, AnEmptyMapHasNoEntries) {
  expect_read("map", " {}}}", true, {});
  expect_read("stats", " { }}}", true, {});
}

TEST(MapCursor, HistogramsAreLeftAsText) {
  expect_read("hist", R"( [{"max": -1, "count": 1}, {"min": 100, "count": 3}]}})", false,
              {R"(: hist [{"max": -1, "count": 1}, {"min": 100, "count": 3}])"});
  expect_read("hist", R"( {"7": [{"min": 4, "max": 7, "count": 6}],"5": []}}})", true,
              {R"(7: hist [{"min": 4, "max": 7, "count": 6}])", "5: hist []"});
}

TEST(MapCursor, StringsTuplesAndTimesAreText) {
  expect_read("map", R"( "k:long:key"}})", false, {R"(: text "k:long:key")"});
  expect_read("map", R"( {"3": "a,\"}b", "4": ""}}})", true,
              {R"(3: text "a,\"}b")", R"(4: text "")"});
  expect_read("map", R"( [1, "a"]}})", false, {R"(: text [1, "a"])"});
  expect_read("map", R"( {"1": [1,"a,b"], "2": 5}}})", true,
              {R"(1: text [1,"a,b"])", "2: integer 5"});
}

// Up to 0.21 bpftrace prints a strftime() without quotes.
TEST(MapCursor, TimesWithoutQuotesAreText) {
  expect_read("map", " 20:00:31}}", false, {": text 20:00:31"});
  expect_read("map", R"( {"1": 20:00:31, "2": 20:00:32}}})", true,
              {"1: text 20:00:31", "2: text 20:00:32"});
}

TEST(MapCursor, KeysMayHoldAnything) {
  expect_read("map", R"( {"q\"q": 1, "": 2, "{\"j\":1}": 3, "\uffffff80": 4}}})", true,
              {"q\"q: integer 1", ": integer 2", "{\"j\":1}: integer 3", "\x80: integer 4"});
}

TEST(MapCursor, AHistogramWithoutAValueIsDamage) {
  const ReadMap alone = read_map("hist", " }}");
  EXPECT_EQ(alone.entries, Entries{});
  EXPECT_TRUE(alone.damaged);

  const ReadMap by_key = read_map("hist", R"( {"1": [], "2": }}})");
  EXPECT_EQ(by_key.entries, Entries{"1: hist []"});
  EXPECT_TRUE(by_key.damaged);
}

TEST(MapCursor, WhatIsNoMapIsDamage) {
  EXPECT_TRUE(read_map("map", "").damaged);
  EXPECT_TRUE(read_map("map", R"( {5: 1}}})").damaged);
  EXPECT_TRUE(read_map("map", R"( {"a" 1}}})").damaged);
  EXPECT_TRUE(read_map("map", R"( {"a": {"x": 1}}}})").damaged);

  const ReadMap missing_comma = read_map("map", R"( {"a": 1 "b": 2}}})");
  EXPECT_EQ(missing_comma.entries, Entries{"a: integer 1"});
  EXPECT_TRUE(missing_comma.damaged);
}

TEST(MapCursor, AHexadecimalSlipIsNoNumber) {
  expect_read("map", R"( {"a": 1a, "b": 2}}})", true, {"a: text 1a", "b: integer 2"});
}

TEST(MapCursor, AMapOfIntegersMayBeCutAnywhere) {
  expect_cuts_are_safe("map", R"( {"16": 333, "a,\"b": -12, "c\\": 18, "": 1})");
  expect_cuts_are_safe("stats", R"( {"7": -1, "3": 5, "4": 12, "16": 202})");
}

TEST(MapCursor, AMapOfStatsMayBeCutAnywhere) {
  expect_cuts_are_safe("stats", R"( {"7": {"count": 3, "average": -1, "total": -3}, )"
                                R"("16": {"count":12,"average":202,"total":606}})");
}

TEST(MapCursor, AMapOfHistogramsMayBeCutAnywhere) {
  expect_cuts_are_safe("hist", R"( {"7": [{"max": -1, "count": 1}], "5": [{"min": 16, "max": 31, )"
                               R"("count": 30}, {"min": 32, "max": 63, "count": 41}]})");
}

TEST(MapCursor, AMapOfStringsMayBeCutAnywhere) {
  expect_cuts_are_safe("map", R"( {"3": "foo\"}, \"x\": 1", "4": [1,"a"], "5": 20:00:31})");
}

TEST(MapCursor, AValueWithoutKeysMayBeCutAnywhere) {
  expect_cuts_are_safe("map", " 1234");
  expect_cuts_are_safe("map", R"( "k:\"long\"")");
  expect_cuts_are_safe("map", " 20:00:31");
  expect_cuts_are_safe("hist", R"( [{"min": 16, "max": 31, "count": 30}])");
}

TEST(MapCursor, StatsWithoutKeysMayBeCutAnywhere) {
  expect_cuts_are_safe("stats", R"( {"count": 12, "average": 54, "total": 654})");
}

}  // namespace
}  // namespace mcbt::ingest
