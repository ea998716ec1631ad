// Maps that are printed more than once before a window's line: which prints count, when some of
// them are damaged or the line of a window is missing.

#include "post/ingest/window_prints.h"

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
using support::packed;
using support::stopping_line;
using support::window_line;
using Events = std::vector<std::string>;

// Hits of keys "a", "b", …, one each in `hits`.
std::string several_keys(const std::string& side, const std::vector<uint64_t>& hits) {
  support::MapEntries entries;
  for (const uint64_t of_key : hits) {
    entries.emplace_back(std::string("1,1,") + static_cast<char>('a' + entries.size()),
                         packed(of_key, 0));
  }
  return map_line("@keys_" + side, entries);
}

// Cut in the value behind the last `text`.
std::string cut_behind(const std::string& line, const std::string& text) {
  return line.substr(0, line.rfind(text) + text.size());
}

Lines in_one_window(Lines prints) {
  prints.insert(prints.begin(), header_line());
  prints.insert(prints.end(), {window_line(0, 1000, 2000), end_line()});
  return prints;
}

// The events of that window, without its edges.
Events of_window(const Lines& prints) {
  Events events = decode(in_one_window(prints));
  EXPECT_GE(events.size(), 4U);
  return {events.begin() + 2, events.end() - 2};
}

TEST(WindowPrints, ARepeatReplacesTheEarlierPrint) {
  EXPECT_EQ(
      of_window({calls_line("a", 5), keys_line("a", 5), calls_line("a", 6), keys_line("a", 6)}),
      (Events{"total get_hit 6", "get_hit user:1/6 6 90"}));
  EXPECT_EQ(
      of_window({calls_line("a", 7), keys_line("a", 7), calls_line("a", 6), keys_line("a", 6)}),
      (Events{"total get_hit 6", "get_hit user:1/6 6 90"}))
      << "the last one counts, whichever is larger";
}

TEST(WindowPrints, AnEmptyRepeatReplacesNothing) {
  const Events expected = {"total get_hit 5", "get_hit user:1/6 5 75"};
  EXPECT_EQ(of_window({calls_line("a", 5), keys_line("a", 5), map_line("@calls_a", "{}"),
                       map_line("@keys_a", "{}")}),
            expected);
  EXPECT_EQ(of_window({map_line("@keys_a", "{}"), map_line("@calls_a", "{}"), calls_line("a", 5),
                       keys_line("a", 5)}),
            expected);
}

TEST(WindowPrints, ADamagedPrintThatIsRepeatedIsSaidAndTheRepeatCounts) {
  const std::string print = several_keys("a", {1, 2, 3});
  EXPECT_EQ(of_window({cut_behind(print, "1,1,b"), stopping_line(), several_keys("a", {1, 2, 4})}),
            (Events{"get_hit a/1 1 0", "get_hit b/1 2 0", "get_hit c/1 4 0", "bad 2"}));
}

TEST(WindowPrints, WhatADamagedRepeatLacksIsInTheEarlierPrint) {
  const std::string repeat = several_keys("a", {11, 12, 13});
  EXPECT_EQ(of_window({several_keys("a", {1, 2, 3}), stopping_line(), cut_behind(repeat, "1,1,b")}),
            (Events{"get_hit a/1 11 0", "bad 4", "get_hit b/1 2 0", "get_hit c/1 3 0"}));
}

TEST(WindowPrints, OfSeveralDamagedOnesEachEntryCountsOnce) {
  const std::string print = several_keys("a", {1, 2, 3});
  EXPECT_EQ(of_window({cut_behind(print, "1,1,c"), stopping_line(), cut_behind(print, "1,1,b"),
                       cut_behind(print, "1,1,b")}),
            (Events{"get_hit a/1 1 0", "bad 5", "bad 4", "get_hit b/1 2 0", "bad 2"}));
}

TEST(WindowPrints, TheFirstDamagedLineIsTheFirstInTheFile) {
  const std::string print = several_keys("a", {1, 2});
  EventLog log;
  const LineCounts counts = decode(
      in_one_window({cut_behind(print, "1,1,b"), stopping_line(), cut_behind(print, "1,1,a")}),
      log);
  EXPECT_EQ(counts.damaged, 2U);
  EXPECT_EQ(counts.first_damaged, 2U);
}

