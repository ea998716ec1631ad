// The captures of tests/captures: what seven releases of bpftrace really wrote.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "post/ingest/capture_decoder.h"
#include "tests/post/ingest/event_log.h"
#include "tests/post/ingest/releases.h"

namespace mcbt::ingest {
namespace {

namespace fs = std::filesystem;

fs::path folder() {
  return fs::path(MCBT_SOURCE_DIR) / "tests" / "captures";
}

std::vector<std::string> lines_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file) << path;
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

struct Capture {
  EventLog log;
  LineCounts counts;
};

void read(const fs::path& path, Capture& capture) {
  capture.counts = decode(lines_of(path), capture.log);
}

void read(const std::string& release, const std::string& script, Capture& capture) {
  read(folder() / release / (script + ".jsonl"), capture);
}

// A map's entries by key; of a map without keys, the value by "".
using Table = std::map<std::string, std::string>;

Table table_of(const model::MapDump& dump) {
  Table table;
  for (const model::MapEntry& entry : dump.entries) {
    EXPECT_TRUE(table.emplace(entry.key, text_of(entry.value)).second) << entry.key;
  }
  return table;
}

// The prints of map `name`, in order.
std::vector<Table> prints_of(const Capture& capture, const std::string& name) {
  std::vector<Table> tables;
  for (const model::MapDump& dump : capture.log.maps) {
    if (dump.name == name) tables.push_back(table_of(dump));
  }
  return tables;
}

// The only print of it.
Table print_of(const Capture& capture, const std::string& name) {
  const auto tables = prints_of(capture, name);
  EXPECT_EQ(tables.size(), 1U) << name;
  return tables.empty() ? Table{} : tables.front();
}

int64_t number_of(const std::string& key_start, const Table& table) {
  for (const auto& [key, value] : table) {
    if (key.starts_with(key_start)) return std::stoll(value);
  }
  ADD_FAILURE() << key_start;
  return 0;
}

bool is_text_mode(const fs::path& path) {
  return path.stem() == "04_weird_text";
}

std::vector<fs::path> all_captures() {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::recursive_directory_iterator(folder())) {
    if (entry.path().extension() == ".jsonl") paths.push_back(entry.path());
  }
  std::ranges::sort(paths);
  return paths;
}

// 0.17 printed the dump's blank lines into the middle of a text once: that line is in two pieces.
TEST(Captures, OnlyALineThatBpftraceBrokeIsDamaged) {
  const auto paths = all_captures();
  EXPECT_EQ(paths.size(), 126U);
  for (const fs::path& path : paths) {
    if (is_text_mode(path)) continue;
    Capture capture;
    read(path, capture);
    const bool broken = path == folder() / "0.17.0" / "01_printf.jsonl";
    EXPECT_EQ(capture.counts.damaged, broken ? 1U : 0U) << path;
    EXPECT_EQ(capture.counts.first_damaged, broken ? 3U : 0U) << path;
    EXPECT_EQ(capture.counts.not_json, broken ? 1U : 0U) << path;
    EXPECT_EQ(capture.counts.first_not_json, broken ? 5U : 0U) << path;
    EXPECT_EQ(capture.log.bad_lines.size(), capture.counts.damaged) << path;
    EXPECT_EQ(capture.log.events.back(), "end complete") << path;
    EXPECT_EQ(capture.log.events_of("text mcbt-ready").size(), 1U) << path;
  }
}

TEST(Captures, EveryLineIsCountedOnce) {
  for (const fs::path& path : all_captures()) {
    Capture capture;
    read(path, capture);
    const auto lines = lines_of(path);
    const auto blank = std::ranges::count_if(lines, [](const std::string& line) {
      return line.find_first_not_of(" \t\r") == std::string::npos;
    });
    const LineCounts& counts = capture.counts;
    EXPECT_EQ(counts.lines, lines.size()) << path;
    EXPECT_EQ(counts.records + counts.damaged + counts.not_json + static_cast<uint64_t>(blank),
              lines.size())
        << path;
  }
}

TEST(Captures, TextModeIsNotJson) {
  for (const std::string& release : kReleases) {
    Capture capture;
    read(release, "04_weird_text", capture);
    EXPECT_EQ(capture.counts.records, 0U) << release;
    EXPECT_EQ(capture.counts.damaged, 0U) << release;
    EXPECT_GT(capture.counts.not_json, 100U) << release;
    EXPECT_EQ(capture.log.events, std::vector<std::string>{"end complete"}) << release;
  }
}

TEST(Captures, CutAtAnyByteNeverCrash) {
  for (const std::string& release : kReleases) {
    for (const char* script : {"02_aggs", "03_hist", "04_weird"}) {
      for (const std::string& line :
           lines_of(folder() / release / (std::string(script) + ".jsonl"))) {
        for (size_t size = 0; size < line.size(); ++size) {
          const LineCounts counts = [&] {
            EventLog log;
            return decode({line.substr(0, size)}, log);
          }();
          EXPECT_EQ(counts.lines, 1U);
        }
      }
    }
  }
}

