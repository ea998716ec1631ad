#include "post/view/rows_by.h"

#include <gtest/gtest.h>

#include "post/view/top_table.h"
#include "tests/post/aggregate/sample_events.h"

namespace mcbt::view {
namespace {

using aggregate::add_window;
using aggregate::Aggregator;
using aggregate::kEpochNs;
using aggregate::Snapshot;
using model::Op;
using Calls = std::map<std::string, uint64_t>;

model::CaptureHeader of_host(const std::string& host, int64_t pid) {
  model::CaptureHeader header = aggregate::top_header();
  header.host = host;
  header.pid = pid;
  return header;
}

// Two hosts at the same time, one with two processes.
void add_fleet(model::EventSink& sink) {
  sink.on_header(of_host("cache7", 10));
  add_window(sink, 0, 0, {{Op::kGetHit, "user:1", 5, 50}, {Op::kSet, "user:2", 2, 10}});
  sink.on_end(true);
  sink.on_header(of_host("cache7", 11));
  add_window(sink, 0, 0, {{Op::kGetHit, "user:1", 1, 10}});
  sink.on_end(true);
  sink.on_header(of_host("cache8", 10));
  add_window(sink, 0, 0, {{Op::kGetMiss, "config", 4, 0}});
  sink.on_end(true);
}

// Rows by name, with / between the parts.
Calls rows_by(const RowParts& parts, const std::optional<Filter>& filter = {}) {
  Aggregator aggregator;
  RowsBy rows(aggregator, parts, FamilyRule(), filter);
  add_fleet(rows);
  const Snapshot sum = aggregator.summary();
  EXPECT_EQ(sum.total_calls(), 12U);
  EXPECT_EQ(sum.attributed, 12U);
  EXPECT_TRUE(sum.complete());
  Query query;
  query.by = parts;
  Calls calls;
  for (const Row& row : make_top_table(sum, query).rows) {
    std::string name;
    for (const std::string_view field : row_fields(row.key, parts)) {
      name += (name.empty() ? "" : "/") + std::string(field);
    }
    calls[name] = row.calls;
  }
  return calls;
}

TEST(RowsBy, HostsProcessesAndCommands) {
  EXPECT_EQ(rows_by({RowPart::kHost}), (Calls{{"cache7", 8}, {"cache8", 4}}));
  EXPECT_EQ(rows_by({RowPart::kHost, RowPart::kPid}),
            (Calls{{"cache7/10", 7}, {"cache7/11", 1}, {"cache8/10", 4}}));
  EXPECT_EQ(rows_by({RowPart::kCommand}), (Calls{{"get", 10}, {"set", 2}}));
}

TEST(RowsBy, KeysAndFamiliesAreKeptApartByHost) {
  EXPECT_EQ(rows_by({RowPart::kHost, RowPart::kKey}),
            (Calls{{"cache7/user:1", 6}, {"cache7/user:2", 2}, {"cache8/config", 4}}));
  EXPECT_EQ(rows_by({RowPart::kHost, RowPart::kFamily}),
            (Calls{{"cache7/user:{}", 8}, {"cache8/config", 4}}));
}

TEST(RowsBy, AFilterChoosesKeysAndTheTotalsStay) {
  const auto filter = Filter::compile("^user:1$");
  EXPECT_EQ(rows_by({RowPart::kHost}, *filter), (Calls{{"cache7", 6}}));
  EXPECT_EQ(rows_by({RowPart::kHost, RowPart::kKey}, *filter), (Calls{{"cache7/user:1", 6}}));
}

TEST(RowsBy, HostsThatAreNotToldShareARow) {
  Aggregator aggregator;
  RowsBy rows(aggregator, {RowPart::kHost}, FamilyRule(), {});
  model::CaptureHeader header = aggregate::top_header();
  header.host.clear();
  rows.on_header(header);
  add_window(rows, 0, 0, {{Op::kGetHit, "a", 5, 50}});
  EXPECT_EQ(aggregator.summary().keys->key(0), kUnknownField);
}

TEST(RowsBy, TimesAndCutsGoWithTheRow) {
  Aggregator aggregator;
  RowsBy rows(aggregator, {RowPart::kHost, RowPart::kKey}, FamilyRule(), {});
  rows.on_header(aggregate::top_header());
  rows.on_window({0, aggregate::kStartNs, aggregate::kStartNs + aggregate::kSecond, true});
  const std::vector<model::KeyStats> keys = {{"ab", 7, false, Op::kGetHit, 2, 8},
                                             {"ab", 7, false, Op::kGetHit, 0, 0, 2, 90}};
  rows.on_keys(keys);
  rows.on_window_end();
  const aggregate::KeyRow row = aggregator.summary().keys->row(0);
  EXPECT_EQ(row.times.us, 90U);
  EXPECT_FALSE(row.whole);
  EXPECT_EQ(row.length, row.key.size() + 5);
}

TEST(RowsBy, NamesHoldAnyByteOfAKey) {
  const std::string key("a\x1f/b\0", 5);
  const RowParts parts = {RowPart::kHost, RowPart::kKey};
  const std::string name = row_name({"h\x1fx", key});
  const auto fields = row_fields(name, parts);
  ASSERT_EQ(fields.size(), 2U);
  EXPECT_EQ(fields[0], "h?x");
  EXPECT_EQ(fields[1], key);
}

TEST(TopTable, AScoreIsTheMeanOfWhatIsKnown) {
  aggregate::KeyTable keys;
  keys.add({"often", 5, true, Op::kGetHit, 9, 100});
  keys.add({"large", 5, true, Op::kGetHit, 1, 900});
  Snapshot snapshot;
  snapshot.keys = &keys;
  snapshot.attributed = 10;
  Query query;
  query.sort = SortColumn::kScore;
  EXPECT_DOUBLE_EQ(make_top_table(snapshot, query).rows[0].score, 0.5);
  keys.add({"large", 5, true, Op::kGetHit, 0, 0, 1, 80});
  keys.add({"often", 5, true, Op::kGetHit, 0, 0, 9, 20});
  const TopTable table = make_top_table(snapshot, query);
  EXPECT_EQ(table.rows[0].key, "large");
  EXPECT_DOUBLE_EQ(table.rows[0].score, (0.1 + 0.9 + 0.8) / 3);
  EXPECT_DOUBLE_EQ(table.rows[1].score, (0.9 + 0.1 + 0.2) / 3);
}

}  // namespace
}  // namespace mcbt::view
