#include "post/aggregate/key_table.h"

#include <algorithm>
#include <cstring>
#include <functional>

namespace mcbt::aggregate {

size_t KeyTable::IdentityHash::operator()(const Identity& identity) const {
  return std::hash<std::string_view>()(identity.key) ^ identity.length;
}

std::string_view KeyTable::keep(std::string_view bytes) {
  if (blocks_.empty() || block_used_ + bytes.size() > kBlockBytes) {
    if (!blocks_.empty()) ++block_;
    if (block_ == blocks_.size()) blocks_.push_back(std::make_unique<char[]>(kBlockBytes));
    block_used_ = 0;
  }
  char* place = blocks_[block_].get() + block_used_;
  std::memcpy(place, bytes.data(), bytes.size());
  block_used_ += bytes.size();
  return {place, bytes.size()};
}

KeyTable::Entry& KeyTable::entry_of(const model::KeyStats& stats) {
  const auto found = index_.find(Identity{stats.key, stats.length});
  if (found != index_.end()) return entries_[found->second];
  const std::string_view key = keep(stats.key);
  index_.emplace(Identity{key, stats.length}, static_cast<uint32_t>(entries_.size()));
  entries_.push_back({key.data(), static_cast<uint32_t>(key.size()), stats.length, true, kNone});
  return entries_.back();
}

void KeyTable::add(model::KeyStats stats) {
  if (stats.key.size() > kLongestKept) {
    stats.key = stats.key.substr(0, kLongestKept);
    stats.whole = false;
  }
  Entry& entry = entry_of(stats);
  entry.whole = entry.whole && stats.whole;
  uint32_t* link = &entry.first_cell;
  while (*link != kNone && cells_[*link].op != stats.op) link = &cells_[*link].next;
  if (*link == kNone) {
    *link = static_cast<uint32_t>(cells_.size());
    cells_.push_back({stats.calls, stats.bytes, kNone, stats.op});
    return;
  }
  cells_[*link].calls += stats.calls;
  cells_[*link].bytes += stats.bytes;
}

void KeyTable::clear() {
  entries_.clear();
  cells_.clear();
  index_.clear();
  block_ = 0;
  block_used_ = 0;
}

KeyRow KeyTable::row(size_t index) const {
  const Entry& entry = entries_[index];
  KeyRow row{{entry.data, entry.size}, entry.length, entry.whole, {}};
  for (uint32_t cell = entry.first_cell; cell != kNone; cell = cells_[cell].next) {
    row.ops[op_index(cells_[cell].op)] = {cells_[cell].calls, cells_[cell].bytes};
  }
  return row;
}

OpStatsByOp KeyTable::find(const KeyRow& row) const {
  const auto found = index_.find(Identity{row.key, row.length});
  return found == index_.end() ? OpStatsByOp{} : this->row(found->second).ops;
}

}  // namespace mcbt::aggregate
