#include "post/ingest/foreign_map.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/post/ingest/event_log.h"
#include "tests/support/capture_text.h"

namespace mcbt::ingest {
namespace {

struct Read {
  std::string name;
  bool keyed = false;
  std::string entries;  // "KEY=VALUE KEY=VALUE", VALUE as text_of() writes it
  std::string damage;   // empty: none
};

Read read(const std::string& line) {
  const Record record = parse_record(line);
  const auto* printed = std::get_if<MapPrinted>(&record);
  EXPECT_NE(printed, nullptr) << line;
  if (printed == nullptr) return {};
  const ForeignMap map = read_foreign_map(*printed);
  Read read{map.dump.name, map.dump.keyed, "", map.damage.value_or("")};
  for (const model::MapEntry& entry : map.dump.entries) {
    read.entries += (read.entries.empty() ? "" : " ") + entry.key + "=" + text_of(entry.value);
  }
  return read;
}

TEST(ForeignMap, AMapWithKeysHasItsEntries) {
  const Read map = read(R"({"type": "map", "data": {"@k": {"16": 3, "7": -3}}})");
  EXPECT_EQ(map.name, "@k");
  EXPECT_TRUE(map.keyed);
  EXPECT_EQ(map.entries, "16=3 7=-3");
  EXPECT_EQ(map.damage, "");
}

TEST(ForeignMap, AMapWithoutKeysHasOneEntryWithoutAKey) {
  const Read map = read(R"({"type": "map", "data": {"@cnt": 12}})");
  EXPECT_FALSE(map.keyed);
  EXPECT_EQ(map.entries, "=12");
  EXPECT_EQ(read(R"({"type": "stats", "data": {"@st": {"count": 3, "average": -1, "total": -3}}})")
                .entries,
            "=3/-1/-3");
}

TEST(ForeignMap, ValuesHaveTheirKinds) {
  EXPECT_EQ(
      read(R"({"type": "stats", "data": {"@s": {"a": {"count": 3, "average": 2, "total": 6}}}})")
          .entries,
      "a=3/2/6");
  EXPECT_EQ(read(R"({"type": "hist", "data": {"@h": [{"max": -1, "count": 1}]}})").entries,
            "=[..-1:1]");
  EXPECT_EQ(read(R"({"type": "map", "data": {"@m": {"a": "x\"y\n", "b": [1,"z"]}}})").entries,
            "a=\"x\"y\n\" b=\"[1,\"z\"]\"");
  EXPECT_EQ(read(R"({"type": "map", "data": {"@t": 20:00:31}})").entries, "=\"20:00:31\"");
}

TEST(ForeignMap, KeysAndNamesAreBytes) {
  const std::string key("a,\"\x01\x80\n", 6);
  const Read map = read(support::map_line("@k", {{key, "1"}}));
  EXPECT_EQ(map.entries, key + "=1");
  EXPECT_EQ(read(R"({"type": "map", "data": {"@a\u0041": 1}})").name, "@aA");
}

TEST(ForeignMap, AnEmptyMapIsNotDamaged) {
  const Read map = read(R"({"type": "map", "data": {"@k": {}}})");
  EXPECT_TRUE(map.keyed);
  EXPECT_EQ(map.entries, "");
  EXPECT_EQ(map.damage, "");
}

TEST(ForeignMap, KeysThatRepeatAreAllKept) {
  EXPECT_EQ(read(R"({"type": "map", "data": {"@k": {"ab": 1, "c": 3, "ab": 2}}})").entries,
            "ab=1 c=3 ab=2");
}

TEST(ForeignMap, AHistogramWithoutAValueIsDamaged) {
  const Read map = read(R"({"type": "hist", "data": {"@h": }})");
  EXPECT_EQ(map.entries, "");
  EXPECT_TRUE(map.damage.starts_with("@h: ")) << map.damage;
}

TEST(ForeignMap, AHexadecimalCountIsDamaged) {
  const Read map = read(R"({"type": "hist", "data": {"@h": [{"min": 2, "max": 3, "count": 6},)"
                        R"({"min": 4, "max": 7, "count": 1a}]}})");
  EXPECT_EQ(map.entries, "=[2..3:6]");
  EXPECT_TRUE(map.damage.starts_with("@h: ")) << map.damage;
}

TEST(ForeignMap, AMapThatIsCutKeepsWhatStandsBefore) {
  const Read map = read(R"({"type": "map", "data": {"@k": {"a": 1, "b": 22, "c": 3)");
  EXPECT_EQ(map.entries, "a=1 b=22");
  EXPECT_TRUE(map.damage.starts_with("@k: ")) << map.damage;
}

}  // namespace
}  // namespace mcbt::ingest
