#include "post/ingest/record.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/support/capture_text.h"

namespace mcbt::ingest {
namespace {

// The record of `line`, which must be a T.
template <typename T>
T record_of(std::string_view line) {
  const Record record = parse_record(line);
  EXPECT_TRUE(std::holds_alternative<T>(record)) << line;
  return std::holds_alternative<T>(record) ? std::get<T>(record) : T{};
}

template <typename T>
bool is(std::string_view line) {
  return std::holds_alternative<T>(parse_record(line));
}

TEST(Record, BlankLinesAreBlank) {
  EXPECT_TRUE(is<Blank>(""));
  EXPECT_TRUE(is<Blank>(std::string_view()));
  EXPECT_TRUE(is<Blank>(" \t"));
  EXPECT_TRUE(is<Blank>("\r"));
}

TEST(Record, AttachedProbesAreKnownWithAndWithoutACount) {
  EXPECT_TRUE(is<AttachedProbes>(R"({"type": "attached_probes", "data": {"probes": 9}})"));
  EXPECT_TRUE(
      is<AttachedProbes>(R"({"type": "attached_probes", "count": 4, "data": {"probes": 4}})"));
}

TEST(Record, LostEventsHaveTheirNumber) {
  EXPECT_EQ(record_of<Lost>(R"({"type": "lost_events", "data": {"events": 158}})").events, 158U);
  EXPECT_EQ(
      record_of<Lost>(R"({"type": "lost_events", "count": 153566, "data": {"events": 153566}})")
          .events,
      153566U);
  EXPECT_EQ(record_of<Lost>(R"({"type": "lost_events", "data": {"events": 0}})").events, 0U);
}

TEST(Record, LostEventsWithoutAReadableNumberAreDamaged) {
  for (const char* line : {R"({"type": "lost_events", "data": {}})", R"({"type": "lost_events"})",
                           R"({"type": "lost_events", "data": {"events": -1}})",
                           R"({"type": "lost_events", "data": {"events": 1a}})",
                           R"({"type": "lost_events", "data": {"events": "x"}})"}) {
    EXPECT_TRUE(is<Damaged>(line)) << line;
  }
}

TEST(Record, HelperErrorsAreReadFromEveryRelease) {
  const std::string start = R"({"type": "helper_error", )";
  const std::string error = R"("helper": "map_update_elem", "retcode": -7, )";
  const std::string message = R"("msg": "Argument list too long", )";
  const std::string place = R"("line": 2, "col": 80})";
  for (const std::string& line : {start + error + place, start + message + error + place,
                                  start + message + error + R"("filename": "a.bt", )" + place}) {
    const auto failed = record_of<HelperFailed>(line);
    EXPECT_EQ(failed.helper, "map_update_elem");
    EXPECT_EQ(failed.code, -7);
  }
}

TEST(Record, WhatIsPrintedIsTextOfAnyOfItsKinds) {
  for (const char* type : {"printf", "time", "cat", "join", "syscall"}) {
    const std::string line = std::string(R"({"type": ")") + type + R"(", "data": "a\"b\n"})";
    const auto printed = record_of<Printed>(line);
    EXPECT_EQ(printed.text.text, R"(a\"b\n)");
    EXPECT_TRUE(printed.text.escaped);
  }
  const std::string line = R"({"type": "printf", "data": "plain"})";
  EXPECT_FALSE(record_of<Printed>(line).text.escaped);
  EXPECT_EQ(unescaped(record_of<Printed>(support::printf_line("K \x80 \x1b[0m \\ \"")).text),
            "K \x80 \x1b[0m \\ \"\n");
}

TEST(Record, MapsHaveTheirTypeNameAndBody) {
  struct Case {
    const char* line;
    const char* type;
    const char* name;
    const char* body;
  };
  for (const Case& c : {
           Case{R"({"type": "map", "data": {"@cnt": 12}})", "map", "@cnt", " 12}}"},
           Case{R"({"type": "stats", "data": {"@avg": 54}})", "stats", "@avg", " 54}}"},
           Case{R"({"type": "hist", "data": {"@h": [{"max": -1, "count": 1}]}})", "hist", "@h",
                R"( [{"max": -1, "count": 1}]}})"},
           Case{R"({"type": "lhist", "data": {"@l": []}})", "lhist", "@l", " []}}"},
           Case{R"({"type": "map", "data": {"@k": {"a": 1}}})", "map", "@k", R"( {"a": 1}}})"},
           Case{R"({"type": "map", "data": {"@": 1}})", "map", "@", " 1}}"},
           Case{R"({"type":"map","data":{"@k":{"a":1}}})", "map", "@k", R"({"a":1}}})"},
           // Not JSON, and printed all the same.
           Case{R"({"type": "hist", "data": {"@h": }})", "hist", "@h", " }}"},
           Case{R"({"type": "map", "data": {"@st": 20:00:31}})", "map", "@st", " 20:00:31}}"},
       }) {
    const auto map = record_of<MapPrinted>(c.line);
    EXPECT_EQ(map.type, c.type);
    EXPECT_EQ(map.name, c.name);
    EXPECT_EQ(map.body, c.body);
  }
}

TEST(Record, ValuesAndKindsThatAreNotKnownAreOther) {
  EXPECT_TRUE(is<OtherRecord>(R"({"type": "value", "data": [1,"a,b"]})"));
  EXPECT_TRUE(is<OtherRecord>(R"({"type": "a_later_kind", "data": {"@k": 1}})"));
}

TEST(Record, LinesThatAreNoObjectAreNotJson) {
  for (const char* line : {"Attaching 6 probes...", "stdin:1:1-6: WARNING: x", "mcbt-ready",
                           "@k[a]: 1", "[1, 2]", "\"text\"", "12", "K {\"j\":1}"}) {
    EXPECT_TRUE(is<NotJson>(line)) << line;
  }
}

TEST(Record, ObjectsOfAnotherProgramAreDamaged) {
  for (const char* line : {"{}", "{", R"({"level": "info", "msg": "type"})",
                           R"({"type": 5, "x": 1})", R"({"type"})", R"({type: "map"})"}) {
    EXPECT_TRUE(is<Damaged>(line)) << line;
  }
}

TEST(Record, ACarriageReturnBeforeTheNewlineIsPassedOver) {
  EXPECT_EQ(record_of<Lost>("{\"type\": \"lost_events\", \"data\": {\"events\": 3}}\r").events, 3U);
  EXPECT_EQ(record_of<Printed>("{\"type\": \"printf\", \"data\": \"a\"}\r").text.text, "a");
}

TEST(Record, SpaceBeforeARecordIsPassedOver) {
  EXPECT_EQ(record_of<Lost>("  {\"type\": \"lost_events\", \"data\": {\"events\": 3}}").events, 3U);
}

TEST(Record, TheTypeMayStandBehindOtherMembers) {
  const auto map = record_of<MapPrinted>(
      R"({"time": [1, "}"], "type": "map", "note": {"a": 1}, "data": {"@k": 1}})");
  EXPECT_EQ(map.name, "@k");
  EXPECT_EQ(map.body, " 1}}");
}

