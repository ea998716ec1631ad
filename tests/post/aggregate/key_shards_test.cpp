#include "post/aggregate/key_shards.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

namespace mcbt::aggregate {
namespace {

using model::KeyStats;
using model::Op;

constexpr size_t kKeys = 5000;
constexpr size_t kThreads = 4;

// Each key once as a get and once as a set; batches of a size that shards must split.
void add_all(KeyShards& shards, const std::vector<std::string>& keys, bool rated) {
  std::vector<KeyStats> batch;
  for (const std::string& key : keys) {
    const auto length = static_cast<uint32_t>(key.size());
    batch.push_back({key, length, true, Op::kGetHit, 1, 10});
    batch.push_back({key, length, true, Op::kSet, 2, 20});
  }
  shards.add(batch, rated);
}

std::vector<std::string> many_keys() {
  std::vector<std::string> keys;
  for (size_t i = 0; i < kKeys; ++i) keys.push_back("user:" + std::to_string(i));
  return keys;
}

TEST(KeyShards, ThreadsTogetherCountWhatOneWould) {
  const std::vector<std::string> keys = many_keys();
  KeyShards shards(kThreads);
  {
    std::vector<std::jthread> threads;
    for (size_t i = 0; i < kThreads; ++i) {
      threads.emplace_back([&] { add_all(shards, keys, true); });
    }
  }
  const KeyTable table = shards.take_all();
  ASSERT_EQ(table.size(), kKeys);
  for (size_t i = 0; i < table.size(); ++i) {
    const KeyRow row = table.row(i);
    ASSERT_EQ(row.ops[op_index(Op::kGetHit)].calls, kThreads) << row.key;
    ASSERT_EQ(row.ops[op_index(Op::kSet)].bytes, 20 * kThreads) << row.key;
    ASSERT_EQ(table.find(row)[op_index(Op::kSet)].calls, 2 * kThreads) << row.key;
  }
  EXPECT_EQ(table.totals()[op_index(Op::kGetHit)].calls, kKeys * kThreads);
  EXPECT_EQ(shards.take_unrated().size(), 0U);
}

TEST(KeyShards, WhatNoRateMayIncludeIsKeptApartToo) {
  KeyShards shards(2);
  add_all(shards, {"a", "b"}, false);
  add_all(shards, {"c"}, true);
  EXPECT_EQ(shards.take_all().size(), 3U);
  EXPECT_EQ(shards.take_unrated().size(), 2U);
}

TEST(KeyShards, AreEmptyOnceTaken) {
  KeyShards shards(2);
  add_all(shards, {"a"}, true);
  EXPECT_EQ(shards.take_all().size(), 1U);
  EXPECT_EQ(shards.take_all().size(), 0U);
  add_all(shards, {"a", "b"}, true);
  const KeyTable again = shards.take_all();
  EXPECT_EQ(again.size(), 2U);
  EXPECT_EQ(again.totals()[op_index(Op::kSet)].calls, 4U);
}

}  // namespace
}  // namespace mcbt::aggregate
