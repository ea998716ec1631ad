#include "model/version.h"

#include <gtest/gtest.h>

namespace mcbt::model {
namespace {

// "-" where there is no version.
std::string read(std::string_view text) {
  const auto version = parse_version(text);
  return version ? version->text() : "-";
}

TEST(Version, IsReadFromWhatProgramsSay) {
  EXPECT_EQ(read("bpftrace v0.17.0"), "0.17.0");
  EXPECT_EQ(read("bpftrace v0.26.0-1bac8a8da"), "0.26.0");
  EXPECT_EQ(read("bpftrace v0.9.4-2-gabc1234\n"), "0.9.4");
  EXPECT_EQ(read("memcached 1.6.18"), "1.6.18");
  EXPECT_EQ(read("VERSION 1.6.38\r\n"), "1.6.38");
  EXPECT_EQ(read("1.6.45_5_g0badcafe"), "1.6.45");
}

TEST(Version, OfTwoNumbersHasPatchZero) {
  EXPECT_EQ(parse_version("0.17"), (Version{0, 17, 0}));
  EXPECT_EQ(parse_version("0.17."), (Version{0, 17, 0}));
  EXPECT_EQ(parse_version("0.17.x"), (Version{0, 17, 0}));
}

TEST(Version, OfMoreNumbersIsItsFirstThree) {
  EXPECT_EQ(read("1.2.3.4"), "1.2.3");
}

TEST(Version, IsTheFirstOfSeveral) {
  EXPECT_EQ(read("bpftrace v0.17.0 (LLVM 14.0.6)"), "0.17.0");
  EXPECT_EQ(read("built on 2026, release 1.6.38"), "1.6.38");
  EXPECT_EQ(read("x86-64 0.26.1"), "0.26.1");
}

TEST(Version, IsNotFoundInOtherText) {
  for (const char* text : {"", ".", "v", "17", "v17", "bpftrace", "1..2", ".5", "1,6", "1. 6",
                           "0x1f", "\xff\xfe", "1.-2"}) {
    EXPECT_EQ(read(text), "-") << text;
  }
}

TEST(Version, SignsAreNoPartOfIt) {
  EXPECT_EQ(read("-1.6.38"), "1.6.38");
  EXPECT_EQ(read("1.6.-38"), "1.6.0");
}

TEST(Version, NumbersThatOverflowAreNone) {
  EXPECT_EQ(read("2147483648.1"), "-");
  EXPECT_EQ(read("1.99999999999999999999"), "-");
  EXPECT_EQ(read("99999999999999999999.1 0.17.0"), "0.17.0");
  EXPECT_EQ(read("2147483647.2147483647.2147483647"), "2147483647.2147483647.2147483647");
}

TEST(Version, IsReadUpToTheEndOfAViewAndNotFurther) {
  const std::string_view text = "1.6.38";
  EXPECT_EQ(read(text.substr(0, 5)), "1.6.3");
  EXPECT_EQ(read(text.substr(0, 3)), "1.6.0");
  EXPECT_EQ(read(text.substr(0, 2)), "-");
}

TEST(Version, IsOrderedByNumbersAndNotByText) {
  EXPECT_LT((Version{0, 9, 4}), (Version{0, 12, 0}));
  EXPECT_LT((Version{1, 6, 9}), (Version{1, 6, 18}));
  EXPECT_LT((Version{1, 6, 45}), (Version{1, 7, 0}));
  EXPECT_LT((Version{1, 99, 99}), (Version{2, 0, 0}));
  EXPECT_EQ((Version{1, 6, 18}), (Version{1, 6, 18}));
}

TEST(Version, TextIsReadBackAsTheSame) {
  for (const Version version : {Version{0, 0, 0}, Version{0, 26, 1}, Version{1, 6, 45}}) {
    EXPECT_EQ(parse_version(version.text()), version);
  }
}

}  // namespace
}  // namespace mcbt::model
