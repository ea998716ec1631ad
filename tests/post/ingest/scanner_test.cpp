#include "post/ingest/scanner.h"

#include <gtest/gtest.h>

#include <limits>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace mcbt::ingest {
namespace {

std::optional<int64_t> integer_in(std::string_view text) {
  Scanner scanner(text);
  int64_t integer = 0;
  if (!scanner.take_integer(integer)) {
    Scanner untouched(text);
    untouched.skip_space();
    EXPECT_EQ(scanner.rest(), untouched.rest());
    return std::nullopt;
  }
  return integer;
}

// The same in the middle of a long line, where the scanner takes another way.
std::optional<int64_t> integer_amid(const std::string& text) {
  return integer_in(text + R"(, "1234567890123": 12345678901234567890})");
}

std::optional<std::string> value_in(std::string_view text) {
  Scanner scanner(text);
  std::string_view value;
  if (!scanner.take_value(value)) return std::nullopt;
  return std::string(value);
}

TEST(Scanner, AnEmptyTextIsDoneAndHasNothingToTake) {
  for (Scanner scanner : {Scanner(""), Scanner(std::string_view())}) {
    RawString string;
    int64_t integer = 0;
    std::string_view value;
    EXPECT_TRUE(scanner.done());
    EXPECT_EQ(scanner.peek(), '\0');
    EXPECT_FALSE(scanner.take('{'));
    EXPECT_FALSE(scanner.take_string(string));
    EXPECT_FALSE(scanner.take_integer(integer));
    EXPECT_FALSE(scanner.take_value(value));
    EXPECT_FALSE(scanner.take_exactly("x"));
  }
}

TEST(Scanner, TokensAreTakenBehindSpacesTabsAndCarriageReturns) {
  Scanner scanner(" \t\r{ \"a\" : 1 }");
  RawString string;
  int64_t integer = 0;
  EXPECT_TRUE(scanner.take('{'));
  EXPECT_TRUE(scanner.take_string(string));
  EXPECT_EQ(string.text, "a");
  EXPECT_TRUE(scanner.take(':'));
  EXPECT_TRUE(scanner.take_integer(integer));
  EXPECT_EQ(integer, 1);
  EXPECT_EQ(scanner.rest(), " }");
}

TEST(Scanner, ATokenThatIsNotThereTakesNothing) {
  Scanner scanner("abc");
  RawString string;
  int64_t integer = 0;
  EXPECT_FALSE(scanner.take('{'));
  EXPECT_FALSE(scanner.take_string(string));
  EXPECT_FALSE(scanner.take_integer(integer));
  EXPECT_FALSE(scanner.take_exactly("abd"));
  EXPECT_FALSE(scanner.take_exactly("abcd"));
  EXPECT_EQ(scanner.rest(), "abc");
}

TEST(Scanner, ExactTextIsTakenWithoutASkipOfSpaces) {
  Scanner scanner(" {\"count\": 1");
  EXPECT_FALSE(scanner.take_exactly("{\"count\": "));
  scanner.skip_space();
  EXPECT_TRUE(scanner.take_exactly("{\"count\": "));
  EXPECT_EQ(scanner.rest(), "1");
}

TEST(Scanner, AStringIsTheTextBetweenItsQuotes) {
  struct Case {
    std::string_view text;
    std::string_view string;
    bool escaped;
    std::string_view rest;
  };
  const std::vector<Case> cases = {
      {R"("" x)", "", false, " x"},
      {R"("user:1": 5)", "user:1", false, ": 5"},
      {R"("a,b{}[]:")", "a,b{}[]:", false, ""},
      {R"("q\"q": 2)", R"(q\"q)", true, ": 2"},
      {R"("b\\" : 2)", R"(b\\)", true, " : 2"},
      {R"("b\\\"q")", R"(b\\\"q)", true, ""},
      {R"("\"")", R"(\")", true, ""},
      {R"("a" "b\"")", "a", false, R"( "b\"")"},
      {"\"\x80\xff\x1b\"", "\x80\xff\x1b", false, ""},
  };
  for (const Case& c : cases) {
    Scanner scanner(c.text);
    RawString string;
    ASSERT_TRUE(scanner.take_string(string)) << c.text;
    EXPECT_EQ(string.text, c.string);
    EXPECT_EQ(string.escaped, c.escaped) << c.text;
    EXPECT_EQ(scanner.rest(), c.rest);
  }
}

TEST(Scanner, AStringMayHoldNulBytes) {
  const std::string text("\"a\0b\"", 5);
  Scanner scanner(text);
  RawString string;
  ASSERT_TRUE(scanner.take_string(string));
  EXPECT_EQ(string.text, std::string_view("a\0b", 3));
}

TEST(Scanner, AStringThatIsCutAnywhereIsNotTaken) {
  const std::string whole = R"("a\"b\\c\u001bd")";
  for (size_t size = 0; size < whole.size(); ++size) {
    const std::string text = whole.substr(0, size);
    Scanner scanner(text);
    RawString string;
    EXPECT_FALSE(scanner.take_string(string)) << text;
    EXPECT_EQ(scanner.rest(), text);
  }
}

