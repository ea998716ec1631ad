// Captures of two hosts in two real ClickHouse servers, by contrib/clickhouse: its tables, its way
// to load and its queries say what `mcbt report` says of the same files.

#include "tests/fleet/clickhouse.h"

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>

#include "tests/cli/run_mcbt.h"
#include "tests/cli/sample_capture.h"

namespace mcbt::fleet {
namespace {

using support::Finished;
using Json = nlohmann::json;
using Table = std::vector<std::vector<std::string>>;

const std::string kContrib = MCBT_SOURCE_DIR "/contrib/clickhouse/";

// A field of ClickHouse's TabSeparated.
std::string unescaped(const std::string& field) {
  static const std::map<char, char> kEscapes = {{'b', '\b'}, {'f', '\f'}, {'r', '\r'},
                                                {'n', '\n'}, {'t', '\t'}, {'0', '\0'}};
  std::string bytes;
  for (size_t i = 0; i < field.size(); ++i) {
    if (field[i] != '\\' || i + 1 == field.size()) {
      bytes += field[i];
      continue;
    }
    const auto known = kEscapes.find(field[++i]);
    bytes += known == kEscapes.end() ? field[i] : known->second;
  }
  return bytes;
}

Table table_of(const std::string& text) {
  Table table;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    table.emplace_back();
    std::istringstream fields(line);
    for (std::string field; std::getline(fields, field, '\t');) {
      table.back().push_back(unescaped(field));
    }
  }
  return table;
}

// The bytes that a key in mcbt's output stands for.
std::string key_bytes(const std::string& text) {
  std::string bytes;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') {
      bytes += text[i];
    } else if (text[++i] == 'x') {
      bytes += static_cast<char>(std::stoi(text.substr(i + 1, 2), nullptr, 16));
      i += 2;
    } else {
      bytes += '\\';
    }
  }
  return bytes;
}

