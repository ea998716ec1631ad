#include "post/view/diff_table.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <unordered_map>
#include <utility>

namespace mcbt::view {
namespace {

using aggregate::Snapshot;

constexpr size_t kAbsent = SIZE_MAX;

// A key, where it is in each table, and how much it has changed.
struct ComparedKey {
  std::string_view key;
  uint32_t length = 0;
  size_t before = kAbsent;
  size_t after = kAbsent;
  std::optional<double> weight;
};

struct KeyAndLengthHash {
  size_t operator()(const std::pair<std::string_view, uint32_t>& key) const {
    return std::hash<std::string_view>{}(key.first) ^ key.second;
  }
};

bool shown(std::string_view key, const Query& query) {
  if (!query.by.empty() && key.empty()) return false;
  return !query.filter || query.filter->matches(key) != query.negate;
}

// Keys that were cut to the same bytes are told apart by their length, as the tables do.
std::vector<ComparedKey> pairs_of(const Snapshot& before, const Snapshot& after,
                                  const Query& query) {
  std::vector<ComparedKey> pairs;
  std::unordered_map<std::pair<std::string_view, uint32_t>, size_t, KeyAndLengthHash> places;
  for (size_t i = 0; i < after.keys->size(); ++i) {
    const aggregate::KeyRow row = after.keys->row(i);
    if (!shown(row.key, query)) continue;
    places.emplace(std::pair(row.key, row.length), pairs.size());
    pairs.push_back({row.key, row.length, kAbsent, i, {}});
  }
  for (size_t i = 0; i < before.keys->size(); ++i) {
    const aggregate::KeyRow row = before.keys->row(i);
    if (!shown(row.key, query)) continue;
    const auto found = places.find(std::pair(row.key, row.length));
    if (found != places.end()) {
      pairs[found->second].before = i;
    } else {
      pairs.push_back({row.key, row.length, i, kAbsent, {}});
    }
  }
  return pairs;
}

// `part` of a row's calls, a second.
double per_second(const std::optional<Row>& row, uint64_t part) {
  if (!row || row->calls == 0) return 0;
  return row->rate.value_or(0) * static_cast<double>(part) / static_cast<double>(row->calls);
}

// Whether the two numbers of calls differ by more than chance explains: three standard deviations
// of counts that come one by one, as far as rates go.
bool beyond_chance(const Row& before, const Row& after, double seconds_before,
                   double seconds_after) {
  constexpr double kDeviations = 3;
  const double variance = static_cast<double>(before.calls) / (seconds_before * seconds_before) +
                          static_cast<double>(after.calls) / (seconds_after * seconds_after);
  return std::abs(*after.rate - *before.rate) > kDeviations * std::sqrt(variance);
}

class Comparison {
 public:
  Comparison(const Snapshot& before, const Snapshot& after) : before_(before), after_(after) {}

  DiffRow row(const ComparedKey& pair) const {
    DiffRow row;
    if (pair.before != kAbsent) row.before = before_.row(pair.before);
    if (pair.after != kAbsent) row.after = after_.row(pair.after);
    row.rate_diff = rate(row.after) - rate(row.before);
    row.change = change(row);
    return row;
  }

  Row total_before() const { return before_.total(); }
  Row total_after() const { return after_.total(); }

 private:
  static double rate(const std::optional<Row>& row) { return row ? row->rate.value_or(0) : 0; }

  Change change(const DiffRow& row) const {
    if (!row.before) return Change::kNew;
    if (!row.after) return Change::kGone;
    constexpr double kQuarter = 1.25;
    const double before = rate(row.before);
    const double after = rate(row.after);
    if (!beyond_chance(*row.before, *row.after, *before_.snapshot().seconds,
                       *after_.snapshot().seconds)) {
      return Change::kSame;
    }
    if (after >= before * kQuarter) return Change::kHotter;
    return after * kQuarter <= before ? Change::kColder : Change::kSame;
  }

