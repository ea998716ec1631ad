#include "post/ingest/key_fields.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace mcbt::ingest {
namespace {

using Kind = model::KeyPart::Kind;
using Parts = std::vector<model::KeyPart>;

const Parts kOpOnly = {{Kind::kOp}};
const Parts kWholeKey = {{Kind::kOp}, {Kind::kLength}, {Kind::kKey}};
const Parts kTwoParts = {{Kind::kOp}, {Kind::kLength}, {Kind::kKeyPrefix, 5}, {Kind::kKey}};

// "OP LENGTH KEY", with " cut" where the key is not whole; "none" where it is not of that shape.
std::string split(std::string_view text, const Parts& parts) {
  std::string joined;
  KeyFields fields;
  if (!split_key(text, parts, joined, fields)) return "none";
  return std::to_string(fields.op_code) + " " + std::to_string(fields.length) + " " +
         std::string(fields.key) + (fields.whole ? "" : " cut");
}

TEST(KeyFields, AnOpCodeAloneIsReadAndIsWhole) {
  EXPECT_EQ(split("1", kOpOnly), "1 0 ");
  EXPECT_EQ(split("14", kOpOnly), "14 0 ");
}

TEST(KeyFields, OpLengthAndKeyAreTakenApart) {
  EXPECT_EQ(split("1,6,user:1", kWholeKey), "1 6 user:1");
  EXPECT_EQ(split("14,1,k", kWholeKey), "14 1 k");
}

TEST(KeyFields, AKeyMayHoldCommas) {
  EXPECT_EQ(split("1,3,a,b", kWholeKey), "1 3 a,b");
  EXPECT_EQ(split("1,1,,", kWholeKey), "1 1 ,");
  EXPECT_EQ(split("1,5,,1,2,", kWholeKey), "1 5 ,1,2,");
}

TEST(KeyFields, AKeyMayHoldAnyByte) {
  EXPECT_EQ(split(std::string_view("1,4,a\0\xff\n", 8), kWholeKey),
            std::string("1 4 a\0\xff\n", 8));
}

TEST(KeyFields, AKeyOfAnotherLengthIsNotWhole) {
  EXPECT_EQ(split("1,7,nul", kWholeKey), "1 7 nul cut");
  EXPECT_EQ(split("1,10,spacekey", kWholeKey), "1 10 spacekey cut");
  EXPECT_EQ(split("1,2,longer", kWholeKey), "1 2 longer cut");
  EXPECT_EQ(split("1,3,", kWholeKey), "1 3  cut");
}

TEST(KeyFields, TwoPartsArePutTogether) {
  EXPECT_EQ(split("1,8,abcde,fgh", kTwoParts), "1 8 abcdefgh");
  EXPECT_EQ(split("1,6,abcde,f", kTwoParts), "1 6 abcdef");
}

TEST(KeyFields, TwoPartsMayHoldCommasAnywhere) {
  EXPECT_EQ(split("1,8,,b,d,,,g,", kTwoParts), "1 8 ,b,d,,g,");
  EXPECT_EQ(split("1,7,abcd,,,f", kTwoParts), "1 7 abcd,,f");
}

TEST(KeyFields, TwoPartsOfWhichTheSecondWasCutAreNotWhole) {
  EXPECT_EQ(split("1,9,abcde,fg", kTwoParts), "1 9 abcdefg cut");
  EXPECT_EQ(split("1,9,abcde,", kTwoParts), "1 9 abcde cut");
}

// str() stops at a NUL: the first part is then shorter than it should be.
TEST(KeyFields, APrefixThatIsTooShortStaysTogetherWithWhatFollows) {
  EXPECT_EQ(split("1,8,ab,fgh", kTwoParts), "1 8 ab,fgh cut");
  EXPECT_EQ(split("1,8,,fgh", kTwoParts), "1 8 ,fgh cut");
  EXPECT_EQ(split("1,8,ab,", kTwoParts), "1 8 ab, cut");
}

TEST(KeyFields, APrefixThatIsTooShortIsNeverTakenForAWholeKey) {
  // "ab\0de" + "fg": of that, "ab,fg" is printed, as long as the prefix alone.
  EXPECT_EQ(split("1,7,ab,fg", kTwoParts), "1 7 ab,fg cut");
  // "ab\0de" + "fg,h": the comma stands where that behind a whole prefix would.
  EXPECT_EQ(split("1,9,ab,fg,h", kTwoParts), "1 9 ab,fgh cut");
}

const Parts kFourParts = {{Kind::kOp},           {Kind::kLength},       {Kind::kKeyPrefix, 3},
                          {Kind::kKeyPrefix, 3}, {Kind::kKeyPrefix, 3}, {Kind::kKey}};

TEST(KeyFields, PartsBehindAKeysEndAreEmpty) {
  EXPECT_EQ(split("1,4,abc,d,,", kFourParts), "1 4 abcd");
  EXPECT_EQ(split("1,6,abc,def,,", kFourParts), "1 6 abcdef");
  EXPECT_EQ(split("1,12,abc,def,ghi,jkl", kFourParts), "1 12 abcdefghijkl");
  EXPECT_EQ(split("1,7,,,,,,,,,,,", kFourParts), "1 7 ,,,,,,,");
}

TEST(KeyFields, AShortPartAmongSeveralMakesAKeyThatIsNotWhole) {
  EXPECT_EQ(split("1,12,abc,d,ghi,jkl", kFourParts), "1 12 abcd,ghi,jkl cut");
  EXPECT_EQ(split("1,12,abc,def,ghi,jk", kFourParts), "1 12 abcdefghijk cut");
  // Of "abc" "d f" "g i" "j", with spaces dropped.
  EXPECT_EQ(split("1,10,abc,df,gi,j", kFourParts), "1 10 abcdf,gi,j cut");
}

TEST(KeyFields, TheNextKeyInheritsNothingOfTheLast) {
  std::string joined;
  KeyFields fields;
  ASSERT_TRUE(split_key("1,9,abcde,fgh", kTwoParts, joined, fields));
  EXPECT_FALSE(fields.whole);
  ASSERT_TRUE(split_key("1,6,vwxyz,1", kTwoParts, joined, fields));
  EXPECT_EQ(fields.key, "vwxyz1");
  EXPECT_TRUE(fields.whole);
  ASSERT_TRUE(split_key("2", kOpOnly, joined, fields));
  EXPECT_EQ(fields.op_code, 2U);
  EXPECT_EQ(fields.length, 0U);
  EXPECT_EQ(fields.key, "");
}

TEST(KeyFields, WhatHasNoNumbersWhereTheyShouldBeIsRefused) {
  for (const char* text : {"", "x", "user:1", ",6,user:1", "1,x,user:1", "1,,user:1", "-1,6,user:1",
                           "1;6;user:1", " 1,6,user:1", "1 ,6,user:1", "1a,6,user:1", "1"}) {
    EXPECT_EQ(split(text, kWholeKey), "none") << text;
  }
}

TEST(KeyFields, MorePartsThanDescribedAreRefused) {
  EXPECT_EQ(split("1,2", kOpOnly), "none");
  EXPECT_EQ(split("1,6,user:1", kOpOnly), "none");
  EXPECT_EQ(split("1,", kOpOnly), "none");
}

TEST(KeyFields, FewerPartsThanDescribedAreRefused) {
  EXPECT_EQ(split("1,6", kWholeKey), "none");
  EXPECT_EQ(split("1,0", kWholeKey), "none");
}

TEST(KeyFields, NumbersThatDoNotFitAreRefused) {
  EXPECT_EQ(split("1,999999999,k", kWholeKey), "1 999999999 k cut");
  EXPECT_EQ(split("1,4294967297,k", kWholeKey), "none");
  EXPECT_EQ(split("4294967297,1,k", kWholeKey), "none");
  EXPECT_EQ(split("1,99999999999999999999,k", kWholeKey), "none");
}

TEST(KeyFields, WithoutPartsOnlyNothingFits) {
  EXPECT_EQ(split("", {}), "0 0 ");
  EXPECT_EQ(split("1", {}), "none");
}

}  // namespace
}  // namespace mcbt::ingest
