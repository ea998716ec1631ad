#include <gtest/gtest.h>

#include <random>
#include <string>

#include "post/ingest/scanner.h"
#include "tests/support/capture_text.h"

namespace mcbt::ingest {
namespace {

std::string bytes_of(std::string_view raw) {
  std::string bytes;
  unescape(raw, bytes);
  return bytes;
}

std::string hex(unsigned value, const char* format) {
  char text[16] = {};
  std::snprintf(text, sizeof text, format, value);
  return text;
}

TEST(Unescape, TextWithoutEscapesStaysAsItIs) {
  EXPECT_EQ(bytes_of(""), "");
  EXPECT_EQ(bytes_of("user:1"), "user:1");
  EXPECT_EQ(bytes_of("caf\xc3\xa9 \x80\xff\x7f"), "caf\xc3\xa9 \x80\xff\x7f");
}

TEST(Unescape, JsonsShortEscapesAreTheirCharacters) {
  EXPECT_EQ(bytes_of(R"(\"\\\/\b\f\n\r\t)"), "\"\\/\b\f\n\r\t");
  EXPECT_EQ(bytes_of(R"(q\"q)"), "q\"q");
  EXPECT_EQ(bytes_of(R"(b\\s)"), "b\\s");
}

TEST(Unescape, EveryControlByteIsReadFromItsNumber) {
  for (unsigned byte = 0; byte < 0x80; ++byte) {
    const std::string expected(1, static_cast<char>(byte));
    EXPECT_EQ(bytes_of(hex(byte, "\\u%04x")), expected) << byte;
    EXPECT_EQ(bytes_of(hex(byte, "\\u%04X")), expected) << byte;
  }
}

TEST(Unescape, NumbersBeyondAsciiAreUtf8) {
  EXPECT_EQ(bytes_of(R"(caf\u00e9)"), "caf\xc3\xa9");
  EXPECT_EQ(bytes_of(R"(\u07ff\u0800)"), "\xdf\xbf\xe0\xa0\x80");
  EXPECT_EQ(bytes_of(R"(\u20ac)"), "\xe2\x82\xac");
  EXPECT_EQ(bytes_of(R"(\uffff)"), "\xef\xbf\xbf");
}

TEST(Unescape, SurrogatePairsAreOneCharacter) {
  EXPECT_EQ(bytes_of(R"(\ud800\udc00)"), "\xf0\x90\x80\x80");
  EXPECT_EQ(bytes_of(R"(a\ud83d\ude00b)"),
            "a\xf0\x9f\x98\x80"
            "b");
  EXPECT_EQ(bytes_of(R"(\udbff\udfff)"), "\xf4\x8f\xbf\xbf");
}

TEST(Unescape, ALoneSurrogateSwallowsNothingOfWhatFollows) {
  EXPECT_TRUE(bytes_of(R"(\ud83dabc)").ends_with("abc"));
  EXPECT_TRUE(bytes_of(R"(\ud83d\u0041)").ends_with("A"));
  EXPECT_TRUE(bytes_of(R"(\ud83d\n)").ends_with("\n"));
  EXPECT_TRUE(bytes_of(R"(\ude00abc)").ends_with("abc"));
  EXPECT_TRUE(bytes_of(R"(\ud83d\ud83d\ude00)").ends_with("\xf0\x9f\x98\x80"));
}

TEST(Unescape, BpftracesSignExtendedBytesAreBytes) {
  for (unsigned byte = 0x80; byte <= 0xff; ++byte) {
    const std::string expected = "a" + std::string(1, static_cast<char>(byte)) + "b";
    EXPECT_EQ(bytes_of("a" + hex(byte, "\\uffffff%02x") + "b"), expected) << byte;
  }
  EXPECT_EQ(bytes_of(R"(hi\uffffff80\uffffffff\ufffffffe)"), "hi\x80\xff\xfe");
  EXPECT_EQ(bytes_of(R"(caf\uffffffc3\uffffffa9)"), "caf\xc3\xa9");
}

TEST(Unescape, ALowByteIsNeverSignExtended) {
  EXPECT_EQ(bytes_of(R"(\uffffff7f)"),
            "\xef\xbf\xbf"
            "ff7f");
  EXPECT_EQ(bytes_of(R"(\uffffffg0)"),
            "\xef\xbf\xbf"
            "ffg0");
  EXPECT_EQ(bytes_of(R"(\uffffff8)"),
            "\xef\xbf\xbf"
            "ff8");
}

TEST(Unescape, ABackslashBeforeSuchATextIsABackslash) {
  EXPECT_EQ(bytes_of(R"(\\uffffff80)"), R"(\uffffff80)");
  EXPECT_EQ(bytes_of(R"(\\\uffffff80)"), "\\\x80");
  EXPECT_EQ(bytes_of(R"(\\u0041)"), R"(\u0041)");
  EXPECT_EQ(bytes_of(R"(\\n)"), R"(\n)");
}

TEST(Unescape, WhatIsNoEscapeStaysAsItIs) {
  for (const char* raw : {R"(\q)", R"(\x41)", R"(\u)", R"(\u1)", R"(\u12)", R"(\u123)", R"(\u12g4)",
                          R"(\u 123)", R"(\u+123)", R"(\u-123)", R"(\U0041)"}) {
    EXPECT_EQ(bytes_of(raw), raw);
    EXPECT_EQ(bytes_of(std::string("x") + raw + "x"), std::string("x") + raw + "x");
  }
}

TEST(Unescape, ALoneBackslashAtTheEndStays) {
  EXPECT_EQ(bytes_of("\\"), "\\");
  EXPECT_EQ(bytes_of("abc\\"), "abc\\");
  EXPECT_EQ(bytes_of(R"(a\\\)"), "a\\\\");
}

TEST(Unescape, AppendsToWhatIsThere) {
  std::string bytes = "user";
  unescape(R"(:\t1)", bytes);
  EXPECT_EQ(bytes, "user:\t1");
}

TEST(Unescape, AStringWithoutEscapesIsTakenAsItIs) {
  EXPECT_EQ(unescaped({"user:1", false}), "user:1");
  EXPECT_EQ(unescaped({R"(a\tb)", true}), "a\tb");
}

TEST(Unescape, GivesBackAnyBytesThatBpftraceEscaped) {
  std::mt19937 random(7);
  std::uniform_int_distribution<int> byte(0, 255);
  std::uniform_int_distribution<int> length(0, 40);
  for (int round = 0; round < 20'000; ++round) {
    std::string bytes(static_cast<size_t>(length(random)), '\0');
    for (char& c : bytes) c = static_cast<char>(byte(random));
    ASSERT_EQ(bytes_of(support::escaped(bytes)), bytes);
  }
}

TEST(Unescape, GivesBackTextsThatLookLikeEscapes) {
  std::mt19937 random(8);
  constexpr std::string_view kLetters = "\\\\\\uuf8dcn\"";
  std::uniform_int_distribution<size_t> letter(0, kLetters.size() - 1);
  std::uniform_int_distribution<int> length(0, 20);
  for (int round = 0; round < 20'000; ++round) {
    std::string bytes(static_cast<size_t>(length(random)), '\0');
    for (char& c : bytes) c = kLetters[letter(random)];
    ASSERT_EQ(bytes_of(support::escaped(bytes)), bytes);
  }
}

}  // namespace
}  // namespace mcbt::ingest