  RowMaker before_;
  RowMaker after_;
};

std::optional<double> difference(std::optional<double> before, std::optional<double> after) {
  if (!before || !after) return std::nullopt;
  return std::abs(*after - *before);
}

double moved(const DiffRow& row, uint64_t (Row::*part)() const) {
  const uint64_t before = row.before ? ((*row.before).*part)() : 0;
  const uint64_t after = row.after ? ((*row.after).*part)() : 0;
  return std::abs(per_second(row.after, after) - per_second(row.before, before));
}

double bytes_rate(const std::optional<Row>& row) {
  return row ? row->read_rate.value_or(0) + row->write_rate.value_or(0) : 0;
}

// How much the column of a row has changed. Nothing where that cannot be told.
std::optional<double> weight_of(const DiffRow& row, SortColumn column) {
  const bool both = row.before && row.after;
  switch (column) {
    case SortColumn::kCalls:
    case SortColumn::kRate:
      return std::abs(row.rate_diff);
    case SortColumn::kBytes:
      return std::abs(bytes_rate(row.after) - bytes_rate(row.before));
    case SortColumn::kHits:
      return moved(row, &Row::hits);
    case SortColumn::kMisses:
      return moved(row, &Row::misses);
    case SortColumn::kSize:
      return both ? difference(row.before->size_avg, row.after->size_avg) : std::nullopt;
    case SortColumn::kRatio: {
      const auto ratio =
          both ? difference(row.before->hit_ratio, row.after->hit_ratio) : std::nullopt;
      if (!ratio) return std::nullopt;
      return *ratio * per_second(row.after, row.after->gets());
    }
    case SortColumn::kLatency: {
      const auto us =
          both ? difference(row.before->latency_us, row.after->latency_us) : std::nullopt;
      if (!us) return std::nullopt;
      return *us * row.after->rate.value_or(0);
    }
    case SortColumn::kScore:
      return std::abs(row.rate_diff) + moved(row, &Row::misses);
    case SortColumn::kKey:
      break;
  }
  return std::nullopt;
}

bool comes_before(const ComparedKey& a, const ComparedKey& b, bool reverse) {
  if (a.weight != b.weight) {
    if (!a.weight || !b.weight) return a.weight.has_value();
    return reverse ? *a.weight < *b.weight : *a.weight > *b.weight;
  }
  if (a.key != b.key) return reverse && !a.weight ? b.key < a.key : a.key < b.key;
  return a.length < b.length;
}

void add_notes(std::string_view side, const Snapshot& snapshot, std::vector<std::string>& notes) {
  for (const std::string& note : snapshot.notes()) {
    notes.emplace_back(side).append(": ").append(note);
  }
}

}  // namespace

uint64_t DiffTable::matched() const {
  return std::accumulate(counts.begin(), counts.end(), uint64_t{0});
}

std::vector<std::string> DiffTable::notes() const {
  std::vector<std::string> notes;
  add_notes("before", before, notes);
  add_notes("after", after, notes);
  if (before.losses.unattributed != 0 || after.losses.unattributed != 0) {
    notes.emplace_back("a key that is new or gone may have been there, and in no row");
  }
  if (before.origin.source != after.origin.source) {
    notes.emplace_back("the sources differ: what one of them cannot see looks like a change");
  }
  return notes;
}

DiffTable make_diff_table(const Snapshot& before, const Snapshot& after, const Query& query,
                          bool by_column) {
  const Comparison comparison(before, after);
  const SortColumn column = by_column ? query.sort : SortColumn::kScore;
  std::vector<ComparedKey> pairs = pairs_of(before, after, query);
  DiffTable table{before, after,   comparison.total_before(), comparison.total_after(), {},
                  {},     query.by};
  for (ComparedKey& pair : pairs) {
    const DiffRow row = comparison.row(pair);
    ++table.counts[static_cast<size_t>(row.change)];
    pair.weight = weight_of(row, column);
  }
  const size_t rows = query.rows == 0 ? pairs.size() : std::min(query.rows, pairs.size());
  const auto end = pairs.begin() + static_cast<ptrdiff_t>(rows);
  std::partial_sort(pairs.begin(), end, pairs.end(),
                    [&](const ComparedKey& a, const ComparedKey& b) {
                      return comes_before(a, b, query.reverse);
                    });
  for (auto pair = pairs.begin(); pair != end; ++pair) table.rows.push_back(comparison.row(*pair));
  return table;
}

}  // namespace mcbt::view
