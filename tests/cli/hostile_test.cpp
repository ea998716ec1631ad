// What a capture, a file's name or a pattern holds never reaches a terminal raw, and none of it can
// make mcbt hang.

#include <algorithm>
#include <nlohmann/json.hpp>

#include "tests/cli/run_mcbt.h"
#include "tests/cli/sample_capture.h"

namespace mcbt::cli {
namespace {

using support::Finished;
using Json = nlohmann::json;
using std::chrono_literals::operator""s;

// Clears a screen, sets a title, rings, goes back in the line; C1 controls, invalid UTF-8.
const std::string kHostile =
    "\x1b[2J\x1b]0;owned\x07\x08\r\x7f\x9b"
    "31m\xc2\x9b\xff\xfe\xe2\x80\xae";

// No control bytes but newlines and, in a CSV of several lines, none at all: and UTF-8 throughout.
void expect_harmless(const std::string& text) {
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    EXPECT_TRUE(byte == '\n' || (byte >= ' ' && byte != 0x7f)) << static_cast<int>(byte);
  }
  EXPECT_EQ(text.find("\xc2\x9b"), std::string::npos);
  EXPECT_EQ(text.find("\xe2\x80\xae"), std::string::npos);
  EXPECT_NO_THROW(Json(text).dump());
}

class Hostile : public WithFolder {
 protected:
  // Whatever it is asked for, of this capture.
  void expect_harmless_output(const std::string& capture) const {
    for (const char* command : {"report", "top"}) {
      for (const char* format : {"table", "json", "csv"}) {
        std::vector<std::string> arguments = {command, "--batch", "-f", format, capture};
        if (command == std::string("report")) arguments[1] = "--windows";
        if (command == std::string("top")) arguments.emplace_back("0.1");
        const Finished finished = run_mcbt(arguments);
        EXPECT_LE(finished.status, 1);
        expect_harmless(finished.output);
        expect_harmless(finished.errors);
      }
    }
  }
};

std::string quoted() {
  // In the header's JSON, which is escaped once more as a string of the line.
  return "\"" + support::escaped("\x1b[2J\x07\x7f") + "\\u009b\\u202e\"";
}

TEST_F(Hostile, KeysAndOriginsReachNoOutputRaw) {
  const std::string text = text_of(sample_lines(kHostile, 2,
                                                {{"host", quoted()},
                                                 {"source", quoted()},
                                                 {"memcached", quoted()},
                                                 {"unseen", "[" + quoted() + "]"},
                                                 {"blind", "[" + quoted() + "]"}}));
  expect_harmless_output(write("c", text));
  const Finished json = run_mcbt({"report", "-f", "json", path("c")});
  EXPECT_EQ(Json::parse(json.output)["rows"][0]["key"],
            "\\x1b[2J\\x1b]0;owned\\x07\\x08\\x0d\\x7f\\x9b31m\\xc2\\x9b\\xff\\xfe\\xe2\\x80\\xae");
}

TEST_F(Hostile, NamesOfFilesReachNoOutputRaw) {
  const std::string text = text_of(sample_lines("a"));
  const std::string capture = write("c\x1b[2J\x07.\xff", text + "\x1b[2J\n");
  expect_harmless_output(capture);
  const Finished twice = run_mcbt({"report", "-f", "json", capture, capture});
  expect_harmless(twice.output);
  expect_harmless(twice.errors);
  EXPECT_EQ(Json::parse(twice.output)["notes"].size(), 1U);
  expect_harmless(run_mcbt({"report", path("none\x1b[2J")}).errors);
  expect_harmless(run_mcbt({"report", path("c\x1b[2J\x07.\xff"), "-o", path("no\x1b/x")}).errors);
}

TEST_F(Hostile, DamageIsQuotedHarmlessly) {
  const std::string name = "@k" + support::escaped(kHostile);
  support::Lines lines = sample_lines("a");
  lines.insert(lines.begin() + 1, support::map_line("@calls_a", "{\"1\": \x1b[2J"));
  lines.insert(lines.begin(), support::map_line(name, "{\"\x1b[2J\": \x1b[2J"));
  lines.insert(lines.begin(), "\x1b[2J\xff");
  expect_harmless_output(write("c", text_of(lines)));
}

TEST_F(Hostile, OtherScriptsMapsReachNoOutputRaw) {
  const std::string name = "@k" + support::escaped(kHostile);
  expect_harmless_output(
      write("c", text_of({support::map_line(name, {{kHostile, "3"}, {"a", "\"\x1b[2J\xff\""}}),
                          support::map_line("@h",
                                            "{\"\x1b\": [{\"min\": 2, \"max\": 3, "
                                            "\"count\": 6}]}",
                                            "hist"),
                          support::printf_line(kHostile)})));
}

TEST_F(Hostile, HeadersOfLaterTermsAreQuotedHarmlessly) {
  expect_harmless_output(
      write("c", text_of({support::header_line({{"maps", "{" + quoted() + R"(:{"role":"x"}})"}}),
                          support::end_line()})));
}

TEST_F(Hostile, NoPatternCanMakeItHang) {
  std::string key;
  for (int i = 0; i < 250; ++i) key += 'a';
  const std::string capture = write("c", text_of(sample_lines(key)));
  for (const std::string& pattern :
       {std::string("(a*)*$b"), std::string("(a|a)*b"), std::string("(a|aa)+$b"),
        std::string("(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)b"), std::string("^(([a-z])+.)+[A-Z]$")}) {
    const Finished finished = support::run_program(
        {MCBT_PROGRAM, "report", "-f", "json", "-k", pattern, capture}, {}, 30s);
    EXPECT_EQ(finished.status, 0) << pattern << finished.errors;
    EXPECT_EQ(Json::parse(finished.output)["rows"].size(), 0U) << pattern;
  }
  const std::string nested = "((((a{100}){100}){100}){100}){100}";
  for (const std::string& pattern :
       {std::string("a{1001}"), nested, std::string("(?:a{1000}){1000}"), std::string(100'000, '('),
        std::string("\x1b[2J["), std::string("(a"), std::string("\\C\\1")}) {
    const Finished finished =
        support::run_program({MCBT_PROGRAM, "report", "-k", pattern, capture}, {}, 30s);
    EXPECT_EQ(finished.status, 2) << pattern.substr(0, 99);
    EXPECT_EQ(std::ranges::count(finished.errors, '\n'), 1) << finished.errors.substr(0, 999);
    EXPECT_LT(finished.errors.size(), 400U) << pattern.substr(0, 99);
    expect_harmless(finished.errors);
  }
}

}  // namespace
}  // namespace mcbt::cli
