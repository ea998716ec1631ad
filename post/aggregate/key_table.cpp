#include "post/aggregate/key_table.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <new>
#include <utility>

#include "model/counter.h"

namespace mcbt::aggregate {
namespace {

constexpr size_t kLongestKey = 4096;
constexpr size_t kUsualRecord = 64;  // bytes, with the key
constexpr size_t kFirstSlots = 1024;

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

// The cache lines of the first and of the last byte.
inline void prefetch(const void* at, size_t size) {
  __builtin_prefetch(at);
  __builtin_prefetch(static_cast<const char*>(at) + size - 1);
}

}  // namespace

std::string_view kept_key(std::string_view key) {
  if (key.empty()) return "";
  return key.substr(0, kLongestKey);
}

uint32_t hash_of_key(std::string_view key) {
  return static_cast<uint32_t>(XXH3_64bits(key.data(), key.size()));
}

inline bool KeyTable::Record::is(std::string_view other, uint32_t other_length) const {
  return size == other.size() && length == other_length &&
         same_bytes(key(), other.data(), other.size());
}

KeyTable::KeyTable(size_t most_bytes) : most_bytes_(most_bytes), slots_(kFirstSlots) {}

KeyTable KeyTable::of_parts(std::span<KeyTable> parts) {
  KeyTable all;
  size_t keys = 0;
  for (const KeyTable& part : parts) keys += part.size();
  all.resize_slots(std::max(kFirstSlots, std::bit_ceil(keys + keys / 3 + 1)));
  all.records_.reserve(keys);
  for (KeyTable& part : parts) {
    const Position base = all.arena_.take(std::move(part.arena_));
    for (const Slot& slot : part.slots_) {
      if (slot.position != 0) all.place(slot.hash, slot.position + base);
    }
    for (const Position position : part.records_) all.records_.push_back(position + base);
    all.truncated_ += part.truncated_;
    all.overflowed_ |= part.overflowed_;
    for (size_t op = 0; op < all.totals_.size(); ++op) {
      OpStats& total = all.totals_[op];
      all.add_to(total.calls, total.bytes, part.totals_[op].calls, part.totals_[op].bytes);
    }
    all.add_to(all.total_times_.calls, all.total_times_.us, part.total_times_.calls,
               part.total_times_.us);
    part = KeyTable();
  }
  return all;
}

void KeyTable::clear() {
  std::ranges::fill(slots_, Slot{});
  records_.clear();
  arena_.clear();
  missing_ = {0};
  let_go_ = 0;
  truncated_ = 0;
  totals_ = {};
  total_times_ = {};
  overflowed_ = false;
}

size_t KeyTable::bytes() const {
  return arena_.bytes() + slots_.capacity() * sizeof(Slot) + records_.capacity() * sizeof(Position);
}

void KeyTable::place(uint32_t hash, Position position) {
  const size_t mask = slots_.size() - 1;
  size_t i = hash & mask;
  while (slots_[i].position != 0) i = (i + 1) & mask;
  slots_[i] = {hash, position};
}

void KeyTable::resize_slots(size_t slots) {
  const std::vector<Slot> before = std::exchange(slots_, std::vector<Slot>(slots));
  for (const Slot& slot : before) {
    if (slot.position != 0) place(slot.hash, slot.position);
  }
}

// 0 where there is none.
KeyTable::Position KeyTable::find(uint32_t hash, std::string_view key, uint32_t length) const {
  const size_t mask = slots_.size() - 1;
  for (size_t i = hash & mask; slots_[i].position != 0; i = (i + 1) & mask) {
    if (slots_[i].hash == hash && record(slots_[i].position).is(key, length)) {
      return slots_[i].position;
    }
  }
  return 0;
}

// Only a guess: another key may have the same hash.
inline KeyTable::Position KeyTable::guess(uint32_t hash) const {
  const size_t mask = slots_.size() - 1;
  size_t i = hash & mask;
  while (slots_[i].position != 0 && slots_[i].hash != hash) i = (i + 1) & mask;
  return slots_[i].position;
}

KeyTable::Position KeyTable::insert(const HashedKey& hashed) {
  const std::string_view key = kept_key(hashed.stats->key);
  const Position position = arena_.allocate(sizeof(Record) + key.size());
  Record* fresh = new (&record(position)) Record;
  fresh->size = static_cast<uint16_t>(key.size());
  fresh->length = hashed.stats->length;
  fresh->kind = static_cast<Kind>(op_index(hashed.stats->op));
  fresh->round = static_cast<uint32_t>(missing_.size() - 1);
  std::memcpy(reinterpret_cast<char*>(fresh + 1), key.data(), key.size());
  place(hashed.hash, position);
  records_.push_back(position);
  return position;
}

void KeyTable::add_to(uint64_t& calls, uint64_t& bytes, uint64_t more_calls, uint64_t more_bytes) {
  overflowed_ |= !model::add_to(calls, more_calls);
  overflowed_ |= !model::add_to(bytes, more_bytes);
}

void KeyTable::mark_cut(Record& record, const model::KeyStats& stats) {
  if (!record.whole || (stats.whole && stats.key.size() <= kLongestKey)) return;
  record.whole = false;
  ++truncated_;
}

// Among the record's own and the first cells behind it. Chosen without a jump, as nobody can
// foretell which kind comes.
OpStats* KeyTable::known_counter(Record& record, Cells& cells, Kind kind) {
  const bool in_record = record.kind == kind;
  const bool in_second = cells.kinds[1] == kind;
  OpStats* counter = &cells.counters[in_second ? 1 : 0];
  if (in_record) counter = &record.first;
  const bool known = in_record | in_second | (cells.kinds[0] == kind);
  return known ? counter : nullptr;
}

// Made where there is none.
OpStats& KeyTable::counter(Position position, Kind kind) {
  if (record(position).kind == kind) return record(position).first;
  uint32_t* link = &record(position).next;
  while (*link != 0) {
    position += *link;
    Cells& cells = arena_.get<Cells>(position);
    for (size_t i = 0; i < cells.kinds.size(); ++i) {
      if (cells.kinds[i] == kNoKind) cells.kinds[i] = kind;
      if (cells.kinds[i] == kind) return cells.counters[i];
    }
    link = &cells.next;
  }
  const Position fresh = arena_.allocate(sizeof(Cells));
  Cells* cells = new (&arena_.get<Cells>(fresh)) Cells;
  cells->kinds[0] = kind;
  *link = fresh - position;
  return cells->counters[0];
}

inline void KeyTable::count(const Place& place, const model::KeyStats& stats) {
  mark_cut(*place.record, stats);
  if (stats.timed != 0) {
    add_to(total_times_.calls, total_times_.us, stats.timed, stats.time_us);
    OpStats& times = counter(place.position, kTimes);
    return add_to(times.calls, times.bytes, stats.timed, stats.time_us);
  }
  const auto kind = static_cast<Kind>(op_index(stats.op));
  OpStats* counter = known_counter(*place.record, *place.cells, kind);
  if (counter == nullptr) counter = &this->counter(place.position, kind);
  add_to(counter->calls, counter->bytes, stats.calls, stats.bytes);
  OpStats& total = totals_[kind];
  add_to(total.calls, total.bytes, stats.calls, stats.bytes);
}

// Each pass asks for the memory that the next one reads.
void KeyTable::add_some(std::span<const HashedKey> batch) {
  std::array<Place, kBatch> places;
  Cells no_cells;
  make_room(batch);
  const size_t mask = slots_.size() - 1;
  for (const HashedKey& hashed : batch) __builtin_prefetch(&slots_[hashed.hash & mask]);
  for (size_t i = 0; i < batch.size(); ++i) {
    const Position guessed = guess(batch[i].hash);
    places[i].position = guessed;
    if (guessed != 0) prefetch(&record(guessed), kUsualRecord);
  }
  for (size_t i = 0; i < batch.size(); ++i) {
    const model::KeyStats& stats = *batch[i].stats;
    const std::string_view key = kept_key(stats.key);
    Position& position = places[i].position;
    const bool right = position != 0 && record(position).is(key, stats.length);
    if (!right) position = find(batch[i].hash, key, stats.length);
    if (position == 0) position = insert(batch[i]);
    places[i].record = &record(position);
    const uint32_t next = places[i].record->next;
    places[i].cells = next == 0 ? &no_cells : &arena_.get<Cells>(position + next);
    prefetch(places[i].cells, sizeof(Cells));
  }
  for (size_t i = 0; i < batch.size(); ++i) count(places[i], *batch[i].stats);
}

void KeyTable::add(std::span<const HashedKey> batch) {
  for (; !batch.empty(); batch = batch.subspan(std::min(batch.size(), kBatch))) {
    add_some(batch.first(std::min(batch.size(), kBatch)));
  }
}

void KeyTable::add(std::span<const model::KeyStats> batch) {
  std::array<HashedKey, kBatch> hashed;
  while (!batch.empty()) {
    const size_t some = std::min(batch.size(), kBatch);
    for (size_t i = 0; i < some; ++i) hashed[i] = {hash_of_key(kept_key(batch[i].key)), &batch[i]};
    add_some(std::span(hashed).first(some));
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

uint64_t KeyTable::calls_at(Position position) const {
  const Record& from = record(position);
  uint64_t calls = from.first.calls;
  for (uint32_t next = from.next; next != 0; next = arena_.get<Cells>(position).next) {
    position += next;
    const Cells& cells = arena_.get<Cells>(position);
    for (size_t i = 0; i < cells.kinds.size(); ++i) {
      if (cells.kinds[i] != kTimes) model::add_to(calls, cells.counters[i].calls);
    }
  }
  return calls;
}

void KeyTable::read_counters(Position position, KeyRow& row) const {
  const Record& from = record(position);
  row.ops[from.kind] = from.first;
  for (uint32_t next = from.next; next != 0; next = arena_.get<Cells>(position).next) {
    position += next;
    const Cells& cells = arena_.get<Cells>(position);
    for (size_t i = 0; i < cells.kinds.size(); ++i) {
      const OpStats& counter = cells.counters[i];
      if (cells.kinds[i] == kTimes) {
        row.times = {counter.calls, counter.bytes};
      } else if (cells.kinds[i] != kNoKind) {
        row.ops[cells.kinds[i]] = counter;
      }
    }
  }
}

std::string_view KeyTable::key(size_t index) const {
  const Record& from = record(records_[index]);
  return {from.key(), from.size};
}

uint64_t KeyTable::missing(size_t index) const {
  return missing_[record(records_[index]).round];
}

KeyRow KeyTable::row(size_t index) const {
  const Record& from = record(records_[index]);
  KeyRow row{{from.key(), from.size}, from.length, from.whole, {}, {}, missing(index)};
  read_counters(records_[index], row);
  return row;
}

OpStatsByOp KeyTable::find(const KeyRow& row) const {
  const Position found = find(hash_of_key(row.key), row.key, row.length);
  if (found == 0) return {};
  KeyRow same;
  read_counters(found, same);
  return same.ops;
}

}  // namespace mcbt::aggregate
