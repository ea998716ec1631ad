#include "post/aggregate/key_table.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace mcbt::aggregate {
namespace {

using model::KeyStats;
using model::Op;

KeyStats stats(std::string_view key, Op op, uint64_t calls, uint64_t bytes) {
  return {key, static_cast<uint32_t>(key.size()), true, op, calls, bytes};
}

OpStats of(const OpStatsByOp& ops, Op op) {
  return ops[op_index(op)];
}

bool none(const OpStatsByOp& ops) {
  uint64_t sum = 0;
  for (const OpStats& op : ops) sum += op.calls + op.bytes;
  return sum == 0;
}

TEST(KeyTable, StartsEmpty) {
  const KeyTable table;
  EXPECT_EQ(table.size(), 0U);
  EXPECT_EQ(table.truncated(), 0U);
  EXPECT_TRUE(none(table.totals()));
  EXPECT_TRUE(none(table.find(KeyRow{"k", 1, true, {}, {}})));
}

TEST(KeyTable, AddsNothingOfAnEmptyBatch) {
  KeyTable table;
  table.add(std::span<const KeyStats>());
  EXPECT_EQ(table.size(), 0U);
}

TEST(KeyTable, AddsUpTheSameOperationOnTheSameKey) {
  KeyTable table;
  table.add(stats("user:1", Op::kGetHit, 5, 75));
  table.add(stats("user:1", Op::kGetHit, 2, 30));
  ASSERT_EQ(table.size(), 1U);
  const KeyRow row = table.row(0);
  EXPECT_EQ(row.key, "user:1");
  EXPECT_EQ(row.length, 6U);
  EXPECT_TRUE(row.whole);
  EXPECT_EQ(of(row.ops, Op::kGetHit).calls, 7U);
  EXPECT_EQ(of(row.ops, Op::kGetHit).bytes, 105U);
}

TEST(KeyTable, KeepsOperationsApart) {
  KeyTable table;
  uint64_t calls = 1;
  for (int round = 0; round < 2; ++round) {
    for (const model::OpInfo& info : model::kOps) table.add(stats("k", info.op, calls++, 1));
  }
  ASSERT_EQ(table.size(), 1U);
  const KeyRow row = table.row(0);
  for (size_t op = 1; op < model::kOpLimit; ++op) {
    EXPECT_EQ(row.ops[op].calls, op + op + model::kOps.size()) << op;
    EXPECT_EQ(row.ops[op].bytes, 2U);
  }
  EXPECT_EQ(table.calls(0), 28U * 29U / 2U);
}

TEST(KeyTable, KeepsKeysInTheOrderInWhichTheyCame) {
  KeyTable table;
  table.add(stats("b", Op::kSet, 1, 0));
  table.add(stats("a", Op::kSet, 2, 0));
  table.add(stats("b", Op::kSet, 4, 0));
  table.add(stats("c", Op::kSet, 8, 0));
  ASSERT_EQ(table.size(), 3U);
  EXPECT_EQ(table.key(0), "b");
  EXPECT_EQ(table.key(1), "a");
  EXPECT_EQ(table.key(2), "c");
  EXPECT_EQ(table.calls(0), 5U);
}

TEST(KeyTable, CopiesTheKeysBytes) {
  KeyTable table;
  std::string key = "user:1";
  table.add(stats(key, Op::kSet, 1, 0));
  key.assign("xxxxxx");
  EXPECT_EQ(table.key(0), "user:1");
}

TEST(KeyTable, AKeyMayBeEmptyOrHoldAnyByte) {
  KeyTable table;
  table.add(KeyStats{});
  table.add(stats(std::string_view("\0", 1), Op::kSet, 1, 0));
  table.add(stats(std::string_view("\0\0", 2), Op::kSet, 2, 0));
  table.add(stats("\xff\x80", Op::kSet, 3, 0));
  table.add(stats("", Op::kSet, 4, 0));
  ASSERT_EQ(table.size(), 4U);
  EXPECT_EQ(table.key(0), "");
  EXPECT_EQ(table.calls(0), 4U);
  EXPECT_EQ(table.key(1), std::string_view("\0", 1));
  EXPECT_EQ(table.key(2), std::string_view("\0\0", 2));
}

TEST(KeyTable, KeysThatWereCutToTheSameBytesStayApartByLength) {
  KeyTable table;
  table.add(KeyStats{"abc", 3, true, Op::kSet, 1, 0});
  table.add(KeyStats{"abc", 10, false, Op::kSet, 2, 0});
  table.add(KeyStats{"abc", 11, false, Op::kSet, 4, 0});
  table.add(KeyStats{"abc", 10, false, Op::kSet, 8, 0});
  ASSERT_EQ(table.size(), 3U);
  EXPECT_TRUE(table.row(0).whole);
  EXPECT_FALSE(table.row(1).whole);
  EXPECT_EQ(table.calls(1), 10U);
  EXPECT_FALSE(table.row(2).whole);
  EXPECT_EQ(table.truncated(), 2U);
}

TEST(KeyTable, ARowThatIsOnceCutStaysSo) {
  KeyTable table;
  table.add(KeyStats{"abc", 3, true, Op::kSet, 1, 0});
  EXPECT_EQ(table.truncated(), 0U);
  table.add(KeyStats{"abc", 3, false, Op::kSet, 1, 0});
  table.add(KeyStats{"abc", 3, true, Op::kSet, 1, 0});
  ASSERT_EQ(table.size(), 1U);
  EXPECT_FALSE(table.row(0).whole);
  EXPECT_EQ(table.truncated(), 1U);
}

TEST(KeyTable, BytesBeyond4096AreCut) {
  KeyTable table;
  const std::string longest(4096, 'k');
  const std::string longer(4097, 'k');
  const std::string other = std::string(4096, 'k') + "x";
  table.add(stats(longest, Op::kSet, 1, 0));
  table.add(stats(longer, Op::kSet, 2, 0));
  table.add(stats(other, Op::kSet, 4, 0));
  ASSERT_EQ(table.size(), 2U);
  EXPECT_TRUE(table.row(0).whole);
  EXPECT_EQ(table.key(1), longest);
  EXPECT_EQ(table.row(1).length, 4097U);
  EXPECT_FALSE(table.row(1).whole);
  EXPECT_EQ(table.calls(1), 6U);
  EXPECT_EQ(table.truncated(), 1U);
}

TEST(KeyTable, TotalsAreTheSumOfAllRows) {
  KeyTable table;
  table.add(stats("a", Op::kGetHit, 5, 75));
  table.add(stats("b", Op::kGetHit, 2, 3));
  table.add(stats("a", Op::kSet, 1, 4));
  EXPECT_EQ(of(table.totals(), Op::kGetHit).calls, 7U);
  EXPECT_EQ(of(table.totals(), Op::kGetHit).bytes, 78U);
  EXPECT_EQ(of(table.totals(), Op::kSet).calls, 1U);
  EXPECT_EQ(of(table.totals(), Op::kDelete).calls, 0U);
}

TEST(KeyTable, FindsTheSameKeyOfAnotherTable) {
  KeyTable all;
  KeyTable part;
  const std::string long_key(5000, 'k');
  all.add(stats("a", Op::kGetHit, 5, 75));
  all.add(stats(long_key, Op::kGetHit, 9, 0));
  all.add(KeyStats{"abc", 10, false, Op::kSet, 2, 0});
  all.add(stats("none", Op::kSet, 2, 0));
  part.add(stats(long_key, Op::kGetHit, 4, 0));
  part.add(stats("a", Op::kGetHit, 1, 15));
  part.add(KeyStats{"abc", 11, false, Op::kSet, 1, 0});
  EXPECT_EQ(of(part.find(all.row(0)), Op::kGetHit).calls, 1U);
  EXPECT_EQ(of(part.find(all.row(0)), Op::kGetHit).bytes, 15U);
  EXPECT_EQ(of(part.find(all.row(1)), Op::kGetHit).calls, 4U);
  EXPECT_TRUE(none(part.find(all.row(2))));
  EXPECT_TRUE(none(part.find(all.row(3))));
}

TEST(KeyTable, IsEmptyAgainAfterAClear) {
  KeyTable table;
  table.add(KeyStats{"abc", 10, false, Op::kSet, 2, 5});
  table.add(stats("abc", Op::kGetHit, 2, 5));
  table.clear();
  EXPECT_EQ(table.size(), 0U);
  EXPECT_EQ(table.truncated(), 0U);
  EXPECT_TRUE(none(table.totals()));
  EXPECT_TRUE(none(table.find(KeyRow{"abc", 3, true, {}, {}})));
  table.add(stats("abc", Op::kDelete, 1, 0));
  ASSERT_EQ(table.size(), 1U);
  EXPECT_EQ(table.calls(0), 1U);
  EXPECT_EQ(of(table.row(0).ops, Op::kGetHit).calls, 0U);
}

TEST(KeyTable, RowsKeepTheirBytesWhileItGrows) {
  KeyTable table;
  table.add(stats("first", Op::kSet, 1, 0));
  const KeyRow first = table.row(0);
  std::vector<std::string> keys;
  for (int i = 0; i < 50'000; ++i) keys.push_back("key:" + std::to_string(i));
  for (const std::string& key : keys) table.add(stats(key, Op::kSet, 1, 0));
  EXPECT_EQ(first.key, "first");
  EXPECT_EQ(table.size(), 50'001U);
  EXPECT_EQ(of(table.totals(), Op::kSet).calls, 50'001U);
  for (size_t i = 0; i < keys.size(); ++i) ASSERT_EQ(table.key(i + 1), keys[i]);
}

}  // namespace
}  // namespace mcbt::aggregate
