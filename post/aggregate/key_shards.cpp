#include "post/aggregate/key_shards.h"

#include <algorithm>
#include <array>
#include <bit>

namespace mcbt::aggregate {
namespace {

// Enough for a thread to find one that nobody else holds, and few enough for a batch to leave many
// keys to each.
constexpr size_t kShardsPerThread = 4;
constexpr unsigned kMostBits = 6;
constexpr unsigned kHashBits = 32;
constexpr size_t kBatch = 1024;

}  // namespace

KeyShards::KeyShards(size_t threads)
    : bits_(std::min(kMostBits,
                     static_cast<unsigned>(std::bit_width(kShardsPerThread * threads - 1)))) {
  for (size_t i = 0; i < size_t{1} << bits_; ++i) shards_.push_back(std::make_unique<Shard>());
}

void KeyShards::add_to(Shard& shard, std::span<const HashedKey> keys, bool rated) {
  shard.all.add(keys);
  if (!rated) shard.unrated.add(keys);
}

// Shards that another thread holds come last.
void KeyShards::add(std::span<const model::KeyStats> keys, bool rated) {
  for (; keys.size() > kBatch; keys = keys.subspan(kBatch)) add(keys.first(kBatch), rated);
  const auto shard_of = [&](uint32_t hash) { return uint64_t{hash} >> (kHashBits - bits_); };
  std::array<uint32_t, kBatch> hashes;
  std::array<size_t, (size_t{1} << kMostBits) + 1> ends = {};
  for (size_t i = 0; i < keys.size(); ++i) {
    hashes[i] = hash_of_key(kept_key(keys[i].key));
    ++ends[shard_of(hashes[i]) + 1];
  }
  for (size_t i = 1; i < ends.size(); ++i) ends[i] += ends[i - 1];
  // Now where a shard's keys begin; once they are dealt, where they end.
  std::array<HashedKey, kBatch> dealt;
  for (size_t i = 0; i < keys.size(); ++i) {
    dealt[ends[shard_of(hashes[i])]++] = {hashes[i], &keys[i]};
  }
  const auto of_shard = [&](size_t i) {
    const size_t begin = i == 0 ? 0 : ends[i - 1];
    return std::span<const HashedKey>(dealt).subspan(begin, ends[i] - begin);
  };
  std::array<bool, size_t{1} << kMostBits> done = {};
  for (size_t i = 0; i < shards_.size(); ++i) {
    done[i] = of_shard(i).empty();
    if (done[i]) continue;
    const std::unique_lock lock(shards_[i]->mutex, std::try_to_lock);
    if (lock) add_to(*shards_[i], of_shard(i), rated);
    done[i] = lock.owns_lock();
  }
  for (size_t i = 0; i < shards_.size(); ++i) {
    if (done[i]) continue;
    const std::scoped_lock lock(shards_[i]->mutex);
    add_to(*shards_[i], of_shard(i), rated);
  }
}

KeyTable KeyShards::take(KeyTable Shard::*table) {
  std::vector<KeyTable> parts;
  for (const auto& shard : shards_) parts.push_back(std::move((*shard).*table));
  for (const auto& shard : shards_) (*shard).*table = KeyTable();
  return KeyTable::of_parts(parts);
}

KeyTable KeyShards::take_all() {
  return take(&Shard::all);
}

KeyTable KeyShards::take_unrated() {
  return take(&Shard::unrated);
}

}  // namespace mcbt::aggregate