TEST(Scanner, IntegersEndBeforeACommaABraceABracketOrASpace) {
  for (const char* end : {",", "}", "]", " ", " }", ", "}) {
    EXPECT_EQ(integer_in(std::string("7") + end), 7) << end;
    EXPECT_EQ(integer_amid(std::string("7") + end), 7) << end;
    EXPECT_EQ(integer_amid(std::string("-12345678") + end), -12'345'678) << end;
    EXPECT_EQ(integer_amid(std::string("123456789") + end), 123'456'789) << end;
  }
}

TEST(Scanner, IntegersOfEveryLengthThatFitAreExact) {
  std::string digits;
  int64_t value = 0;
  for (int length = 1; length <= 19; ++length) {
    digits += static_cast<char>('0' + length % 10);
    value = value * 10 + length % 10;
    for (const std::string& text : {digits + "}", "\"" + digits + "\"}"}) {
      EXPECT_EQ(integer_in(text), value);
      EXPECT_EQ(integer_amid(text), value);
    }
    EXPECT_EQ(integer_in("-" + digits + "]"), -value);
    EXPECT_EQ(integer_amid("-" + digits + "]"), -value);
  }
}

TEST(Scanner, TheLargestAndTheSmallestIntegersAreExact) {
  using Limits = std::numeric_limits<int64_t>;
  for (const char* text : {"9223372036854775807}", "\"9223372036854775807\"}"}) {
    EXPECT_EQ(integer_in(text), Limits::max());
    EXPECT_EQ(integer_amid(text), Limits::max());
  }
  for (const char* text : {"-9223372036854775808}", "\"-9223372036854775808\"}"}) {
    EXPECT_EQ(integer_in(text), Limits::min());
    EXPECT_EQ(integer_amid(text), Limits::min());
  }
  EXPECT_EQ(integer_amid("0}"), 0);
  EXPECT_EQ(integer_amid("-0}"), 0);
  EXPECT_EQ(integer_amid("999999999999999999}"), 999'999'999'999'999'999);
  EXPECT_EQ(integer_amid("1000000000000000000}"), 1'000'000'000'000'000'000);
}

TEST(Scanner, IntegersThatDoNotFitAreNotTaken) {
  for (const char* text :
       {"9223372036854775808}", "-9223372036854775809}", "18446744073709551615}",
        "99999999999999999999}", "123456789012345678901234567890}", "\"9223372036854775808\"}",
        "\"-9223372036854775809\"}", "\"18446744073709551615\"}"}) {
    EXPECT_EQ(integer_in(text), std::nullopt) << text;
    EXPECT_EQ(integer_amid(text), std::nullopt) << text;
  }
}

TEST(Scanner, AnyIntegerIsTakenAsItWasWritten) {
  std::mt19937_64 random(11);
  for (int round = 0; round < 50'000; ++round) {
    const auto value =
        static_cast<int64_t>(random() >> (random() % 64)) * (round % 2 == 0 ? 1 : -1);
    const std::string text = std::to_string(value) + ",";
    ASSERT_EQ(integer_in(text), value);
    ASSERT_EQ(integer_amid(text), value);
  }
}

TEST(Scanner, AnyOtherByteAmongTheDigitsIsNoDigit) {
  const std::string digits = "1234567890123456";
  for (size_t at = 0; at < digits.size(); ++at) {
    for (int byte = 0; byte < 256; ++byte) {
      const char c = static_cast<char>(byte);
      if (c >= '0' && c <= '9') continue;
      std::string text = digits + "}";
      text[at] = c;
      std::optional<int64_t> expected;
      const bool ends = c == ',' || c == '}' || c == ']' || c == ' ';
      if (at > 0 && ends) expected = std::stoll(digits.substr(0, at));
      if (at == 0 && c == '-') expected = -std::stoll(digits.substr(1));
      if (at == 0 && (c == ' ' || c == '\t' || c == '\r')) expected = std::stoll(digits.substr(1));
      ASSERT_EQ(integer_in(text), expected) << at << " " << byte;
      ASSERT_EQ(integer_amid(text), expected) << at << " " << byte;
    }
  }
}

TEST(Scanner, WhatIsNoIntegerIsNotTaken) {
  for (const char* text : {"1a}",   "1a,",     "ff}",    "12345678a}", "123456789012345678a}",
                           "0x10}", "\"1a\"}", "\"\"}",  "\"5 \"}",    "\" 5\"}",
                           "\"5}",  "1.5}",    "1e3}",   "20:00:31}",  "-}",
                           "--1}",  "+1}",     "}",      "true}",      "null}",
                           "[1]}",  "- 1}",    "-\"1\"}"}) {
    EXPECT_EQ(integer_in(text), std::nullopt) << text;
    EXPECT_EQ(integer_amid(text), std::nullopt) << text;
  }
}

TEST(Scanner, AnIntegerWithNothingBehindItWasCut) {
  for (const char* text : {"5", "-5", "123456789012345678", "1234567890123456789", "\"5"}) {
    EXPECT_EQ(integer_in(text), std::nullopt) << text;
  }
}

TEST(Scanner, AValueOfAnyKindIsTakenWhole) {
  EXPECT_EQ(value_in("1, 2"), "1");
  EXPECT_EQ(value_in("-1}"), "-1");
  EXPECT_EQ(value_in("true]"), "true");
  EXPECT_EQ(value_in("20:00:31}"), "20:00:31");
  EXPECT_EQ(value_in(R"("a,}]" , 2)"), R"("a,}]")");
  EXPECT_EQ(value_in(R"("q\"}"})"), R"("q\"}")");
  EXPECT_EQ(value_in("[]}"), "[]");
  EXPECT_EQ(value_in("{}}"), "{}");
  EXPECT_EQ(value_in(R"([1, "a]b", [2, 3]], 4)"), R"([1, "a]b", [2, 3]])");
  EXPECT_EQ(value_in(R"({"a": [{"b": "}\"]"}], "c": {}}, 4)"),
            R"({"a": [{"b": "}\"]"}], "c": {}})");
}

