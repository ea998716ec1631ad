// The key table against a std::map that does the same slowly.

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "post/aggregate/key_table.h"

namespace mcbt::aggregate {
namespace {

using model::KeyStats;
using model::Op;

constexpr size_t kLongestKey = 4096;

class Reference {
 public:
  void add(const KeyStats& stats) {
    const Name name{std::string(stats.key.substr(0, kLongestKey)), stats.length};
    const auto [row, fresh] = rows_.try_emplace(name);
    if (fresh) order_.push_back(name);
    if (!stats.whole || stats.key.size() > kLongestKey) row->second.whole = false;
    for (OpStatsByOp* ops : {&row->second.ops, &totals_}) {
      (*ops)[op_index(stats.op)].calls += stats.calls;
      (*ops)[op_index(stats.op)].bytes += stats.bytes;
    }
  }

  void clear() { *this = Reference(); }

  void expect_equal(const KeyTable& table) const {
    ASSERT_EQ(table.size(), order_.size());
    size_t truncated = 0;
    for (size_t i = 0; i < order_.size(); ++i) {
      const KeyRow row = table.row(i);
      const Row& expected = rows_.at(order_[i]);
      ASSERT_EQ(row.key, order_[i].first);
      ASSERT_EQ(row.length, order_[i].second);
      ASSERT_EQ(row.whole, expected.whole);
      expect_equal(row.ops, expected.ops);
      expect_equal(table.find(row), expected.ops);
      ASSERT_EQ(table.key(i), row.key);
      ASSERT_EQ(table.calls(i), calls_of(expected.ops));
      truncated += expected.whole ? 0 : 1;
    }
    EXPECT_EQ(table.truncated(), truncated);
    expect_equal(table.totals(), totals_);
  }

 private:
  using Name = std::pair<std::string, uint32_t>;
  struct Row {
    OpStatsByOp ops = {};
    bool whole = true;
  };

  static uint64_t calls_of(const OpStatsByOp& ops) {
    uint64_t calls = 0;
    for (const OpStats& op : ops) calls += op.calls;
    return calls;
  }

  static void expect_equal(const OpStatsByOp& ops, const OpStatsByOp& expected) {
    for (size_t op = 0; op < ops.size(); ++op) {
      ASSERT_EQ(ops[op].calls, expected[op].calls) << op;
      ASSERT_EQ(ops[op].bytes, expected[op].bytes) << op;
    }
  }

  std::map<Name, Row> rows_;
  std::vector<Name> order_;
  OpStatsByOp totals_ = {};
};

class Random {
 public:
  explicit Random(unsigned seed) : engine_(seed) {}
  uint64_t below(uint64_t limit) { return engine_() % limit; }

  // Any bytes; most keys are short, as most are.
  std::string key() {
    const uint64_t kind = below(100);
    const uint64_t limit = kind < 60 ? 24 : kind < 97 ? 251 : 5001;
    std::string key(below(limit), '\0');
    for (char& c : key) c = static_cast<char>(below(256));
    return key;
  }

  KeyStats stats(const std::vector<std::string>& keys) {
    const std::string& key = keys[below(keys.size())];
    KeyStats stats;
    stats.key = key;
    stats.length = static_cast<uint32_t>(key.size());
    if (below(20) == 0) {  // cut
      stats.whole = false;
      stats.length = static_cast<uint32_t>(key.size() + below(3));
    }
    stats.op = static_cast<Op>(1 + below(model::kOps.size()));
    stats.calls = below(1000);
    stats.bytes = below(4) == 0 ? 0 : below(uint64_t{1} << 40);
    return stats;
  }

 private:
  std::mt19937_64 engine_;
};

void run(unsigned seed, size_t keys_count, size_t batches, size_t largest_batch) {
  Random random(seed);
  std::vector<std::string> keys;
  for (size_t i = 0; i < keys_count; ++i) keys.push_back(random.key());
  KeyTable table;
  Reference reference;
  for (int round = 0; round < 3; ++round) {
    for (size_t i = 0; i < batches; ++i) {
      std::vector<KeyStats> batch;
      for (size_t n = random.below(largest_batch + 1); n > 0; --n) {
        batch.push_back(random.stats(keys));
      }
      table.add(batch);
      for (const KeyStats& stats : batch) reference.add(stats);
    }
    reference.expect_equal(table);
    table.clear();
    reference.clear();
    reference.expect_equal(table);
  }
}

TEST(KeyTableRandom, AgreesOnThousandsOfKeysInBatchesOfAnySize) {
  run(1, 8000, 300, 200);
}

TEST(KeyTableRandom, AgreesOnFewKeysThatRepeatWithinABatch) {
  run(2, 7, 500, 130);
}

TEST(KeyTableRandom, AgreesOnSingleEntries) {
  run(3, 2000, 6000, 1);
}

TEST(KeyTableRandom, AgreesWhenOneBatchFillsIt) {
  run(4, 40'000, 1, 60'000);
}

TEST(KeyTableRandom, AgreesOnKeysThatDifferLittle) {
  KeyTable table;
  Reference reference;
  std::vector<std::string> keys;
  for (int i = 0; i < 20'000; ++i) keys.push_back(std::string(static_cast<size_t>(i % 64), 'k'));
  for (int i = 0; i < 20'000; ++i) {
    const std::string& key = keys[static_cast<size_t>(i)];
    const KeyStats stats{key, static_cast<uint32_t>(i), false, Op::kGetHit, 1, 1};
    table.add(stats);
    reference.add(stats);
  }
  reference.expect_equal(table);
}

}  // namespace
}  // namespace mcbt::aggregate
