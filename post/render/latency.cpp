#include "post/render/latency.h"

#include <fmt/format.h>

#include "post/render/cost.h"
#include "post/render/csv.h"
#include "post/render/heading.h"
#include "post/render/histogram_text.h"
#include "post/render/number_text.h"
#include "post/render/origin_json.h"

namespace mcbt::render {
namespace {

using aggregate::Histogram;
using aggregate::Snapshot;

std::string op_name(const std::optional<model::Op>& op) {
  return op ? std::string(op_info(*op).name) : "other";
}

uint64_t total(const Histogram& histogram) {
  uint64_t sum = 0;
  for (const auto& [range, count] : histogram) sum += count;
  return sum;
}

}  // namespace

std::vector<model::Bucket> buckets_of(const Histogram& histogram) {
  std::vector<model::Bucket> buckets;
  for (const auto& [range, count] : histogram) {
    const auto min = static_cast<int64_t>(range.first);
    while (!buckets.empty() && *buckets.back().max + 1 < min) {
      const int64_t start = *buckets.back().max + 1;
      buckets.push_back({start, std::min(min - 1, std::max(start, 2 * start - 1)), 0});
    }
    buckets.push_back({min, static_cast<int64_t>(range.second), count});
  }
  return buckets;
}

namespace {

bool has_keys(const Snapshot& snapshot) {
  return snapshot.origin.script == "keylatency";
}

// The requests in the histograms.
uint64_t matching(const Snapshot& snapshot) {
  uint64_t sum = 0;
  for (const auto& [op, histogram] : snapshot.latency->histograms()) sum += total(histogram);
  return sum;
}

std::string selection_text(const Snapshot& snapshot) {
  if (!has_keys(snapshot)) return "";
  return fmt::format("{} of {} requests are of keys that match\n", matching(snapshot),
                     snapshot.total_calls());
}

}  // namespace

std::string latency_text(const Snapshot& snapshot, const TextStyle& style) {
  std::string text = heading_text(snapshot, style);
  text += selection_text(snapshot);
  if (const std::string cost = cost_text(snapshot); !cost.empty()) text += cost + "\n";
  for (const auto& [op, histogram] : snapshot.latency->histograms()) {
    text += fmt::format("\n{} (us): {} requests\n", op_name(op), total(histogram));
    text += histogram_text(buckets_of(histogram), style.width);
  }
  if (snapshot.latency->histograms().empty()) text += "no requests\n";
  return text + notes_text(snapshot) + "\n";
}

std::string latency_json(const Snapshot& snapshot) {
  nlohmann::ordered_json json = snapshot_json("mcbt.latency/1", snapshot);
  nlohmann::ordered_json histograms = nlohmann::ordered_json::array();
  for (const auto& [op, histogram] : snapshot.latency->histograms()) {
    nlohmann::ordered_json buckets = nlohmann::ordered_json::array();
    for (const auto& [range, count] : histogram) {
      buckets.push_back({{"min_us", range.first}, {"max_us", range.second}, {"count", count}});
    }
    histograms.push_back(
        {{"op", op_name(op)}, {"count", total(histogram)}, {"buckets", std::move(buckets)}});
  }
  if (has_keys(snapshot)) {
    json["requests"] = snapshot.total_calls();
    json["matching"] = matching(snapshot);
  }
  json["histograms"] = std::move(histograms);
  return json.dump() + "\n";
}

std::string latency_csv_header() {
  return csv_line({"kind", "seq", "start", "end", "complete", "op", "min_us", "max_us", "count"});
}

std::string latency_csv_rows(const Snapshot& snapshot) {
  std::string rows;
  const auto time = [](const std::optional<int64_t>& ns) { return ns ? iso_utc(*ns) : ""; };
  for (const auto& [op, histogram] : snapshot.latency->histograms()) {
    for (const auto& [range, count] : histogram) {
      rows += csv_line(
          {snapshot.summary ? "summary" : "window",
           snapshot.summary ? "" : std::to_string(snapshot.seq), time(snapshot.start_ns),
           time(snapshot.end_ns), snapshot.complete() ? "true" : "false", op_name(op),
           std::to_string(range.first), std::to_string(range.second), std::to_string(count)});
    }
  }
  return rows;
}

}  // namespace mcbt::render
