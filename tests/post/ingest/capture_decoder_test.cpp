#include "post/ingest/capture_decoder.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/post/ingest/event_log.h"
#include "tests/support/capture_text.h"

namespace mcbt::ingest {
namespace {

using support::end_line;
using support::header_line;
using support::kStartNs;
using support::Lines;
using support::map_line;
using support::stopping_line;
using support::window_line;
using Events = std::vector<std::string>;

TEST(CaptureDecoder, AWindowIsItsEdgesAndTheMapsBeforeThem) {
  EXPECT_EQ(
      decode({header_line(), calls_line("a", 5), keys_line("a", 5), window_line(0, kStartNs, 2000),
              window_line(0, kStartNs, kStartNs + 1000), end_line()}),
      (Events{"header top", "bad 4", "window 0 1000000000..1000001000", "total get_hit 5",
              "get_hit user:1/6 5 75", "window end", "end complete"}))
      << "a window that ends before it starts is damaged, its maps are the next one's";
}

TEST(CaptureDecoder, WindowsTakeTurnsOnTheirMaps) {
  EXPECT_EQ(decode({header_line(), calls_line("a", 5), keys_line("a", 5),
                    window_line(0, 1000, 2000), calls_line("b", 7), keys_line("b", 7),
                    window_line(1, 2000, 3000), window_line(2, 3000, 4000), calls_line("b", 1),
                    window_line(3, 4000, 5000), end_line()}),
            (Events{"header top", "window 0 1000..2000", "total get_hit 5", "get_hit user:1/6 5 75",
                    "window end", "window 1 2000..3000", "total get_hit 7",
                    "get_hit user:1/6 7 105", "window end", "window 2 3000..4000", "window end",
                    "window 3 4000..5000", "total get_hit 1", "window end", "end complete"}));
}

TEST(CaptureDecoder, TheWindowAfterTheStopHasNoRates) {
  EXPECT_EQ(
      decode({header_line(), calls_line("a", 5), window_line(0, 1000, 2000), stopping_line(),
              calls_line("b", 1), window_line(1, 2000, 2500), end_line()}),
      (Events{"header top", "window 0 1000..2000", "total get_hit 5", "window end",
              "window 1 2000..2500 unrated", "total get_hit 1", "window end", "end complete"}));
}

TEST(CaptureDecoder, BothSidesMayFillOneWindow) {
  EXPECT_EQ(decode({header_line(), calls_line("a", 5), stopping_line(), calls_line("a", 6),
                    calls_line("b", 2), window_line(0, 1000, 2000), end_line()}),
            (Events{"header top", "window 0 1000..2000 unrated", "total get_hit 6",
                    "total get_hit 2", "window end", "end complete"}));
}

TEST(CaptureDecoder, PrintsThatNoWindowClosesAreAWindowWithoutAnEnd) {
  EXPECT_EQ(decode({header_line(), calls_line("a", 5), window_line(0, 1000, 2000),
                    calls_line("b", 3), keys_line("b", 3)}),
            (Events{"header top", "window 0 1000..2000", "total get_hit 5", "window end",
                    "window 1 2000..? unrated", "total get_hit 3", "get_hit user:1/6 3 45",
                    "window end", "end cut"}));
}

TEST(CaptureDecoder, EmptyPrintsThatNoWindowClosesAreNoWindow) {
  EXPECT_EQ(decode({header_line(), window_line(0, 1000, 2000), map_line("@calls_a", "{}"),
                    map_line("@keys_a", "{}"), end_line()}),
            (Events{"header top", "window 0 1000..2000", "window end", "end complete"}));
}

// What bpftrace prints once more when it exits stood in the last window already.
TEST(CaptureDecoder, ADumpAfterTheEndIsNotCountedAgain) {
  EXPECT_EQ(decode({header_line(), stopping_line(), calls_line("a", 5), keys_line("a", 5),
                    window_line(0, 1000, 2000), end_line(), "", "", calls_line("a", 5),
                    keys_line("a", 5)}),
            (Events{"header top", "window 0 1000..2000 unrated", "total get_hit 5",
                    "get_hit user:1/6 5 75", "window end", "end complete"}));
}

TEST(CaptureDecoder, TheScriptsOwnMapsAreNotShown) {
  EXPECT_EQ(decode({header_line(), map_line("@side", "1"), map_line("@tick", {{"a", "1"}}),
                    window_line(0, 1000, 2000), end_line()}),
            (Events{"header top", "window 0 1000..2000", "window end", "end complete"}));
}

TEST(CaptureDecoder, AWindowLineThatIsCutIsDamagedAndItsMapsWait) {
  for (const char* text :
       {"mcbt-window", "mcbt-window ", "mcbt-window 0", "mcbt-window 0 1000", "mcbt-window 0 1000 ",
        "mcbt-window x 1000 2000", "mcbt-window 0 1000 2000x", "mcbt-window -1 1000 2000",
        "mcbt-window 0 1000 99999999999999999999999"}) {
    EXPECT_EQ(decode({header_line(), calls_line("a", 5), support::printf_line(text), end_line()}),
              (Events{"header top", "bad 3", "window 0 1000000000..? unrated", "total get_hit 5",
                      "window end", "end complete"}))
        << text;
  }
}

TEST(CaptureDecoder, MarksAreWholeWordsAtTheBeginningOfALine) {
  EXPECT_EQ(decode({header_line(), support::printf_line("mcbt-windows 0 1000 2000"),
                    support::printf_line("mcbt-endless"), support::printf_line(" mcbt-end"),
                    support::printf_line("Counting. Hit Ctrl-C to end.")}),
            (Events{"header top", "text mcbt-windows 0 1000 2000", "text mcbt-endless",
                    "text  mcbt-end", "text Counting. Hit Ctrl-C to end.", "end cut"}));
}

TEST(CaptureDecoder, LossesKeepTheirPlaceInTheStream) {
  EXPECT_EQ(
      decode({header_line(), R"({"type": "lost_events", "data": {"events": 2}})",
              window_line(0, 1000, 2000),
              R"({"type": "helper_error", "helper": "map_update_elem", "retcode": -7})",
              window_line(1, 2000, 3000), end_line()}),
      (Events{"header top", "lost 2", "window 0 1000..2000", "window end",
              "helper map_update_elem -7", "window 1 2000..3000", "window end", "end complete"}));
}

TEST(CaptureDecoder, HistogramsOfALatencyCaptureAreBuckets) {
  const std::string header =
      header_line({{"script", R"("latency")"},
                   {"maps", R"({"@latency_a":{"role":"latency","key":["op"],"value":"hist"}})"}});
  EXPECT_EQ(
      decode({header,
              map_line("@latency_a", {{"1", R"([{"min": 4, "max": 7, "count": 3}])"}}, "hist"),
              window_line(0, 1000, 2000), end_line()}),
      (Events{"header latency", "window 0 1000..2000", "latency get_hit 4..7 3", "window end",
              "end complete"}));
}

TEST(CaptureDecoder, DamageOfAMapIsReportedWithItsLine) {
  EventLog log;
  const LineCounts counts = decode(
      {header_line(), calls_line("a", 5), R"({"type": "map", "data": {"@keys_a": {"1,1,a": 7, "1,)",
       window_line(0, 1000, 2000), end_line()},
      log);
  EXPECT_EQ(log.events, (Events{"header top", "window 0 1000..2000", "total get_hit 5",
                                "get_hit a/1 0 7", "bad 3", "window end", "end complete"}));
  EXPECT_EQ(counts.lines, 5U);
  EXPECT_EQ(counts.records, 4U);
  EXPECT_EQ(counts.damaged, 1U);
  EXPECT_EQ(counts.first_damaged, 3U);
  EXPECT_TRUE(counts.first_damage.starts_with("@keys_a: ")) << counts.first_damage;
  ASSERT_EQ(log.bad_lines.size(), 1U);
  EXPECT_EQ(log.bad_lines[0].reason, counts.first_damage);
}

TEST(CaptureDecoder, TellsWhetherAHeaderCameAndHowManyWindowsEnded) {
  EventLog log;
  CaptureDecoder decoder(log);
  EXPECT_EQ(decoder.captures(), 0U);
  decoder.line(header_line());
  EXPECT_EQ(decoder.captures(), 1U);
  EXPECT_EQ(decoder.windows(), 0U);
  decoder.line(window_line(0, 1000, 2000));
  decoder.line(window_line(1, 2000, 3000));
  EXPECT_EQ(decoder.windows(), 2U);
  decoder.line(calls_line("a", 5));
  decoder.end();
  EXPECT_EQ(decoder.windows(), 2U) << "a window without an end is none";
}

TEST(CaptureDecoder, ALineNeedNotOutliveTheCall) {
  EventLog log;
  CaptureDecoder decoder(log);
  for (std::string line : {header_line(), calls_line("a", 5), keys_line("a", 5)}) {
    decoder.line(line);
    line.assign(line.size(), 'x');
  }
  decoder.line(window_line(0, 1000, 2000));
  EXPECT_EQ(log.events, (Events{"header top", "window 0 1000..2000", "total get_hit 5",
                                "get_hit user:1/6 5 75", "window end"}));
}

}  // namespace
}  // namespace mcbt::ingest
