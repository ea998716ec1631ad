#include "bench/exactness/audit.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>
#include <unordered_map>

namespace mcbt::bench {
namespace {

using Json = nlohmann::json;
using ByKey = std::unordered_map<std::string, KeyCounts>;

KeyCounts counts_of(const Json& row) {
  const Json& ops = row["ops"];
  return {ops.value("get_hit", uint64_t{0}), ops.value("get_miss", uint64_t{0}),
          ops.value("set", uint64_t{0}), row["bytes_read"].get<uint64_t>(),
          row["bytes_written"].get<uint64_t>()};
}

void add_rows(const Json& table, ByKey& counted) {
  for (const Json& row : table["rows"]) counted[row["key"]] += counts_of(row);
}

void compare(const std::vector<KeyCounts>& sent, ByKey& counted, Audit& audit) {
  for (uint64_t key = 0; key < sent.size(); ++key) {
    const KeyCounts& was = sent[key];
    const KeyCounts& is = counted[KeySpace::name(key)];
    audit.sent += was.calls();
    const auto op = [&](uint64_t expected, uint64_t found) {
      audit.lost += expected > found ? expected - found : 0;
      audit.twice += found > expected ? found - expected : 0;
    };
    op(was.hits, is.hits);
    op(was.misses, is.misses);
    op(was.sets, is.sets);
    if (was.calls() == is.calls() && was != is) ++audit.off_bytes;
    counted.erase(KeySpace::name(key));
  }
  for (const auto& [key, counts] : counted) audit.twice += counts.calls();
}

void add_window(const Json& window, double interval, Audit& audit) {
  constexpr double kLate = 1.5;
  ++audit.windows;
  if (window["seconds"].is_null()) return;
  const double seconds = window["seconds"];
  audit.longest = std::max(audit.longest, seconds);
  if (seconds > kLate * interval) ++audit.late;
}

}  // namespace

Audit audit(const std::string& output, const std::vector<KeyCounts>& sent, double interval) {
  Audit audit;
  ByKey of_summary;
  ByKey of_windows;
  std::istringstream lines(output);
  for (std::string line; std::getline(lines, line);) {
    const Json table = Json::parse(line);
    if (table["kind"] == "window") {
      add_window(table, interval, audit);
      add_rows(table, of_windows);
      continue;
    }
    add_rows(table, of_summary);
    audit.calls = table["totals"]["calls"];
    audit.in_rows = table["totals"]["attributed"];
    audit.complete = table["complete"];
  }
  if (audit.windows != 0) {
    for (auto& [key, counts] : of_summary) {
      if (of_windows[key] != counts) ++audit.off_bytes;
    }
  }
  compare(sent, of_summary, audit);
  return audit;
}

}  // namespace mcbt::bench
