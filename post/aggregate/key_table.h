// Per-key counters of a window or of a whole capture.
#pragma once

#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "model/event.h"
#include "model/operation.h"

namespace mcbt::aggregate {

struct OpStats {
  uint64_t calls = 0;
  uint64_t bytes = 0;  // value bytes as the client sees them
};

// Indexed by op_index().
using OpStatsByOp = std::array<OpStats, model::kOpLimit>;

// A key and all that was counted for it.
struct KeyRow {
  std::string_view key;  // lives as long as the table is not cleared
  uint32_t length = 0;   // bytes of the whole key
  bool whole = true;
  OpStatsByOp ops = {};
};

class KeyTable {
 public:
  // Keys that were cut to the same bytes stay apart where their lengths differ; where those are
  // equal too they share a row, which is marked as not whole.
  void add(model::KeyStats stats);

  void clear();

  size_t size() const { return entries_.size(); }

  // The row at `index` < size(), in the order in which keys came.
  KeyRow row(size_t index) const;

  // The counters of the same key in this table; zeros where it has none.
  OpStatsByOp find(const KeyRow& row) const;

 private:
  static constexpr uint32_t kNone = UINT32_MAX;

  struct Entry {
    const char* data = nullptr;
    uint32_t size = 0;
    uint32_t length = 0;
    bool whole = true;
    uint32_t first_cell = kNone;
  };
  // Most keys see few kinds of operation, so the counters of a key are a list and not an array.
  struct Cell {
    uint64_t calls = 0;
    uint64_t bytes = 0;
    uint32_t next = kNone;
    model::Op op = model::Op::kGet;
  };

  // What tells one key from another.
  struct Identity {
    std::string_view key;
    uint32_t length = 0;
    bool operator==(const Identity&) const = default;
  };
  struct IdentityHash {
    size_t operator()(const Identity& identity) const;
  };

  Entry& entry_of(const model::KeyStats& stats);
  std::string_view keep(std::string_view bytes);

  std::vector<Entry> entries_;
  std::vector<Cell> cells_;
  boost::unordered_flat_map<Identity, uint32_t, IdentityHash> index_;

  // Far above what memcached allows: what is longer comes of a damaged capture.
  static constexpr size_t kLongestKept = 4096;
  static constexpr size_t kBlockBytes = size_t{1} << 18;
  std::vector<std::unique_ptr<char[]>> blocks_;  // of kBlockBytes; hold the bytes of the keys
  size_t block_ = 0;                             // the one that is being filled
  size_t block_used_ = 0;
};

}  // namespace mcbt::aggregate
