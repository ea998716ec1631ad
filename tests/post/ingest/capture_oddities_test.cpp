// What the captures of tests/captures differ in from release to release.

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "post/ingest/scanner.h"
#include "tests/post/ingest/event_log.h"
#include "tests/post/ingest/releases.h"

namespace mcbt::ingest {
namespace {

using Keys = std::set<std::string>;

void read(const std::string& release, const std::string& script, EventLog& log) {
  std::ifstream file(std::string(MCBT_SOURCE_DIR) + "/tests/captures/" + release + "/" + script +
                     ".jsonl");
  EXPECT_TRUE(file) << release << " " << script;
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  decode(lines, log);
}

Keys keys_of(const EventLog& log, const std::string& name) {
  Keys keys;
  for (const model::MapDump& dump : log.maps) {
    if (dump.name != name) continue;
    for (const model::MapEntry& entry : dump.entries) keys.insert(entry.key);
  }
  return keys;
}

// The keys that the client of 04_weird sent.
const Keys kSent = {"plain",           "a,b",        "q\"q",         "b\\s",
                    "tab\tx",          "c\x01\x02x", "esc\x1b[31mR", "del\x7fx",
                    "hi\x80\xff\xfe",  "café",       "€😀",           "tr\xe2\x82",
                    "over\xc0\xaf",    "(par)",      "{\"j\":1}",    "a/b:c",
                    "%s%n%d",          "@x",         "1,2",          "'sq'",
                    "\xed\xa0\x80sur", "sp ace key", "nl\nkey",      "nul",
                    " lead",           "cr\rk"};

std::string without_spaces(std::string key) {
  std::erase(key, ' ');
  return key;
}

TEST(CaptureOddities, EveryKeyIsReadByteForByteIn017) {
  EventLog log;
  read("0.17.0", "04_weird", log);
  EXPECT_EQ(keys_of(log, "@one"), kSent);
  Keys tuples;
  for (const std::string& key : keys_of(log, "@tup")) tuples.insert(key.substr(0, key.rfind(',')));
  EXPECT_EQ(tuples, kSent);
}

TEST(CaptureOddities, From024OnKeysHaveNoSpacesAndNoOuterParentheses) {
  Keys expected;
  for (const std::string& key : kSent) {
    expected.insert(key == "(par)" ? "par" : without_spaces(key));
  }
  for (const char* release : {"0.24.2", "0.26.1"}) {
    EventLog log;
    read(release, "04_weird", log);
    EXPECT_EQ(keys_of(log, "@one"), expected) << release;
    EXPECT_TRUE(keys_of(log, "@tup").contains("(par),5")) << release;
  }
}

TEST(CaptureOddities, KeysOf023AreEscapedOnceMore) {
  EventLog log;
  read("0.23.2", "04_weird", log);
  Keys once_more;
  for (const std::string& key : keys_of(log, "@one")) once_more.insert(unescaped({key, true}));
  EXPECT_EQ(once_more, kSent);
}

TEST(CaptureOddities, PrintedTextIsReadByteForByteInAllReleasesThatEscapeIt) {
  for (const char* release : {"0.17.0", "0.23.2", "0.24.2", "0.26.1"}) {
    EventLog log;
    read(release, "04_weird", log);
    Keys printed;
    for (const std::string& event : log.events_of("text K")) printed.insert(event.substr(7));
    EXPECT_EQ(printed, kSent) << release;
  }
}

// Up to 0.16 bytes of 0x80 and more stand in the line as they are.
TEST(CaptureOddities, RawBytesAreKeptIn014) {
  EventLog log;
  read("0.14.0", "04_weird", log);
  EXPECT_EQ(log.events_of("text K hi\x80\xff\xfe"
                          "3")
                .size(),
            2U);
  EXPECT_EQ(log.events_of("text K over\xc0\xaf\r").size(), 2U);
}

TEST(CaptureOddities, LostEventsAddUp) {
  const std::map<std::string, std::pair<size_t, int64_t>> expected = {
      {"0.14.0", {31, 3656}},  {"0.17.0", {44, 86}},   {"0.20.2", {25, 5050}},
      {"0.21.3", {23, 5035}},  {"0.23.2", {22, 1376}}, {"0.24.2", {21, 11419}},
      {"0.26.1", {21, 160876}}};
  for (const auto& [release, numbers] : expected) {
    EventLog log;
    read(release, "07_lost", log);
    int64_t sum = 0;
    const auto lost = log.events_of("lost");
    for (const std::string& event : lost) sum += std::stoll(event.substr(5));
    EXPECT_EQ(lost.size(), numbers.first) << release;
    EXPECT_EQ(sum, numbers.second) << release;
  }
}

TEST(CaptureOddities, AFullMapIsToldOfBySomeReleases) {
  struct Case {
    const char* release;
    const char* script;
    size_t updates;
    size_t reads;
  };
  for (const Case& c :
       {Case{"0.14.0", "08_mapfull", 0, 0}, Case{"0.14.0", "08_mapfull_k", 0, 0},
        Case{"0.17.0", "08_mapfull", 0, 0}, Case{"0.17.0", "08_mapfull_k", 120, 0},
        Case{"0.20.2", "08_mapfull", 0, 0}, Case{"0.20.2", "08_mapfull_k", 120, 0},
        Case{"0.21.3", "08_mapfull", 0, 0}, Case{"0.21.3", "08_mapfull_k", 120, 0},
        Case{"0.23.2", "08_mapfull", 120, 0}, Case{"0.23.2", "08_mapfull_k", 40, 80},
        Case{"0.24.2", "08_mapfull", 120, 0}, Case{"0.24.2", "08_mapfull_k", 0, 120},
        Case{"0.26.1", "08_mapfull", 120, 0}, Case{"0.26.1", "08_mapfull_k", 120, 0}}) {
    EventLog log;
    read(c.release, c.script, log);
    const auto errors = log.events_of("helper");
    EXPECT_EQ(errors.size(), c.updates + c.reads) << c.release << c.script;
    EXPECT_EQ(log.events_of("helper map_update_elem -7").size(), c.updates)
        << c.release << c.script;
    const bool has_dump = c.release != std::string("0.17.0") || c.updates == 0;
    EXPECT_EQ(keys_of(log, "@k").size(), has_dump ? 10U : 0U) << c.release << c.script;
  }
}

// From 0.24 on: 16 is printed as 10, and looks like ten.
TEST(CaptureOddities, HistogramsBehindAnEscapeAreNotTrusted) {
  const std::string attached = R"({"type": "attached_probes", "count": 1, "data": {"probes": 1}})";
  const std::string old_attached = R"({"type": "attached_probes", "data": {"probes": 1}})";
  const std::string escape = R"({"type": "printf", "data": "x\u0001y\n"})";
  const std::string backslash = R"({"type": "printf", "data": "x\\u0001y\n"})";
  const std::string hist =
      R"({"type": "hist", "data": {"@h": [{"min": 4, "max": 7, "count": 10}]}})";
  const auto damaged = [](const std::vector<std::string>& lines) {
    EventLog log;
    return decode(lines, log).damaged;
  };
  EXPECT_EQ(damaged({attached, hist, escape, hist}), 1U);
  EXPECT_EQ(damaged({attached, backslash, hist}), 0U);
  EXPECT_EQ(damaged({old_attached, escape, hist}), 0U);
  EXPECT_EQ(damaged({attached, escape, R"({"type": "map", "data": {"@c": 10}})"}), 0U);
  EXPECT_EQ(damaged({attached, R"({"type": "hist", "data": {"@h": {"\u0001": [{"min": 4, )"
                               R"("max": 7, "count": 10}]}}})"}),
            1U);
}

TEST(CaptureOddities, TimesAreText) {
  for (const std::string& release : kReleases) {
    EventLog log;
    read(release, "06_time", log);
    const auto texts = log.events_of("text");
    ASSERT_EQ(texts.size(), 9U) << release;
    EXPECT_TRUE(texts[1].starts_with("text 2026-11-22T")) << release;
    EXPECT_EQ(texts[2].size(), std::string("text 19:31:25").size()) << release;
    EXPECT_TRUE(log.bad_lines.empty()) << release;
  }
}

TEST(CaptureOddities, AKilledBpftraceLeavesTheWindowsBefore) {
  for (const std::string& release : kReleases) {
    EventLog killed;
    read(release, "13_sigkill", killed);
    EXPECT_EQ(killed.maps.size(), 1U) << release;
    EventLog terminated;
    read(release, "13_sigterm", terminated);
    ASSERT_EQ(terminated.maps.size(), 2U) << release;
    EXPECT_EQ(terminated.maps.back().entries.size(), 6U) << release;
  }
}

}  // namespace
}  // namespace mcbt::ingest