TEST(Scanner, AValueStartsBehindSpaces) {
  Scanner scanner("  [1, 2] , 3");
  std::string_view value;
  ASSERT_TRUE(scanner.take_value(value));
  EXPECT_EQ(value, "[1, 2]");
  EXPECT_EQ(scanner.rest(), " , 3");
}

TEST(Scanner, AValueThatIsCutAnywhereIsNotTaken) {
  for (const std::string whole :
       {"123", "true", "[1, [2, 3], \"a\\\"]\"]", "{\"a\": [{\"b\": \"}\"}]}", "20:00:31"}) {
    for (size_t size = 0; size <= whole.size(); ++size) {
      const std::string text = whole.substr(0, size);
      EXPECT_EQ(value_in(text), std::nullopt) << text;
    }
    EXPECT_EQ(value_in(whole + "}"), whole);
  }
}

TEST(Scanner, AStringValueThatIsCutIsNotTaken) {
  const std::string whole = R"("a\"b")";
  for (size_t size = 0; size <= whole.size(); ++size) {
    const std::string text = whole.substr(0, size);
    EXPECT_EQ(value_in(text), std::nullopt) << text;
  }
}

TEST(Scanner, ManyBracketsAreNoProblem) {
  const std::string deep(1'000'000, '[');
  EXPECT_EQ(value_in(deep), std::nullopt);
  const std::string closed = deep + std::string(1'000'000, ']');
  EXPECT_EQ(value_in(closed + "}"), closed);
}

}  // namespace
}  // namespace mcbt::ingest