class ClickHouse : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    if (!why_no_clickhouse().empty()) return;
    folder_ = std::filesystem::temp_directory_path() / ("mcbt-fleet-" + std::to_string(getpid()));
    std::filesystem::create_directories(folder_);
    cluster_.emplace(folder_);
    ready_ = cluster_->wait_until_ready();
  }
  static void TearDownTestSuite() {
    cluster_.reset();
    std::filesystem::remove_all(folder_);
  }

  void SetUp() override {
    REQUIRE_CLICKHOUSE();
    ASSERT_TRUE(ready_) << cluster_->log(0) << cluster_->log(1);
    for (size_t i = 0; i < Cluster::kShards; ++i) {
      expect_good(cluster_->query(i, "DROP DATABASE IF EXISTS mcbt"));
      expect_good(cluster_->run_file(i, kContrib + "schema.sql"));
    }
  }

  static void expect_good(const Finished& finished) {
    EXPECT_EQ(finished.status, 0) << finished.errors;
  }

  static std::string write(const std::string& name, const std::string& text) {
    std::ofstream(folder_ / name, std::ios::binary) << text;
    return (folder_ / name).string();
  }

  static void load(const std::vector<std::string>& captures) {
    std::vector<std::string> command = {kContrib + "load"};
    command.insert(command.end(), captures.begin(), captures.end());
    expect_good(support::run_program(
        command, {{"MCBT", MCBT_PROGRAM}, {"CLICKHOUSE_CLIENT", cluster_->client(0)}}));
  }

  // Of a query of contrib/clickhouse, all its rows.
  static Table rows_of(const std::string& name) {
    std::ifstream file(kContrib + "queries/" + name);
    std::string statement(std::istreambuf_iterator<char>(file), {});
    if (const size_t limit = statement.find("LIMIT"); limit != std::string::npos) {
      statement.resize(limit);
    }
    const Finished finished = cluster_->run_file(1, write("query.sql", statement));
    expect_good(finished);
    return table_of(finished.output);
  }

  // Key, calls, hits, misses, bytes read and written, as the query has them.
  static Table top_of_report(const std::vector<std::string>& captures) {
    Table table;
    const Json sum = report({"-r", "0"}, captures);
    for (const Json& row : sum["rows"]) {
      const auto ops = [&](const char* op) { return std::to_string(row["ops"].value(op, 0)); };
      table.push_back({key_bytes(row["key"]), row["calls"].dump(), ops("get_hit"), ops("get_miss"),
                       row["bytes_read"].dump(), row["bytes_written"].dump()});
    }
    return table;
  }
  static Table top_of_fleet() {
    Table table;
    for (const auto& row : rows_of("top_keys.sql")) {
      table.push_back({row[0], row[1], row[2], row[3], row[5], row[6]});
    }
    return table;
  }

  static Json report(std::vector<std::string> arguments, const std::vector<std::string>& captures) {
    arguments.insert(arguments.begin(), {"report", "-f", "json"});
    arguments.insert(arguments.end(), captures.begin(), captures.end());
    return Json::parse(cli::run_mcbt(arguments).output);
  }

  // The capture that comes with mcbt, of cache7, and one of cache8 whose keys are of all bytes.
  static std::vector<std::string> two_hosts() {
    support::Lines lines = {support::header_line({{"host", R"("cache8")"}, {"pid", "11"}})};
    const std::string every = std::string("\x00\x01\t\n\r\b\f", 7) + "\\N\\x41'\"\x7f\xff\xc3\xa9";
    for (uint64_t seq = 0; seq < 5; ++seq) {
      support::MapEntries entries;
      for (const std::string& key :
           {std::string("config:global"), std::string("\\N"), std::string("a\\tb"), every}) {
        entries.emplace_back("1," + std::to_string(key.size()) + "," + key,
                             support::packed(50 + seq, 1000));
        entries.emplace_back("4," + std::to_string(key.size()) + "," + key, support::packed(3, 90));
      }
      const uint64_t calls = 4 * (50 + seq);
      const uint64_t start = support::kStartNs + seq * 1'000'000'000;
      lines.insert(lines.end(),
                   {support::map_line("@calls_a", {{"1", std::to_string(calls)}, {"4", "12"}}),
                    support::map_line("@keys_a", entries),
                    support::window_line(seq, start, start + 1'000'000'000)});
    }
    lines.push_back(support::end_line());
    return {MCBT_SOURCE_DIR "/cli/demo.jsonl.gz", write("cache8.jsonl", cli::text_of(lines))};
  }

 private:
  static inline std::filesystem::path folder_;
  static inline std::optional<Cluster> cluster_;
  static inline bool ready_ = false;

 protected:
  static const Cluster& cluster() { return *cluster_; }
};

TEST_F(ClickHouse, TheTopTableOfTheFleetIsThatOfReport) {
  const auto captures = two_hosts();
  load(captures);
  const Table expected = top_of_report(captures);
  EXPECT_GT(expected.size(), 7000U);
  EXPECT_EQ(top_of_fleet(), expected);
  // Both servers have a part of it.
  for (size_t i = 0; i < Cluster::kShards; ++i) {
    EXPECT_GT(std::stoul(cluster().query(i, "SELECT count() FROM mcbt.rows").output), 5000U);
  }
}

TEST_F(ClickHouse, ALoadThatIsRepeatedCountsOnce) {
  const auto captures = two_hosts();
  load({captures[1]});
  load(captures);
  load(captures);
  EXPECT_EQ(top_of_fleet(), top_of_report(captures));
}

TEST_F(ClickHouse, HostsAndFamiliesAreThoseOfReport) {
  const auto captures = two_hosts();
  load(captures);
  Table hosts;
  const Json by_host = report({"--by", "host"}, captures);
  for (const Json& row : by_host["rows"]) {
    hosts.push_back({row["host"], row["calls"].dump()});
  }
  Table of_fleet = rows_of("hosts.sql");
  for (auto& row : of_fleet) row.resize(2);
  EXPECT_EQ(of_fleet, hosts);

  Table families;
  const Json grouped = report({"-r", "0", "--group", "[0-9a-f]{6,}|[0-9]+"}, captures);
  for (const Json& row : grouped["rows"]) {
    families.push_back({key_bytes(row["key"]), row["calls"].dump()});
  }
  of_fleet = rows_of("families.sql");
  for (auto& row : of_fleet) row.resize(2);
  EXPECT_EQ(of_fleet, families);

  EXPECT_EQ(rows_of("hosts_of_key.sql"), (Table{{"cache7", "1055", "14"}, {"cache8", "275", "0"}}));
}

TEST_F(ClickHouse, BeforeAndAfterIsWhatDiffSays) {
  const auto captures = two_hosts();
  load({captures[0]});
  const Table of_fleet = rows_of("before_after.sql");
  ASSERT_FALSE(of_fleet.empty());
  const Finished rows = cli::run_mcbt({"rows", "-f", "tsv", "-k", "^config:global$", captures[0]});
  uint64_t before = 0;
  for (const auto& row : table_of(rows.output)) {
    if (row[5] < "2026-11-22T22:57:57") before += std::stoul(row[11]);
  }
  EXPECT_EQ(of_fleet[0][0], "config:global");
  EXPECT_NEAR(std::stod(of_fleet[0][1]), static_cast<double>(before) / 6, 1e-9);
}

TEST_F(ClickHouse, ADayThatIsRolledUpTwiceIsTheSame) {
  const auto captures = two_hosts();
  load(captures);
  std::ifstream file(kContrib + "rollup.sql");
  std::string statements(std::istreambuf_iterator<char>(file), {});
  for (size_t at; (at = statements.find("DAY")) != std::string::npos;) {
    statements.replace(at, 3, "20261122");
  }
  const std::string rollup = write("rollup.sql", statements);
  for (int times = 0; times < 2; ++times) {
    for (size_t i = 0; i < Cluster::kShards; ++i) expect_good(cluster().run_file(i, rollup));
  }
  const Json sum = report({}, captures);
  EXPECT_EQ(cluster().query(0, "SELECT sum(calls) FROM mcbt.hours_all").output,
            sum["totals"]["calls"].dump() + "\n");
}

TEST_F(ClickHouse, WhatIsNotWholeAndWhatOverlapsIsFound) {
  load(two_hosts());
  EXPECT_TRUE(rows_of("incomplete.sql").empty());
  EXPECT_TRUE(rows_of("overlaps.sql").empty());
  support::Lines lines = cli::sample_lines("a", 2);
  lines[1] = support::map_line("@calls_a", {{"1", "17"}});
  load({write("full.jsonl", cli::text_of(lines))});
  EXPECT_EQ(rows_of("incomplete.sql"), (Table{{"cache7", "7744", "1", "7", "0"}}));
  // Another trace of the same process at the same time, loaded another day.
  load(
      {write("again.jsonl", cli::text_of(cli::sample_lines("a", 1, {{"start_ns", "999999999"}})))});
  const Table overlaps = rows_of("overlaps.sql");
  ASSERT_EQ(overlaps.size(), 1U);
  EXPECT_EQ(overlaps[0][2], "2026-11-22 18:00:00");
}

TEST_F(ClickHouse, ALoadThatFailsSaysSo) {
  const Finished missing =
      support::run_program({kContrib + "load", "no such file"},
                           {{"MCBT", MCBT_PROGRAM}, {"CLICKHOUSE_CLIENT", cluster().client(0)}});
  EXPECT_NE(missing.status, 0);
  EXPECT_NE(missing.errors.find("no such file"), std::string::npos) << missing.errors;
  const Finished nobody =
      support::run_program({kContrib + "load", two_hosts()[1]},
                           {{"MCBT", MCBT_PROGRAM},
                            {"CLICKHOUSE_CLIENT", "clickhouse-client --host 127.0.0.1 --port 1"}});
  EXPECT_NE(nobody.status, 0);
}

}  // namespace
}  // namespace mcbt::fleet