// Between a print and its clear: the kernel had counted that window's line.
TEST(WindowPrints, AStopBetweenPrintAndClearLosesAndRepeatsNothing) {
  EXPECT_EQ(decode({header_line(), calls_line("a", 5), window_line(0, 1000, 2000),
                    calls_line("b", 7), stopping_line(), calls_line("a", 2), calls_line("b", 8),
                    window_line(2, 3000, 3500), end_line()}),
            (Events{"header top", "window 0 1000..2000", "total get_hit 5", "window end",
                    "window 2 2000..3500 unrated", "total get_hit 2", "total get_hit 8",
                    "window end", "end complete"}));
}

TEST(WindowPrints, ALineThatIsMissingJustBeforeAStopIsToldWhereNothingWasBeingPrinted) {
  const Lines prints = {header_line(),      calls_line("a", 5),         window_line(0, 1000, 2000),
                        calls_line("b", 7), stopping_line("0"),         calls_line("a", 2),
                        calls_line("b", 8), window_line(2, 3000, 3500), end_line()};
  EXPECT_EQ(decode(prints),
            (Events{"header top", "window 0 1000..2000", "total get_hit 5", "window end",
                    "window 2 2000..3500 unrated missing 1", "total get_hit 7", "total get_hit 2",
                    "total get_hit 8", "window end", "end complete"}));
  Lines printing = prints;
  printing[4] = stopping_line("1");
  EXPECT_EQ(decode(printing),
            (Events{"header top", "window 0 1000..2000", "total get_hit 5", "window end",
                    "window 2 2000..3500 unrated", "total get_hit 2", "total get_hit 8",
                    "window end", "end complete"}));
}

TEST(WindowPrints, OfWindowsWhoseLinesAreMissingAllCount) {
  EXPECT_EQ(
      decode({header_line(), window_line(0, 1000, 2000), calls_line("b", 1), calls_line("a", 2),
              calls_line("b", 4), window_line(3, 4000, 5000), end_line()}),
      (Events{"header top", "window 0 1000..2000", "window end",
              "window 3 2000..5000 unrated missing 2", "total get_hit 1", "total get_hit 2",
              "total get_hit 4", "window end", "end complete"}));
}

// Side a of window 1 and of the end, side b of window 2, which the stop came between.
TEST(WindowPrints, AMissingLineBeforeAStopIsToldFromARepeat) {
  EXPECT_EQ(
      decode({header_line(), calls_line("a", 1), calls_line("b", 2), stopping_line(),
              calls_line("a", 4), calls_line("b", 3),
              window_line(2, kStartNs + 2000, kStartNs + 2500), end_line()}),
      (Events{"header top", "window 2 1000000000..1000002500 unrated missing 1", "total get_hit 1",
              "total get_hit 4", "total get_hit 3", "window end", "end complete"}));
}

TEST(WindowPrints, WithoutTheLineOfTheStopARepeatIsOneAllTheSame) {
  EXPECT_EQ(
      decode({header_line(), calls_line("a", 5), window_line(0, 1000, 2000), calls_line("b", 7),
              calls_line("a", 2), calls_line("b", 8), window_line(2, 3000, 3500), end_line()}),
      (Events{"header top", "window 0 1000..2000", "total get_hit 5", "window end",
              "window 2 2000..3500 unrated missing 1", "total get_hit 2", "total get_hit 8",
              "window end", "end complete"}));
}

// Nothing is left of those windows, so the time of the one that is there is its own.
TEST(WindowPrints, WindowsThatAreMissingAltogetherAreCounted) {
  EXPECT_EQ(decode({header_line(), window_line(0, 1000, 2000), calls_line("b", 5),
                    window_line(3, 4000, 5000), window_line(4, 5000, 6000), end_line()}),
            (Events{"header top", "window 0 1000..2000", "window end",
                    "window 3 4000..5000 missing 2", "total get_hit 5", "window end",
                    "window 4 5000..6000", "window end", "end complete"}));
  EXPECT_EQ(decode({header_line(), calls_line("a", 5),
                    window_line(2, kStartNs + 3000, kStartNs + 4000), end_line()}),
            (Events{"header top", "window 2 1000003000..1000004000 missing 2", "total get_hit 5",
                    "window end", "end complete"}));
}

}  // namespace
}  // namespace mcbt::ingest
