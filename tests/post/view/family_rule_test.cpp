#include "post/view/family_rule.h"

#include <gtest/gtest.h>

namespace mcbt::view {
namespace {

struct Named {
  const char* key;
  const char* family;
};

class AutomaticRule : public testing::TestWithParam<Named> {};

TEST_P(AutomaticRule, NamesTheFamily) {
  EXPECT_EQ(FamilyRule().name(GetParam().key), GetParam().family);
}

INSTANTIATE_TEST_SUITE_P(Numbers, AutomaticRule,
                         testing::Values(Named{"user:17:profile", "user:{}:profile"},
                                         Named{"user_17", "user_{}"}, Named{"user17", "user{}"},
                                         Named{"17", "{}"}, Named{"10.0.0.1:80", "{}.{}.{}.{}:{}"},
                                         Named{"day-2026-11-22", "day-{}-{}-{}"},
                                         Named{"a:-5", "a:-{}"}, Named{"page1of20", "page{}of{}"}));

INSTANTIATE_TEST_SUITE_P(
    Hexadecimal, AutomaticRule,
    testing::Values(Named{"session:9e3779b97f4a7c15", "session:{}"}, Named{"c:0xdeadBEEF", "c:{}"},
                    Named{"blob/3f2a9c", "blob/{}"}, Named{"the:facade", "the:facade"},
                    Named{"sum:abcdefabcdefabcdef", "sum:{}"},
                    Named{"u:123e4567-e89b-12d3-a456-426614174000:x", "u:{}:x"},
                    Named{"u:123E4567-E89B-12D3-A456-426614174000", "u:{}"}));

INSTANTIATE_TEST_SUITE_P(Base64, AutomaticRule,
                         testing::Values(Named{"t:dGhpcyBpcyBhIHRlc3Q=", "t:{}"},
                                         Named{"t:dGhpcyBpcyBhIH/lc3Q=:x", "t:{}:x"},
                                         Named{"t:aGVsbG8td29ybGQt_MTIz", "t:{}"},
                                         Named{"Users/Home/Page/index", "Users/Home/Page/index"},
                                         Named{"Users/Home/Page1/Index2",
                                               "Users/Home/Page{}/Index{}"}));

INSTANTIATE_TEST_SUITE_P(WhatStays, AutomaticRule,
                         testing::Values(Named{"", ""}, Named{"config:global", "config:global"},
                                         Named{"feed:v2:9:page:0", "feed:v2:{}:page:{}"},
                                         Named{"V12:x", "V12:x"}, Named{"v2026:x", "v{}:x"},
                                         Named{"::", "::"}, Named{"a:b:", "a:b:"},
                                         Named{"鍵:7", "鍵:{}"},
                                         Named{"\x01\xff:7", "\x01\xff:{}"}));

std::string by(const char* pattern, std::string_view key) {
  const auto rule = FamilyRule::compile(pattern);
  EXPECT_TRUE(rule) << pattern;
  return rule ? rule->name(key) : "";
}

TEST(FamilyRule, ReplacesWhatAPatternMatches) {
  EXPECT_EQ(by("[0-9]+", "a1:b22:c"), "a{}:b{}:c");
  EXPECT_EQ(by(":.*", "user:1:profile"), "user{}");
  EXPECT_EQ(by("x", "user:1"), "user:1");
}

TEST(FamilyRule, ReplacesOnlyTheGroupsOfAPatternThatHasSome) {
  EXPECT_EQ(by("user:([^:]+)", "user:bob:profile"), "user:{}:profile");
  EXPECT_EQ(by("(a)|(b)", "cab"), "c{}{}");
  EXPECT_EQ(by("((a)b)", "xab"), "x{}");
}

TEST(FamilyRule, APatternThatMatchesNothingDoesNotHang) {
  EXPECT_EQ(by("x*", "axb"), "a{}b");
  EXPECT_EQ(by("(y*)", "ab"), "ab");
}

TEST(FamilyRule, RefusesWhatIsNoPattern) {
  EXPECT_FALSE(FamilyRule::compile("("));
  EXPECT_FALSE(FamilyRule::compile(""));
}

TEST(FamilyRule, TheStringThatIsPassedInIsReplaced) {
  std::string family = "old";
  FamilyRule().name("a:1", family);
  EXPECT_EQ(family, "a:{}");
}

}  // namespace
}  // namespace mcbt::view
