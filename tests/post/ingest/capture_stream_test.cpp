// Streams that are more, less or something else than one whole capture of mcbt's.

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "post/ingest/capture_decoder.h"
#include "tests/post/ingest/event_log.h"
#include "tests/support/capture_text.h"

namespace mcbt::ingest {
namespace {

using support::end_line;
using support::header_line;
using support::Lines;
using support::map_line;
using support::packed;
using support::printf_line;
using support::stopping_line;
using support::window_line;
using Events = std::vector<std::string>;

constexpr const char* kAttached = R"({"type": "attached_probes", "data": {"probes": 9}})";

Lines small_capture() {
  return {kAttached,
          header_line(),
          printf_line("Counting. Hit Ctrl-C to end."),
          map_line("@calls_a", {{"1", "5"}}),
          map_line("@keys_a", {{"1,6,user:1", packed(3, 45)}, {"1,3,a,b", packed(2, 4)}}),
          window_line(0, 1000, 2000),
          stopping_line(),
          map_line("@calls_b", {{"2", "1"}}),
          map_line("@keys_b", {{"2,4,none", packed(1, 0)}}),
          window_line(1, 2000, 2500),
          end_line(),
          "",
          ""};
}

// What small_capture() says.
Events small_events() {
  return {"header top",
          "text Counting. Hit Ctrl-C to end.",
          "window 0 1000..2000",
          "total get_hit 5",
          "get_hit user:1/6 3 45",
          "get_hit a,b/3 2 4",
          "window end",
          "window 1 2000..2500 unrated",
          "total get_miss 1",
          "get_miss none/4 1 0",
          "window end",
          "end complete"};
}

TEST(CaptureStream, AWholeCaptureSaysAllItHas) {
  EventLog log;
  const LineCounts counts = decode(small_capture(), log);
  EXPECT_EQ(log.events, small_events());
  EXPECT_EQ(counts.lines, 13U);
  EXPECT_EQ(counts.records, 11U);
  EXPECT_EQ(counts.damaged, 0U);
  EXPECT_EQ(counts.not_json, 0U);
  EXPECT_EQ(counts.first_damaged, 0U);
  EXPECT_EQ(counts.first_not_json, 0U);
}

TEST(CaptureStream, LinesMayEndInCarriageReturns) {
  Lines lines = small_capture();
  for (std::string& line : lines) line += '\r';
  EXPECT_EQ(decode(lines), small_events());
}

TEST(CaptureStream, AnEmptyStreamEndsAtOnce) {
  EXPECT_EQ(decode({}), Events{"end complete"});
  EXPECT_EQ(decode({"", ""}), Events{"end complete"});
}

// Of each line: the windows that are whole, those that are not, and whether the end was seen.
TEST(CaptureStream, ACaptureCutAfterAnyLineKeepsItsWindows) {
  const Lines whole = small_capture();
  const Events all = small_events();
  for (size_t size = 0; size <= whole.size(); ++size) {
    EventLog log;
    decode(Lines(whole.begin(), whole.begin() + static_cast<ptrdiff_t>(size)), log);
    EXPECT_TRUE(log.bad_lines.empty()) << size;
    if (size < 2) {
      EXPECT_EQ(log.events, Events{"end complete"}) << size;
      continue;
    }
    EXPECT_EQ(log.events.back(), size >= 11 ? "end complete" : "end cut") << size;
    Events windows = log.events_of("window");
    std::erase(windows, "window end");
    Events expected;
    if (size >= 6) expected.emplace_back("window 0 1000..2000");
    if (size == 4 || size == 5) expected.emplace_back("window 0 1000000000..? unrated");
    if (size == 8 || size == 9) expected.emplace_back("window 1 2000..? unrated");
    if (size >= 10) expected.emplace_back("window 1 2000..2500 unrated");
    EXPECT_EQ(windows, expected) << size;
    EXPECT_EQ(log.events_of("total").size(), size < 4 ? 0U : size < 8 ? 1U : 2U) << size;
    EXPECT_EQ(log.events_of("get_hit").size(), size < 5 ? 0U : 2U) << size;
    EXPECT_EQ(log.events_of("get_miss").size(), size < 9 ? 0U : 1U) << size;
  }
}

// A disk that ran full cuts the last line anywhere.
TEST(CaptureStream, ACaptureCutWithinALineSaysNothingWrong) {
  const Lines whole = small_capture();
  const Events all = small_events();
  for (size_t count = 1; count < whole.size(); ++count) {
    const std::string last = whole[count];
    for (size_t size = 1; size < last.size(); ++size) {
      Lines lines(whole.begin(), whole.begin() + static_cast<ptrdiff_t>(count));
      lines.push_back(last.substr(0, size));
      EventLog log;
      decode(lines, log);
      for (const std::string& event : log.events) {
        const bool known = std::find(all.begin(), all.end(), event) != all.end();
        const bool about_the_cut =
            event.starts_with("bad ") || event == "end cut" || event.ends_with("..? unrated");
        EXPECT_TRUE(known || about_the_cut) << count << " " << size << ": " << event;
      }
    }
  }
}

TEST(CaptureStream, CapturesThatFollowEachOtherAreReadOneAfterTheOther) {
  Lines lines = small_capture();
  const Lines second = {header_line({{"script", R"("second")"}}),
                        map_line("@calls_a", {{"4", "2"}}), window_line(0, 7000, 8000), end_line()};
  lines.insert(lines.end(), second.begin(), second.end());
  Events expected = small_events();
  for (const char* event :
       {"header second", "window 0 7000..8000", "total set 2", "window end", "end complete"}) {
    expected.emplace_back(event);
  }
  EXPECT_EQ(decode(lines), expected);
}

TEST(CaptureStream, ACaptureThatIsCutKeepsItsPrintsFromTheNext) {
  EXPECT_EQ(decode({header_line(), map_line("@calls_a", {{"1", "5"}}), stopping_line(),
                    header_line({{"script", R"("second")"}}), map_line("@calls_b", {{"2", "1"}}),
                    window_line(0, 1'000'000'000, 1'000'000'500), end_line()}),
            (Events{"header top", "window 0 1000000000..? unrated", "total get_hit 5", "window end",
                    "end cut", "header second", "window 0 1000000000..1000000500",
                    "total get_miss 1", "window end", "end complete"}));
}

TEST(CaptureStream, ANumberOfTheLastCaptureIsNoGapInTheNext) {
  EXPECT_EQ(decode({header_line(), window_line(0, 1000, 2000), window_line(1, 2000, 3000),
                    end_line(), header_line(), window_line(0, 9000, 9500), end_line()})
                .at(6),
            "header top");
  EXPECT_EQ(decode({header_line(), window_line(0, 1000, 2000), window_line(1, 2000, 3000),
                    end_line(), header_line(), window_line(0, 9000, 9500), end_line()})
                .at(7),
            "window 0 9000..9500");
}

TEST(CaptureStream, AnUnknownProtocolVersionIsRefused) {
  for (const char* version : {"2", "0", "x", "", "1x", "-1"}) {
    EventLog log;
    const LineCounts counts =
        decode({kAttached, printf_line("mcbt-capture " + std::string(version) + " {}"),
                window_line(0, 1000, 2000), end_line()},
               log);
    EXPECT_EQ(log.events_of("bad"), Events{"bad 2"}) << version;
    EXPECT_TRUE(log.events_of("header").empty()) << version;
    EXPECT_TRUE(log.events_of("window").empty()) << version;
    EXPECT_EQ(counts.damaged, 1U);
    EXPECT_EQ(counts.first_damaged, 2U);
  }
}

TEST(CaptureStream, AnUnknownProtocolVersionEndsTheCaptureBefore) {
  EXPECT_EQ(
      decode({header_line(), map_line("@calls_a", {{"1", "5"}}), printf_line("mcbt-capture 2 {}"),
              map_line("@calls_b", {{"1", "7"}}), window_line(0, 1000, 2000)})
          .at(4),
      "end cut");
}

TEST(CaptureStream, AHeaderThatCannotBeReadIsABadLine) {
  const std::string unknown_map = R"({"@k":{"role":"sizes","key":["op"],"value":"count"}})";
  for (const std::string& line :
       {printf_line("mcbt-capture 1 {\"script\":\"top\""), printf_line("mcbt-capture 1"),
        printf_line("mcbt-capture 1 []"), header_line({{"maps", unknown_map}})}) {
    EventLog log;
    decode({line, end_line()}, log);
    EXPECT_EQ(log.events_of("bad"), Events{"bad 1"}) << line;
    EXPECT_TRUE(log.events_of("header").empty()) << line;
  }
}

TEST(CaptureStream, SomebodyElsesCaptureIsMapsAndTexts) {
  EXPECT_EQ(
      decode({kAttached, printf_line("mcbt-ready"), R"({"type": "map", "data": {"@k": {"a": 1}}})",
              R"({"type": "time", "data": "19:31:22\n"})",
              R"({"type": "map", "data": {"@k": {"a": 2}}})",
              R"({"type": "map", "data": {"@n": 588200}})",
              R"({"type": "value", "data": [1,"a,b"]})",
              R"({"type": "lost_events", "data": {"events": 2}})"}),
      (Events{"text mcbt-ready", "map @k {a=1}", "text 19:31:22", "map @k {a=2}", "map @n 588200",
              "lost 2", "end complete"}));
}

TEST(CaptureStream, MarksMeanNothingInSomebodyElsesCapture) {
  EXPECT_EQ(decode({window_line(0, 1000, 2000), stopping_line(), end_line()}),
            (Events{"text mcbt-window 0 1000 2000", "text mcbt-stopping", "text mcbt-end",
                    "end complete"}));
}

// The script for any release prints a quote as a key, and 0.22 and 0.23 escape it twice.
TEST(CaptureStream, KeysAreEscapedAsThePrintedQuoteIs) {
  const auto keys_of = [](const std::string& quote, const std::string& key) {
    return decode({header_line(),
                   R"({"type": "map", "data": {"@escapes": {")" + quote + R"(": 1}}})",
                   R"({"type": "map", "data": {"@keys_a": {"4,3,)" + key + R"(": 4294967296}}})",
                   window_line(0, 1000, 2000), end_line()})
        .at(2);
  };
  EXPECT_EQ(keys_of(R"(\")", R"(q\"q)"), "set q\"q/3 1 0");
  EXPECT_EQ(keys_of(R"(\\\")", R"(q\\\"q)"), "set q\"q/3 1 0");
  // Of q, quote, NUL: escaped to the length of a whole key.
  EXPECT_EQ(keys_of(R"(\\\")", R"(q\\\")"), "set q\"/3 cut 1 0");
}

TEST(CaptureStream, OneNewlineIsNoPartOfAText) {
  EXPECT_EQ(decode({R"({"type": "printf", "data": "a\n\n"})", R"({"type": "printf", "data": "b"})",
                    R"({"type": "printf", "data": ""})"}),
            (Events{"text a\n", "text b", "text ", "end complete"}));
}

TEST(CaptureStream, DamageInSomebodyElsesMapIsReportedAndTheRestUsed) {
  EventLog log;
  const LineCounts counts = decode({kAttached, R"({"type": "hist", "data": {"@h": }})",
                                    R"({"type": "map", "data": {"@k": {"a": 1, "b)"},
                                   log);
  EXPECT_EQ(log.events, (Events{"bad 2", "map @h ", "bad 3", "map @k {a=1}", "end complete"}));
  EXPECT_EQ(counts.records, 1U);
  EXPECT_EQ(counts.damaged, 2U);
  EXPECT_EQ(counts.first_damaged, 2U);
}

TEST(CaptureStream, LinesOfAnotherProgramInBetweenAreCountedAndPassedOver) {
  Lines lines;
  for (const std::string& line : small_capture()) {
    lines.emplace_back("stdin:1:27-34: WARNING: something");
    lines.push_back(line);
  }
  EventLog log;
  const LineCounts counts = decode(lines, log);
  EXPECT_EQ(log.events, small_events());
  EXPECT_EQ(counts.lines, 26U);
  EXPECT_EQ(counts.not_json, 13U);
  EXPECT_EQ(counts.first_not_json, 1U);
  EXPECT_EQ(counts.records, 11U);
  EXPECT_EQ(counts.damaged, 0U);
}

TEST(CaptureStream, BadLinesAreCountedWithTheNumberOfTheFirst) {
  EventLog log;
  const LineCounts counts =
      decode({"Attaching 6 probes...", kAttached, "", R"({"type": "lost_events", "da)",
              R"({"level": "info"})", "text"},
             log);
  EXPECT_EQ(log.events, (Events{"bad 4", "bad 5", "end complete"}));
  EXPECT_EQ(counts.lines, 6U);
  EXPECT_EQ(counts.records, 1U);
  EXPECT_EQ(counts.damaged, 2U);
  EXPECT_EQ(counts.first_damaged, 4U);
  EXPECT_EQ(counts.not_json, 2U);
  EXPECT_EQ(counts.first_not_json, 1U);
  EXPECT_EQ(counts.first_damage, log.bad_lines.at(0).reason);
}

std::string snoop_header() {
  return header_line(
      {{"script", R"("snoop")"}, {"window_ns", ""}, {"maps", ""}, {"key_bytes", "5"}});
}

TEST(Snoop, HasNoMapsOfWindows) {
  const std::string header = header_line({{"script", R"("snoop")"}, {"window_ns", ""}});
  EXPECT_EQ(decode({header, map_line("@calls_a", {{"1", "5"}}),
                    map_line("@keys_a", {{"1,1,a", packed(5, 0)}}), end_line()}),
            (Events{"header snoop", "bad 2", "bad 3", "end complete"}));
}

TEST(CaptureStream, LinesOfASnoopCaptureAreOperations) {
  EXPECT_EQ(decode({snoop_header(), printf_line("TIME(s) CONN COMMAND RESULT SIZE LEN KEY"),
                    printf_line("   1.500000  26 get      hit     15    5 user1"),
                    printf_line("   1.600000  26 get      miss    -1    3  a "), end_line()}),
            (Events{"header snoop", "text TIME(s) CONN COMMAND RESULT SIZE LEN KEY",
                    "operation get_hit user1/5", "operation get_miss  a /3", "end complete"}));
}

// From 0.18 on printf adds ".." to a string that it cut: with it, a key may be as long as it was.
TEST(CaptureStream, AKeyLongerThanTheHeaderSaysIsKeptIsNeverWhole) {
  const Events events = decode({snoop_header(), printf_line("1.5 26 get hit 15 7 abcde.."),
                                printf_line("1.500000 26 get hit 15 7 abcde.."), end_line()});
  ASSERT_EQ(events.size(), 4U);
  EXPECT_EQ(events[1], "text 1.5 26 get hit 15 7 abcde..");
  EXPECT_NE(events[2], "operation get_hit abcde../7") << "the key is abcde and something";
}

TEST(CaptureStream, LinesLikeOperationsAreTextInOtherCaptures) {
  EXPECT_EQ(
      decode({header_line(), printf_line("1.500000 26 get hit 15 5 user1"), end_line()}).at(1),
      "text 1.500000 26 get hit 15 5 user1");
}

}  // namespace
}  // namespace mcbt::ingest