TEST(Captures, AggregationsAreTheSameInEveryRelease) {
  const std::map<std::string, Table> expected = {
      {"@avg", {{"", "54"}}},
      {"@cnt", {{"", "12"}}},
      {"@inc", {{"", "12"}}},
      {"@kavg", {{"16", "202"}, {"3", "5"}, {"4", "12"}, {"7", "-1"}}},
      {"@kcnt", {{"16", "3"}, {"3", "3"}, {"4", "3"}, {"7", "3"}}},
      {"@kst", {{"16", "3/202/606"}, {"3", "3/5/15"}, {"4", "3/12/36"}, {"7", "3/-1/-3"}}},
      {"@ksum", {{"16", "606"}, {"3", "15"}, {"4", "36"}, {"7", "-3"}}},
      {"@max", {{"", "202"}}},
      {"@sc", {{"", "202"}}},
      {"@st", {{"", "12/54/654"}}},
      {"@strval", {{"", "\"k:long:key:12345\""}}},
      {"@sum", {{"", "654"}}},
  };
  for (const std::string& release : kReleases) {
    Capture capture;
    read(release, "02_aggs", capture);
    EXPECT_EQ(capture.log.maps.size(), 17U) << release;
    for (const auto& [name, table] : expected) {
      EXPECT_EQ(print_of(capture, name), table) << release << " " << name;
    }
    const Table texts = print_of(capture, "@kstr");
    EXPECT_EQ(texts.at("7"), "\"missing\"") << release;
    EXPECT_TRUE(texts.at("3").starts_with("\"foo")) << release;
  }
}

// Negative minima and maxima are what releases get wrong; ingest says what they printed.
TEST(Captures, NegativeExtremesAreAsTheReleasePrintedThem) {
  for (const std::string& release : kReleases) {
    const bool unsigned_values = release == "0.20.2";
    Capture capture;
    read(release, "02_aggs", capture);
    EXPECT_EQ(print_of(capture, "@min").at(""), unsigned_values ? "0" : "-1") << release;
    Table extremes = {{"16", "202"}, {"3", "5"}, {"4", "12"}, {"7", unsigned_values ? "0" : "-1"}};
    EXPECT_EQ(print_of(capture, "@kmin"), extremes) << release;
    if (unsigned_values) extremes["7"] = "\"18446744073709551615\"";
    if (release < "0.20") extremes.erase("7");
    EXPECT_EQ(print_of(capture, "@kmax"), extremes) << release;
  }
}

TEST(Captures, HistogramsAreTheSameInEveryRelease) {
  const Table by_length = {{"2", "[2..3:6 4..7:6]"},        {"3", "[16..31:3 32..63:3 64..127:3]"},
                           {"4", "[64..127:3 128..255:3]"}, {"5", "[4096..8191:3]"},
                           {"6", "[65536..131071:3]"},      {"7", "[..-1:1]"}};
  const std::string linear =
      "[..-1:1 0..9:12 10..19:3 20..29:0 30..39:3 40..49:0 50..59:0 60..69:0 70..79:0 80..89:0 "
      "90..99:0 100..:15]";
  const std::string sizes =
      "[..-1:1 0..0:0 1..1:0 2..3:6 4..7:6 8..15:0 16..31:3 32..63:3 64..127:6 128..255:3 "
      "256..511:0 512..1023:0 1024..2047:0 2048..4095:0 4096..8191:3 8192..16383:0 16384..32767:0 "
      "32768..65535:0 65536..131071:3]";
  const std::multiset<std::string> by_text = {
      "[..-1:1]",    "[2..3:3]",     "[2..3:3]",       "[4..7:3]",
      "[4..7:3]",    "[16..31:3]",   "[32..63:3]",     "[64..127:3]",
      "[64..127:3]", "[128..255:3]", "[4096..8191:3]", "[65536..131071:3]"};
  for (const std::string& release : kReleases) {
    Capture capture;
    read(release, "03_hist", capture);
    EXPECT_EQ(capture.log.maps.size(), 5U) << release;
    EXPECT_EQ(print_of(capture, "@h"), (Table{{"", sizes}})) << release;
    EXPECT_EQ(print_of(capture, "@l"), (Table{{"", linear}})) << release;
    EXPECT_EQ(print_of(capture, "@kh"), by_length) << release;
    EXPECT_EQ(print_of(capture, "@kl").at("4"), "[100..:6]") << release;
    std::multiset<std::string> texts;
    for (const auto& [key, text] : print_of(capture, "@sh")) texts.insert(text);
    EXPECT_EQ(texts, by_text) << release;
  }
}

// The traffic was timed, so the counts differ; what they say of each other does not. @k counts keys
// and is cleared each second, @b adds up their lengths (key16 has 5 bytes) and is not.
TEST(Captures, TopPrintsAgreeWithEachOtherInEveryRelease) {
  for (const std::string& release : kReleases) {
    Capture capture;
    read(release, "05_top", capture);
    const auto counts = prints_of(capture, "@k");
    const auto sums = prints_of(capture, "@b");
    ASSERT_EQ(counts.size(), 3U) << release;
    ASSERT_EQ(sums.size(), 3U) << release;
    const size_t count_sizes[] = {5, 5, 6};  // print(@k, 5), and the dump at the exit
    const size_t sum_sizes[] = {3, 3, 6};    // print(@b, 3, 2), and the dump at the exit
    int64_t calls = 0;
    for (size_t i = 0; i < 3; ++i) {
      EXPECT_EQ(counts[i].size(), count_sizes[i]) << release;
      EXPECT_EQ(sums[i].size(), sum_sizes[i]) << release;
      calls += number_of("key16", counts[i]);
      EXPECT_EQ(number_of("key16", sums[i]), i == 2 ? 5 * calls : 5 * calls / 2) << release;
    }
    EXPECT_EQ(capture.log.events_of("text window end").size(), 2U) << release;
  }
}

}  // namespace
}  // namespace mcbt::ingest
