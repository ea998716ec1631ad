#include "post/view/top_table.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <utility>

#include "model/counter.h"

namespace mcbt::view {
namespace {

using aggregate::Snapshot;

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
    case SortColumn::kScore:
      return row.score;
    case SortColumn::kKey:
      break;
  }
  return std::nullopt;
}

bool before(const Rank& a, const Rank& b, const Query& query) {
  if (query.sort == SortColumn::kKey) return query.reverse ? b.key < a.key : a.key < b.key;
  if (a.value != b.value) {
    if (!a.value || !b.value) return a.value.has_value();
    return query.reverse ? *a.value < *b.value : *a.value > *b.value;
  }
  return a.key < b.key;
}

// The keys that match, in no order. Rows are only made where their place depends on more than
// calls.
std::vector<Rank> rank_keys(const Query& query, const RowMaker& rows) {
  const Snapshot& snapshot = rows.snapshot();
  std::vector<Rank> ranks;
  for (size_t i = 0; i < snapshot.keys->size(); ++i) {
    const std::string_view key = snapshot.keys->key(i);
    if (query.filter && query.filter->matches(key) == query.negate) continue;
    if (!query.by.empty() && key.empty()) continue;
    std::optional<double> value;
    if (query.sort == SortColumn::kCalls) {
      value = static_cast<double>(snapshot.keys->calls(i));
    } else if (query.sort != SortColumn::kKey) {
      value = sort_value(rows.row(i), query.sort);
    }
    ranks.push_back({value, key, i});
  }
  return ranks;
}

}  // namespace

Skew skew_of(const Snapshot& snapshot) {
  const uint64_t all_calls = RowMaker(snapshot).whole().calls;
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

TopOrder::TopOrder(const Snapshot& snapshot, Query query)
    : query_(std::move(query)), rows_(snapshot), ranks_(rank_keys(query_, rows_)) {
  for (const Rank& rank : ranks_) matched_calls_ += snapshot.keys->calls(rank.index);
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

TopTable TopOrder::page(size_t first, size_t count) const {
  TopTable table;
  table.snapshot = rows_.snapshot();
  table.total = rows_.total();
  table.by = query_.by;
  table.sort = query_.sort;
  table.matched_keys = size();
  table.matched_calls = matched_calls_;
  const size_t end = first >= size() ? first : first + std::min(count, size() - first);
  order_to(std::min(end, size()));
  table.rows.reserve(end - first);
  for (size_t place = first; place < end; ++place) {
    table.rows.push_back(rows_.row(ranks_[place].index));
  }
  return table;
}

TopTable make_top_table(const Snapshot& snapshot, const Query& query) {
  return TopOrder(snapshot, query).page(0, query.rows == 0 ? SIZE_MAX : query.rows);
}

}  // namespace mcbt::view
