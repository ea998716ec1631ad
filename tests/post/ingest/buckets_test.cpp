#include <gtest/gtest.h>

#include <string>

#include "post/ingest/map_cursor.h"
#include "tests/post/ingest/event_log.h"

namespace mcbt::ingest {
namespace {

std::string buckets_in(std::string_view text, bool expect_damage = false) {
  bool damaged = !expect_damage;
  const auto buckets = parse_buckets(text, damaged);
  EXPECT_EQ(damaged, expect_damage) << text;
  return text_of(buckets);
}

TEST(Buckets, AreReadWithAndWithoutASpaceBehindTheComma) {
  EXPECT_EQ(buckets_in(R"([{"min": 2, "max": 3, "count": 6}, {"min": 4, "max": 7, "count": 1}])"),
            "[2..3:6 4..7:1]");
  EXPECT_EQ(buckets_in(R"([{"min": 2, "max": 3, "count": 6},{"min": 4, "max": 7, "count": 1}])"),
            "[2..3:6 4..7:1]");
}

TEST(Buckets, MayBeOpenAtEitherEnd) {
  EXPECT_EQ(buckets_in(R"([{"max": -1, "count": 1}, {"min": 100, "count": 15}])"),
            "[..-1:1 100..:15]");
}

TEST(Buckets, MayBeNoneOrEmpty) {
  EXPECT_EQ(buckets_in("[]"), "[]");
  EXPECT_EQ(buckets_in(R"([{"min": 0, "max": 0, "count": 0}])"), "[0..0:0]");
}

TEST(Buckets, BeforeDamageAreKept) {
  EXPECT_EQ(
      buckets_in(R"([{"min": 2, "max": 3, "count": 6}, {"min": 4, "max": 7, "count": 1a}])", true),
      "[2..3:6]");
  EXPECT_EQ(
      buckets_in(R"([{"min": 2, "max": 3, "count": 6}, {"min": 4, "max": 7, "count": -1}])", true),
      "[2..3:6]");
  EXPECT_EQ(buckets_in(R"([{"min": 2, "max": 3, "count": 6}, {"min": 4, "max": 7}])", true),
            "[2..3:6]");
  EXPECT_EQ(buckets_in(R"([{"min": 2, "max": 3, "count": 6}, 5])", true), "[2..3:6]");
}

TEST(Buckets, WhatIsNoListIsDamage) {
  EXPECT_EQ(buckets_in("", true), "[]");
  EXPECT_EQ(buckets_in("5}", true), "[]");
  EXPECT_EQ(buckets_in("{}", true), "[]");
}

TEST(Buckets, MayBeCutAnywhere) {
  const std::string whole =
      R"([{"max": -1, "count": 12}, {"min": 16, "max": 31, "count": 30}, {"min": 32, "count": 4}])";
  const std::string all = "..-1:12 16..31:30 32..:4";
  for (size_t size = 0; size < whole.size(); ++size) {
    const std::string text = buckets_in(whole.substr(0, size), true);
    const std::string part = text.substr(1, text.size() - 2);
    EXPECT_TRUE(all.starts_with(part)) << size << ": " << part;
    EXPECT_TRUE(part.empty() || part == all || all[part.size()] == ' ') << size << ": " << part;
  }
}

}  // namespace
}  // namespace mcbt::ingest
