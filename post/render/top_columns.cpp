#include "post/render/top_columns.h"

#include <algorithm>

#include "post/render/number_text.h"

namespace mcbt::render {
namespace {

using view::Row;
using view::TopTable;

bool always(const TopTable&) {
  return true;
}

constexpr TopColumn kColumns[] = {
    {"CALLS", 0, 7, [](const Row& r) { return std::to_string(r.calls); }, always},
    {"REQ/S", 0, 8, [](const Row& r) { return decimal(r.rate, 1); },
     [](const TopTable& t) { return t.snapshot.seconds.has_value(); }},
    {"%", 7, 5, [](const Row& r) { return decimal(percent(r.share), 1); }, always},
    {"GETS", 8, 7, [](const Row& r) { return std::to_string(r.gets()); }, always},
    {"HITS", 3, 7, [](const Row& r) { return std::to_string(r.hits()); }, always},
    {"MISSES", 5, 6, [](const Row& r) { return std::to_string(r.misses()); }, always},
    {"HIT%", 10, 5, [](const Row& r) { return decimal(percent(r.hit_ratio), 1); }, always},
    {"SETS", 9, 6, [](const Row& r) { return std::to_string(r.sets()); }, always},
    {"OTHER", 4, 5, [](const Row& r) { return std::to_string(r.others()); }, always},
    {"SIZE", 6, 6, [](const Row& r) { return decimal(r.size_avg, 0); }, always},
    {"READ/S", 2, 6, [](const Row& r) { return scaled(r.read_rate); },
     [](const TopTable& t) { return t.snapshot.seconds.has_value(); }},
    {"WRITE/S", 1, 7, [](const Row& r) { return scaled(r.write_rate); },
     [](const TopTable& t) { return t.snapshot.seconds.has_value(); }},
    {"LAT(us)", 11, 7, [](const Row& r) { return decimal(r.latency_us, 1); },
     [](const TopTable& t) {
       return std::ranges::any_of(t.rows, [](const Row& r) { return r.latency_us.has_value(); });
     }},
    {"SCORE%", 0, 6, [](const Row& r) { return decimal(r.score * 100, 1); },
     [](const TopTable& t) { return t.sort == view::SortColumn::kScore; }},
};

}  // namespace

std::span<const TopColumn> top_columns() {
  return kColumns;
}

}  // namespace mcbt::render
