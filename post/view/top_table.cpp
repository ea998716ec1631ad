#include "post/view/top_table.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <utility>

#include "model/counter.h"

namespace mcbt::view {
namespace {

using aggregate::KeyRow;
using aggregate::OpStatsByOp;
using aggregate::Snapshot;
using model::Op;
using model::Payload;

uint64_t sum_calls(const OpStatsByOp& ops) {
  uint64_t sum = 0;
  for (const aggregate::OpStats& stats : ops) model::add_to(sum, stats.calls);
  return sum;
}

uint64_t sum_bytes(const OpStatsByOp& ops, Payload payload) {
  uint64_t sum = 0;
  for (const model::OpInfo& info : model::kOps) {
    if (info.payload == payload) model::add_to(sum, ops[op_index(info.op)].bytes);
  }
  return sum;
}

uint64_t calls_of(const OpStatsByOp& ops, Payload payload) {
  uint64_t sum = 0;
  for (const model::OpInfo& info : model::kOps) {
    if (info.payload == payload) model::add_to(sum, ops[op_index(info.op)].calls);
  }
  return sum;
}

std::optional<double> average_size(const Row& row) {
  const uint64_t reads = calls_of(row.ops, Payload::kRead);
  if (reads != 0 && row.bytes_read) {
    return static_cast<double>(*row.bytes_read) / static_cast<double>(reads);
  }
  const uint64_t writes = calls_of(row.ops, Payload::kWritten);
  if (writes != 0 && row.bytes_written) {
    return static_cast<double>(*row.bytes_written) / static_cast<double>(writes);
  }
  return std::nullopt;
}

std::optional<double> hit_ratio(const Row& row, const Snapshot& snapshot) {
  const uint64_t known = row.hits() + row.misses();
  const bool told_apart = row.ops[op_index(Op::kGet)].calls == 0;
  if (known == 0 || !told_apart || !snapshot.origin.blind.empty()) return std::nullopt;
  return static_cast<double>(row.hits()) / static_cast<double>(known);
}

// Fills in all that follows from `ops`. `unrated`: the part that no rate may include.
void derive(Row& row, const OpStatsByOp& unrated, const Snapshot& snapshot, uint64_t all_calls) {
  row.calls = sum_calls(row.ops);
  row.share = all_calls == 0 ? 0 : static_cast<double>(row.calls) / static_cast<double>(all_calls);
  row.hit_ratio = hit_ratio(row, snapshot);
  // The bytes of a get that is not told to be a hit are not known either.
  if (row.ops[op_index(Op::kGet)].calls == 0) {
    row.bytes_read = sum_bytes(row.ops, Payload::kRead);
  }
  row.bytes_written = sum_bytes(row.ops, Payload::kWritten);
  row.size_avg = average_size(row);
  if (!snapshot.seconds || *snapshot.seconds <= 0) return;
  // A key that was let go may have left its rated part behind and not the other.
  const auto rate = [&](uint64_t all, uint64_t part) {
    return static_cast<double>(all - std::min(all, part)) / *snapshot.seconds;
  };
  row.rate = rate(row.calls, sum_calls(unrated));
  if (row.bytes_read) row.read_rate = rate(*row.bytes_read, sum_bytes(unrated, Payload::kRead));
  row.write_rate = rate(*row.bytes_written, sum_bytes(unrated, Payload::kWritten));
}

Row make_row(const KeyRow& key, const Snapshot& snapshot, uint64_t all_calls) {
  Row row;
  row.key = key.key;
  row.key_length = key.length;
  row.key_truncated = !key.whole;
  row.calls_missing = key.missing;
  row.ops = key.ops;
  row.latency_us = key.times.mean_us();
  const auto unrated = snapshot.unrated == nullptr ? OpStatsByOp{} : snapshot.unrated->find(key);
  derive(row, unrated, snapshot, all_calls);
  return row;
}

// The total's calls come from the audit counters, its bytes from the rows.
Row make_total(const Snapshot& snapshot, uint64_t all_calls) {
  Row total;
  total.ops = snapshot.keys->totals();
  OpStatsByOp unrated = snapshot.unrated == nullptr ? OpStatsByOp{} : snapshot.unrated->totals();
  for (size_t op = 0; op < total.ops.size(); ++op) {
    total.ops[op].calls = snapshot.calls[op];
    unrated[op].calls = 0;
  }
  unrated[0].calls = snapshot.unrated_calls;
  total.latency_us = snapshot.keys->total_times().mean_us();
  derive(total, unrated, snapshot, all_calls);
  return total;
}

std::optional<double> sort_value(const Row& row, SortColumn column) {
  switch (column) {
    case SortColumn::kCalls:
      return static_cast<double>(row.calls);
    case SortColumn::kRate:
      return row.rate;
    case SortColumn::kBytes:
      if (!row.bytes_read || !row.bytes_written) return std::nullopt;
      return static_cast<double>(*row.bytes_read + *row.bytes_written);
    case SortColumn::kSize:
      return row.size_avg;
    case SortColumn::kHits:
      return static_cast<double>(row.hits());
    case SortColumn::kMisses:
      return static_cast<double>(row.misses());
    case SortColumn::kRatio:
      return row.hit_ratio;
    case SortColumn::kLatency:
      return row.latency_us;
    case SortColumn::kKey:
      break;
  }
  return std::nullopt;
}

bool before(const Rank& a, const Rank& b, const Query& query) {
  if (query.sort == SortColumn::kKey && a.key != b.key) return (a.key < b.key) != query.reverse;
  if (a.value != b.value) {
    if (!a.value || !b.value) return a.value.has_value();
    return query.reverse ? *a.value < *b.value : *a.value > *b.value;
  }
  return a.key != b.key ? a.key < b.key : a.length < b.length;
}

// Where a damaged capture lost its counters, the rows are the better measure of all calls.
uint64_t all_calls_of(const Snapshot& snapshot) {
  return std::max(snapshot.total_calls(), snapshot.attributed);
}

// Rows are only made where their place depends on more than calls.
std::optional<double> rank_value(const Snapshot& snapshot, size_t index, uint64_t calls,
                                 SortColumn column, uint64_t all_calls) {
  if (column == SortColumn::kCalls) return static_cast<double>(calls);
  if (column == SortColumn::kKey) return std::nullopt;
  return sort_value(make_row(snapshot.keys->row(index), snapshot, all_calls), column);
}

}  // namespace

uint64_t Row::gets() const {
  return hits() + misses() + ops[op_index(Op::kGet)].calls;
}

uint64_t Row::sets() const {
  return calls_of(ops, Payload::kWritten);
}

uint64_t Row::others() const {
  return calls - gets() - sets();
}

Row total_row(const Snapshot& snapshot) {
  return make_total(snapshot, all_calls_of(snapshot));
}

Skew skew_of(const Snapshot& snapshot) {
  const uint64_t all_calls = all_calls_of(snapshot);
  if (all_calls == 0) return {};
  std::vector<uint64_t> calls(snapshot.keys->size());
  for (size_t i = 0; i < calls.size(); ++i) calls[i] = snapshot.keys->calls(i);
  constexpr size_t kMost = 100;
  const auto end = calls.begin() + static_cast<ptrdiff_t>(std::min(kMost, calls.size()));
  std::partial_sort(calls.begin(), end, calls.end(), std::greater<>());
  const auto share = [&](size_t count) {
    const auto last = calls.begin() + static_cast<ptrdiff_t>(std::min(count, calls.size()));
    return static_cast<double>(std::accumulate(calls.begin(), last, uint64_t{0})) /
           static_cast<double>(all_calls);
  };
  return {share(1), share(10), share(kMost)};
}

TopOrder::TopOrder(const Snapshot& snapshot, Query query, size_t first_only)
    : snapshot_(snapshot), query_(std::move(query)), all_calls_(all_calls_of(snapshot)) {
  most_left_off_ = snapshot.keys->most_let_go();
  rank_keys(first_only);
}

// The keys that match, in no order. Where only the first are wanted, those that are surely not
// among them are left off now and then.
void TopOrder::rank_keys(size_t first_only) {
  const aggregate::KeyTable& keys = *snapshot_.keys;
  std::optional<Rank> last;  // of those that were the first so far
  for (size_t i = 0; i < keys.size(); ++i) {
    const std::string_view key = keys.key(i);
    if (query_.filter && query_.filter->matches(key) == query_.negate) continue;
    const uint64_t calls = keys.calls(i);
    ++matched_keys_;
    matched_calls_ += calls;
    const Rank rank{rank_value(snapshot_, i, calls, query_.sort, all_calls_), key, keys.length(i),
                    static_cast<uint32_t>(i)};
    if (last && before(*last, rank, query_)) {
      leave_off(rank);
      continue;
    }
    ranks_.push_back(rank);
    if (ranks_.size() / 2 < first_only) continue;
    keep_first(first_only);
    last = ranks_.back();
  }
  if (ranks_.size() > first_only) keep_first(first_only);
}

// The last of them stands at the end.
void TopOrder::keep_first(size_t count) {
  const auto less = [&](const Rank& a, const Rank& b) { return before(a, b, query_); };
  const auto last = ranks_.begin() + static_cast<ptrdiff_t>(count - 1);
  std::nth_element(ranks_.begin(), last, ranks_.end(), less);
  std::for_each(last + 1, ranks_.end(), [&](const Rank& rank) { leave_off(rank); });
  ranks_.erase(last + 1, ranks_.end());
}

void TopOrder::leave_off(const Rank& rank) {
  if (snapshot_.losses.keys_let_go == 0) return;
  most_left_off_ = std::max(most_left_off_, most_calls(rank));
}

// What it may lack included.
uint64_t TopOrder::most_calls(const Rank& rank) const {
  uint64_t most = snapshot_.keys->calls(rank.index);
  model::add_to(most, snapshot_.keys->missing(rank.index));
  return most;
}

// Some more than asked for, so that a walk through all keys does not sort at every step.
void TopOrder::order_to(size_t places) const {
  if (places <= ordered_) return;
  constexpr size_t kLeast = 256;
  const size_t end = std::min(size(), std::max({places, 2 * ordered_, kLeast}));
  const auto at = [&](size_t place) { return ranks_.begin() + static_cast<ptrdiff_t>(place); };
  const auto less = [&](const Rank& a, const Rank& b) { return before(a, b, query_); };
  if (end < size()) std::nth_element(at(ordered_), at(end), ranks_.end(), less);
  std::sort(at(ordered_), at(end), less);
  ordered_ = end;
}

std::string_view TopOrder::key(size_t place) const {
  order_to(place + 1);
  return ranks_[place].key;
}

std::optional<size_t> TopOrder::place_of(std::string_view key_bytes) const {
  const auto found = std::ranges::find(ranks_, key_bytes, &Rank::key);
  if (found == ranks_.end()) return std::nullopt;
  const auto place = static_cast<size_t>(found - ranks_.begin());
  if (place < ordered_) return place;
  // Its place is how many come before it.
  const Rank wanted = *found;
  const auto first = static_cast<size_t>(std::ranges::count_if(
      ranks_, [&](const Rank& rank) { return before(rank, wanted, query_); }));
  for (size_t i = first; i < size(); ++i) {
    if (key(i) == key_bytes) return i;
  }
  return std::nullopt;
}

// A place is certain where no key before it can have less and no key behind it, those in no row
// included, can have more.
void TopOrder::judge_places(std::vector<Row>& rows, size_t first) const {
  if (snapshot_.losses.keys_let_go == 0) return;
  if (query_.sort != SortColumn::kCalls || query_.reverse) {
    for (Row& row : rows) row.place_certain.reset();
    return;
  }
  const auto calls_at = [&](size_t place) { return snapshot_.keys->calls(ranks_[place].index); };
  uint64_t most_behind = most_left_off_;
  for (size_t place = first + rows.size(); place < size(); ++place) {
    most_behind = std::max(most_behind, most_calls(ranks_[place]));
  }
  for (size_t i = rows.size(); i-- > 0;) {
    const size_t place = first + i;
    const uint64_t most = most_calls(ranks_[place]);
    rows[i].place_certain =
        calls_at(place) >= most_behind && (place == 0 || calls_at(place - 1) >= most);
    most_behind = std::max(most_behind, most);
  }
}

TopTable TopOrder::page(size_t first, size_t count) const {
  TopTable table;
  table.snapshot = snapshot_;
  table.total = make_total(snapshot_, all_calls_);
  table.matched_keys = matched_keys_;
  table.matched_calls = matched_calls_;
  const size_t end = first >= size() ? first : first + std::min(count, size() - first);
  order_to(std::min(end, size()));
  table.rows.reserve(end - first);
  for (size_t place = first; place < end; ++place) {
    table.rows.push_back(make_row(snapshot_.keys->row(ranks_[place].index), snapshot_, all_calls_));
  }
  judge_places(table.rows, first);
  return table;
}

TopTable make_top_table(const Snapshot& snapshot, const Query& query) {
  const size_t rows = query.rows == 0 ? SIZE_MAX : query.rows;
  return TopOrder(snapshot, query, rows).page(0, rows);
}

}  // namespace mcbt::view
