#include "post/aggregate/key_table.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <cstring>
#include <new>

#include "model/counter.h"

namespace mcbt::aggregate {
namespace {

constexpr size_t kUnit = 8;
constexpr size_t kChunkUnits = size_t{1} << 16;
constexpr size_t kLongestKey = 4096;
constexpr size_t kCacheLine = 64;
constexpr size_t kFirstSlots = 1024;

uint32_t hash_of(std::string_view key) {
  return static_cast<uint32_t>(XXH3_64bits(key.data(), key.size()));
}

// As memcmp() does, without its call: keys are short.
bool same_bytes(const char* a, const char* b, size_t size) {
  const auto word = [](const char* at) {
    uint64_t eight = 0;
    std::memcpy(&eight, at, sizeof eight);
    return eight;
  };
  if (size < sizeof(uint64_t)) return std::memcmp(a, b, size) == 0;
  const size_t last = size - sizeof(uint64_t);
  for (size_t i = 0; i < last; i += sizeof(uint64_t)) {
    if (word(a + i) != word(b + i)) return false;
  }
  return word(a + last) == word(b + last);
}

// Never a null pointer, which memcpy() and the like may not get even for no bytes.
std::string_view kept(std::string_view key) {
  if (key.empty()) return "";
  return key.substr(0, kLongestKey);
}

}  // namespace

bool KeyTable::Record::is(std::string_view other, uint32_t other_length) const {
  return size == other.size() && length == other_length &&
         same_bytes(key(), other.data(), other.size());
}

KeyTable::KeyTable() : slots_(kFirstSlots) {
  clear();
}

void KeyTable::clear() {
  std::ranges::fill(slots_, Slot{});
  records_.clear();
  cells_.clear();
  times_.clear();
  used_ = 1;  // position 0 is none
  truncated_ = 0;
  totals_ = {};
  total_times_ = {};
  overflowed_ = false;
}

char* KeyTable::at(Position position) const {
  return chunks_[position / kChunkUnits].get() + position % kChunkUnits * kUnit;
}

KeyTable::Record& KeyTable::record(Position position) const {
  return *reinterpret_cast<Record*>(at(position));
}

// What does not fit into a chunk's rest goes into the next one.
KeyTable::Position KeyTable::allocate(size_t bytes) {
  const size_t units = (bytes + kUnit - 1) / kUnit;
  if (used_ % kChunkUnits + units > kChunkUnits) used_ += kChunkUnits - used_ % kChunkUnits;
  if (used_ + units > UINT32_MAX) throw std::bad_alloc();
  while (chunks_.size() <= used_ / kChunkUnits) {
    chunks_.push_back(std::make_unique_for_overwrite<char[]>(kChunkUnits * kUnit));
  }
  const auto position = static_cast<Position>(used_);
  used_ += units;
  return position;
}

void KeyTable::reserve(size_t keys) {
  if (2 * keys <= slots_.size()) return;
  std::vector<Slot> grown(2 * slots_.size());
  const size_t mask = grown.size() - 1;
  for (const Slot& slot : slots_) {
    if (slot.position == 0) continue;
    size_t i = slot.hash & mask;
    while (grown[i].position != 0) i = (i + 1) & mask;
    grown[i] = slot;
  }
  slots_ = std::move(grown);
}

KeyTable::Record* KeyTable::find(uint32_t hash, std::string_view key, uint32_t length) const {
  const size_t mask = slots_.size() - 1;
  for (size_t i = hash & mask; slots_[i].position != 0; i = (i + 1) & mask) {
    if (slots_[i].hash != hash) continue;
    Record& candidate = record(slots_[i].position);
    if (candidate.is(key, length)) return &candidate;
  }
  return nullptr;
}

// Only a guess: another key may have the same hash.
KeyTable::Record* KeyTable::guess(uint32_t hash) const {
  const size_t mask = slots_.size() - 1;
  size_t i = hash & mask;
  while (slots_[i].position != 0 && slots_[i].hash != hash) i = (i + 1) & mask;
  return slots_[i].position == 0 ? nullptr : &record(slots_[i].position);
}

KeyTable::Record& KeyTable::find_or_insert(uint32_t hash, const model::KeyStats& stats) {
  const std::string_view key = kept(stats.key);
  if (Record* found = find(hash, key, stats.length)) return *found;
  const Position position = allocate(sizeof(Record) + key.size());
  Record* fresh = new (at(position)) Record;
  fresh->index = static_cast<uint32_t>(records_.size());
  fresh->size = static_cast<uint16_t>(key.size());
  fresh->length = stats.length;
  fresh->op = stats.op;
  std::memcpy(at(position) + sizeof(Record), key.data(), key.size());

  const size_t mask = slots_.size() - 1;
  size_t i = hash & mask;
  while (slots_[i].position != 0) i = (i + 1) & mask;
  slots_[i] = {hash, position};
  records_.push_back(position);
  return *fresh;
}

void KeyTable::add_times(const Record& record, const model::KeyStats& stats) {
  if (times_.size() <= record.index) times_.resize(records_.size());
  for (Times* times : {&times_[record.index], &total_times_}) {
    overflowed_ |= !model::add_to(times->calls, stats.timed);
    overflowed_ |= !model::add_to(times->us, stats.time_us);
  }
}

Times KeyTable::times_of(size_t index) const {
  return index < times_.size() ? times_[index] : Times{};
}

void KeyTable::add(uint64_t& calls, uint64_t& bytes, const model::KeyStats& stats) {
  overflowed_ |= !model::add_to(calls, stats.calls);
  overflowed_ |= !model::add_to(bytes, stats.bytes);
}

void KeyTable::count(Record& record, const model::KeyStats& stats) {
  if (record.whole && (!stats.whole || stats.key.size() > kLongestKey)) {
    record.whole = false;
    ++truncated_;
  }
  if (stats.timed != 0) return add_times(record, stats);
  OpStats& total = totals_[op_index(stats.op)];
  add(total.calls, total.bytes, stats);
  if (record.op == stats.op) {
    add(record.calls, record.bytes, stats);
    return;
  }
  uint32_t* link = &record.next;
  while (*link != kNoCell && cells_[*link].op != stats.op) link = &cells_[*link].next;
  if (*link == kNoCell) {
    *link = static_cast<uint32_t>(cells_.size());
    cells_.push_back({stats.calls, stats.bytes, kNoCell, stats.op});
    return;
  }
  add(cells_[*link].calls, cells_[*link].bytes, stats);
}

// Each pass asks for the memory that the next one reads.
void KeyTable::add_some(std::span<const model::KeyStats> batch) {
  std::array<uint32_t, kBatch> hashes;
  std::array<Record*, kBatch> records;  // which do not move
  reserve(records_.size() + batch.size());
  const size_t mask = slots_.size() - 1;
  for (size_t i = 0; i < batch.size(); ++i) {
    hashes[i] = hash_of(kept(batch[i].key));
    __builtin_prefetch(&slots_[hashes[i] & mask]);
  }
  for (size_t i = 0; i < batch.size(); ++i) {
    records[i] = guess(hashes[i]);
    if (records[i] == nullptr) continue;
    __builtin_prefetch(records[i]);
    __builtin_prefetch(reinterpret_cast<const char*>(records[i]) + kCacheLine);
  }
  for (size_t i = 0; i < batch.size(); ++i) {
    const bool right = records[i] != nullptr && records[i]->is(kept(batch[i].key), batch[i].length);
    if (!right) records[i] = &find_or_insert(hashes[i], batch[i]);
    if (records[i]->next != kNoCell) __builtin_prefetch(&cells_[records[i]->next]);
  }
  for (size_t i = 0; i < batch.size(); ++i) count(*records[i], batch[i]);
}

void KeyTable::add(std::span<const model::KeyStats> batch) {
  while (!batch.empty()) {
    const size_t some = std::min(batch.size(), kBatch);
    add_some(batch.first(some));
    batch = batch.subspan(some);
  }
}

void KeyTable::add(const KeyTable& other) {
  std::vector<model::KeyStats> batch;
  batch.reserve(kBatch + 2 * model::kOpLimit);
  for (size_t i = 0; i < other.size(); ++i) {
    const KeyRow row = other.row(i);
    for (const model::OpInfo& info : model::kOps) {
      const OpStats& stats = row.ops[op_index(info.op)];
      if (stats.calls == 0 && stats.bytes == 0) continue;
      batch.push_back({row.key, row.length, row.whole, info.op, stats.calls, stats.bytes});
    }
    if (row.times.calls != 0) {
      const model::Op op = batch.empty() ? model::Op::kGet : batch.back().op;
      batch.push_back({row.key, row.length, row.whole, op, 0, 0, row.times.calls, row.times.us});
    }
    if (batch.size() < kBatch) continue;
    add(std::span<const model::KeyStats>(batch));
    batch.clear();
  }
  add(std::span<const model::KeyStats>(batch));
}

OpStatsByOp KeyTable::ops_of(const Record& record) const {
  OpStatsByOp ops = {};
  ops[op_index(record.op)] = {record.calls, record.bytes};
  for (uint32_t cell = record.next; cell != kNoCell; cell = cells_[cell].next) {
    ops[op_index(cells_[cell].op)] = {cells_[cell].calls, cells_[cell].bytes};
  }
  return ops;
}

std::string_view KeyTable::key(size_t index) const {
  const Record& from = record(records_[index]);
  return {from.key(), from.size};
}

uint64_t KeyTable::calls(size_t index) const {
  const Record& from = record(records_[index]);
  uint64_t calls = from.calls;
  for (uint32_t cell = from.next; cell != kNoCell; cell = cells_[cell].next) {
    model::add_to(calls, cells_[cell].calls);
  }
  return calls;
}

KeyRow KeyTable::row(size_t index) const {
  const Record& from = record(records_[index]);
  return {{from.key(), from.size}, from.length, from.whole, ops_of(from), times_of(index)};
}

OpStatsByOp KeyTable::find(const KeyRow& row) const {
  const Record* found = find(hash_of(row.key), row.key, row.length);
  return found == nullptr ? OpStatsByOp{} : ops_of(*found);
}

}  // namespace mcbt::aggregate
