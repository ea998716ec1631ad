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
  if (query.sort == SortColumn::kKey && a.key != b.key) return (a.key < b.key) != query.reverse;
  if (a.value != b.value) {
    if (!a.value || !b.value) return a.value.has_value();
    return query.reverse ? *a.value < *b.value : *a.value > *b.value;
  }
  return a.key != b.key ? a.key < b.key : a.length < b.length;
}

// Rows are only made where their place depends on more than calls.
std::optional<double> rank_value(const RowMaker& rows, size_t index, uint64_t calls,
                                 SortColumn column) {
  if (column == SortColumn::kCalls) return static_cast<double>(calls);
  if (column == SortColumn::kKey) return std::nullopt;
  return sort_value(rows.row(index), column);
}

}  // namespace

Skew skew_of(const Snapshot& snapshot) {
  const uint64_t all_calls = RowMaker(snapshot).whole().calls;
  if (all_calls == 0) return {};
  constexpr size_t kMost = 100;
  std::vector<uint64_t> calls;  // the largest so far, and some more
  for (size_t i = 0; i < snapshot.keys->size(); ++i) {
    calls.push_back(snapshot.keys->calls(i));
    if (calls.size() < 2 * kMost) continue;
    std::ranges::nth_element(calls, calls.begin() + kMost, std::greater<>());
    calls.resize(kMost);
  }
  std::ranges::sort(calls, std::greater<>());
  const auto share = [&](size_t count) {
    const auto last = calls.begin() + static_cast<ptrdiff_t>(std::min(count, calls.size()));
    return static_cast<double>(std::accumulate(calls.begin(), last, uint64_t{0})) /
           static_cast<double>(all_calls);
  };
  return {share(1), share(10), share(kMost)};
}

TopOrder::TopOrder(const Snapshot& snapshot, Query query, size_t first_only)
    : query_(std::move(query)), rows_(snapshot) {
  most_left_off_ = snapshot.keys->most_let_go();
  rank_keys(first_only);
}

// The keys that match, in no order. Where only the first are wanted, those that are surely not
// among them are left off now and then.
void TopOrder::rank_keys(size_t first_only) {
  const aggregate::KeyTable& keys = *rows_.snapshot().keys;
  std::optional<Rank> last;  // of those that were the first so far
  for (size_t i = 0; i < keys.size(); ++i) {
    const std::string_view key = keys.key(i);
    if (query_.filter && query_.filter->matches(key) == query_.negate) continue;
    if (!query_.by.empty() && key.empty()) continue;
    const uint64_t calls = keys.calls(i);
    ++matched_keys_;
    matched_calls_ += calls;
    most_calls_ = std::max(most_calls_, calls);
    const Rank rank{rank_value(rows_, i, calls, query_.sort), key, keys.length(i),
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
  tail_ = ranks_.size();
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
  if (rows_.snapshot().losses.keys_let_go == 0) return;
  most_left_off_ = std::max(most_left_off_, calls_at_most(rank));
}

// What it may lack included.
uint64_t TopOrder::calls_at_most(const Rank& rank) const {
  uint64_t most = rows_.snapshot().keys->calls(rank.index);
  model::add_to(most, rows_.snapshot().keys->missing(rank.index));
  return most;
}

// From the end that is nearer, and some more than asked for, so that a walk through all keys does
// not sort at every step.
void TopOrder::order(size_t first, size_t end) const {
  if (end <= ordered_ || first >= tail_) return;
  constexpr size_t kLeast = 256;
  const auto at = [&](size_t place) { return ranks_.begin() + static_cast<ptrdiff_t>(place); };
  const auto less = [&](const Rank& a, const Rank& b) { return before(a, b, query_); };
  const bool from_start = first < size() - end;
  const size_t more = std::max(2 * (from_start ? ordered_ : size() - tail_), kLeast);
  const size_t edge = from_start
                          ? std::min(tail_, std::max(end, more))
                          : std::max(ordered_, std::min(first, size() - std::min(size(), more)));
  if (edge > ordered_ && edge < tail_) {
    std::nth_element(at(ordered_), at(edge), at(tail_), less);
  }
  if (from_start) {
    std::sort(at(ordered_), at(edge), less);
    ordered_ = edge;
  } else {
    std::sort(at(edge), at(tail_), less);
    tail_ = edge;
  }
}

std::string_view TopOrder::key(size_t place) const {
  order(place, place + 1);
  return ranks_[place].key;
}

std::optional<size_t> TopOrder::place_of(std::string_view key_bytes) const {
  const auto found = std::ranges::find(ranks_, key_bytes, &Rank::key);
  if (found == ranks_.end()) return std::nullopt;
  const auto place = static_cast<size_t>(found - ranks_.begin());
  if (place < ordered_ || place >= tail_) return place;
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
  if (rows_.snapshot().losses.keys_let_go == 0) return;
  if (query_.sort != SortColumn::kCalls || query_.reverse) {
    for (Row& row : rows) row.place_certain.reset();
    return;
  }
  const aggregate::KeyTable& keys = *rows_.snapshot().keys;
  const auto calls_at = [&](size_t place) { return keys.calls(ranks_[place].index); };
  uint64_t most_behind = most_left_off_;
  for (size_t place = first + rows.size(); place < size(); ++place) {
    most_behind = std::max(most_behind, calls_at_most(ranks_[place]));
  }
  for (size_t i = rows.size(); i-- > 0;) {
    const size_t place = first + i;
    const uint64_t most = calls_at_most(ranks_[place]);
    rows[i].place_certain =
        calls_at(place) >= most_behind && (place == 0 || calls_at(place - 1) >= most);
    most_behind = std::max(most_behind, most);
  }
}

TopTable TopOrder::page(size_t first, size_t count) const {
  TopTable table;
  table.snapshot = rows_.snapshot();
  table.total = rows_.total();
  table.by = query_.by;
  table.sort = query_.sort;
  table.matched_keys = matched_keys_;
  table.matched_calls = matched_calls_;
  const size_t end = first >= size() ? first : first + std::min(count, size() - first);
  if (first < end) order(first, end);
  table.rows.reserve(end - first);
  for (size_t place = first; place < end; ++place) {
    table.rows.push_back(rows_.row(ranks_[place].index));
  }
  judge_places(table.rows, first);
  return table;
}

TopTable make_top_table(const Snapshot& snapshot, const Query& query) {
  const size_t rows = query.rows == 0 ? SIZE_MAX : query.rows;
  return TopOrder(snapshot, query, rows).page(0, rows);
}

}  // namespace mcbt::view