TEST(Record, ATextThatIsCutAnywhereIsDamagedOrWhole) {
  const std::string line = R"({"type": "printf", "data": "mcbt-window 1 2000 3000\n"})";
  for (size_t size = 1; size < line.size(); ++size) {
    const std::string cut = line.substr(0, size);
    const Record record = parse_record(cut);
    if (const auto* printed = std::get_if<Printed>(&record)) {
      EXPECT_EQ(printed->text.text, R"(mcbt-window 1 2000 3000\n)") << cut;
    } else {
      EXPECT_TRUE(std::holds_alternative<Damaged>(record)) << cut;
    }
  }
}

TEST(Record, ANumberThatIsCutAnywhereIsDamagedOrWhole) {
  const std::string line = R"({"type": "lost_events", "count": 158, "data": {"events": 158}})";
  for (size_t size = 1; size < line.size(); ++size) {
    const std::string cut = line.substr(0, size);
    const Record record = parse_record(cut);
    if (const auto* lost = std::get_if<Lost>(&record)) {
      EXPECT_EQ(lost->events, 158U) << cut;
    } else {
      EXPECT_TRUE(std::holds_alternative<Damaged>(record)) << cut;
    }
  }
}

TEST(Record, AHelperErrorThatIsCutAnywhereIsDamagedOrWhole) {
  const std::string line =
      R"({"type": "helper_error", "helper": "map_update_elem", "retcode": -17, "line": 2})";
  for (size_t size = 1; size < line.size(); ++size) {
    const std::string cut = line.substr(0, size);
    const Record record = parse_record(cut);
    if (const auto* failed = std::get_if<HelperFailed>(&record)) {
      EXPECT_EQ(failed->helper, "map_update_elem") << cut;
      EXPECT_EQ(failed->code, -17) << cut;
    } else {
      EXPECT_TRUE(std::holds_alternative<Damaged>(record)) << cut;
    }
  }
}

TEST(Record, AMapThatIsCutAnywhereHasTheBodyBeforeTheCut) {
  const std::string line = R"({"type": "map", "data": {"@k": {"a": 1, "b\"": 22}}})";
  const std::string head = R"({"type": "map", "data": {"@k":)";
  for (size_t size = 1; size < line.size(); ++size) {
    const std::string cut = line.substr(0, size);
    if (size < head.size()) {
      EXPECT_TRUE(is<Damaged>(cut)) << cut;
      continue;
    }
    const auto map = record_of<MapPrinted>(cut);
    EXPECT_EQ(map.name, "@k");
    EXPECT_EQ(map.body, cut.substr(head.size()));
  }
}

}  // namespace
}  // namespace mcbt::ingest
