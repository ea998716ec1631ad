// The keys of a sum while several threads add to it.
#pragma once

#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "post/aggregate/key_table.h"

namespace mcbt::aggregate {

// Tables, each of the keys with some hashes and behind a lock of its own. A batch is dealt out to
// them, so that each is locked once for many keys.
class KeyShards {
 public:
  // For so many threads.
  explicit KeyShards(size_t threads);

  // Those that no rate may include are kept apart as well.
  // From any thread. Many keys at once are cheapest: hundreds.
  void add(std::span<const model::KeyStats> keys, bool rated);

  // All keys; nothing is left here. Not while others add.
  KeyTable take_all();
  KeyTable take_unrated();

 private:
  struct Shard {
    std::mutex mutex;
    KeyTable all;
    KeyTable unrated;
  };

  void add_to(Shard& shard, std::span<const HashedKey> keys, bool rated);
  KeyTable take(KeyTable Shard::*table);

  unsigned bits_ = 0;  // of a hash, the upper ones, that tell the shard
  std::vector<std::unique_ptr<Shard>> shards_;
};

}  // namespace mcbt::aggregate
