#include "post/tui/latency_lines.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>

#include "post/render/histogram_text.h"
#include "post/render/latency.h"
#include "post/render/number_text.h"
#include "post/tui/marks.h"

namespace mcbt::tui {
namespace {

using aggregate::Histogram;

// "p99 <256 us": a bucket does not tell more than its end.
std::string percentile(const Histogram& histogram, uint64_t all, double part) {
  uint64_t below = 0;
  for (const auto& [range, count] : histogram) {
    below += count;
    if (static_cast<double>(below) < part * static_cast<double>(all)) continue;
    return fmt::format("p{:g} <{} us", part * 100, range.second + 1);
  }
  return "";
}

std::string summary(const std::string& name, const Histogram& histogram, uint64_t all,
                    size_t width) {
  std::vector<std::string> pieces = {fmt::format("{}: {} requests", name, all)};
  for (const double part : {0.5, 0.9, 0.99, 0.999}) {
    pieces.push_back(percentile(histogram, all, part));
  }
  return fitting(pieces, width);
}

std::string_view source_hint(const aggregate::Snapshot& snapshot) {
  return snapshot.origin.source == "usdt"
             ? "with probes, top does not time requests: `mcbt latency`, or --source syscall"
             : "no histograms in this capture: `mcbt latency` makes them, and live this screen";
}

}  // namespace

std::vector<Line> histogram_lines(const std::string& name, const Histogram& histogram,
                                  std::optional<double> mean_us, size_t width, bool ascii) {
  uint64_t all = 0;
  uint64_t most = 1;
  for (const auto& [range, count] : histogram) {
    all += count;
    most = std::max(most, count);
  }
  std::vector<Line> lines = {{summary(name, histogram, all, width), Style::kStrong}};
  constexpr size_t kTaken = 44;  // left of a bar, and behind it for the mark
  const size_t bar = width > kTaken ? std::min<size_t>(width - kTaken, 60) : 0;
  for (const model::Bucket& bucket : render::buckets_of(histogram)) {
    const auto count = static_cast<double>(bucket.count);
    std::string line =
        fmt::format("{:>14} {:>9} {:>5.1f} % ", render::range_text(bucket), bucket.count,
                    count * 100 / static_cast<double>(std::max<uint64_t>(1, all)));
    line += bar_text(count / static_cast<double>(most), bar, ascii);
    const bool here = mean_us && *mean_us >= static_cast<double>(*bucket.min) &&
                      *mean_us < static_cast<double>(*bucket.max) + 1;
    if (here) line += ascii ? " < its mean" : " ◄ its mean";
    lines.push_back({std::move(line), here ? Style::kHot : Style::kPlain});
  }
  return lines;
}

std::vector<Line> latency_lines(const aggregate::Snapshot& snapshot, size_t width, bool ascii) {
  std::vector<Line> lines;
  const aggregate::Times& times = snapshot.keys->total_times();
  if (times.calls != 0) {
    lines.push_back({fmt::format("{} requests, {} us on average; L in the keys sorts them by it",
                                 times.calls, render::decimal(times.mean_us(), 1)),
                     Style::kPlain});
  }
  if (snapshot.latency != nullptr) {
    for (const auto& [op, histogram] : snapshot.latency->histograms()) {
      const std::string name = op ? std::string(op_info(*op).name) : "other";
      for (Line& line : histogram_lines(name, histogram, {}, width, ascii)) {
        lines.push_back(std::move(line));
      }
    }
    if (!snapshot.latency->histograms().empty()) return lines;
  }
  lines.push_back({std::string(source_hint(snapshot)), Style::kPlain});
  return lines;
}

}  // namespace mcbt::tui
