#include "post/tui/detail.h"

#include <fmt/format.h>

#include <algorithm>

#include "post/render/key_text.h"
#include "post/render/number_text.h"
#include "post/tui/latency_lines.h"
#include "post/tui/marks.h"

namespace mcbt::tui {
namespace {

void draw_operations(Grid& grid, size_t& y, const view::Row& row) {
  for (const model::OpInfo& info : model::kOps) {
    const aggregate::OpStats& stats = row.ops[op_index(info.op)];
    if (stats.calls == 0) continue;
    std::string line = fmt::format("  {:10}{:>12} calls{:>7.1f} %", info.name, stats.calls,
                                   static_cast<double>(stats.calls) * 100 /
                                       static_cast<double>(std::max<uint64_t>(1, row.calls)));
    if (info.payload != model::Payload::kNone && info.op != model::Op::kGet) {
      line += fmt::format("{:>14} bytes{:>10.0f} each", stats.bytes,
                          static_cast<double>(stats.bytes) / static_cast<double>(stats.calls));
    }
    put_line(grid, y, line);
  }
}

// Calls a window, as a line, with the least and the most of it.
void draw_rates(Grid& grid, size_t& y, const Scene& scene) {
  const auto [least, most] = std::ranges::minmax(scene.key_rates);
  put_line(grid, y, fmt::format("calls a window: {:.0f} to {:.0f}", least, most));
  put_line(grid, y, sparkline(scene.key_rates, scene.ascii), Style::kHot);
}

// No source has a histogram of one key. Where its operation has one, of all keys, this key's mean
// is marked in it.
void draw_latency(Grid& grid, size_t& y, const view::Row& row, const Scene& scene) {
  if (!row.latency_us) {
    return put_line(grid, y, "latency: this source does not tell it by key");
  }
  put_line(grid, y, "latency: " + render::decimal(row.latency_us, 1) + " us on average");
  const auto most = std::ranges::max_element(
      model::kOps, {}, [&](const model::OpInfo& info) { return row.ops[op_index(info.op)].calls; });
  if (scene.all->latency == nullptr) return;
  const auto& histograms = scene.all->latency->histograms();
  const auto found = histograms.find(most->op);
  if (found == histograms.end()) return;
  for (const Line& line : histogram_lines(std::string(most->name) + " of all keys", found->second,
                                          row.latency_us, grid.size().width, scene.ascii)) {
    put_line(grid, y, line.text, line.style);
  }
}

}  // namespace

void draw_detail(Grid& grid, size_t y, const view::Row& row, const Scene& scene) {
  const size_t width = grid.size().width;
  put_line(grid, y, render::key_text(row.key) + (row.key_truncated ? "…" : ""), Style::kStrong);
  put_line(grid, y,
           fitting({fmt::format("{} calls", row.calls), render::scaled(row.rate) + "/s",
                    percent(row.share) + " of all",
                    scene.about ? scene.about(row.key)
                                : fmt::format("a key of {} bytes", row.key.size())},
                   width));
  put_line(
      grid, y,
      fitting({"hit " + percent(row.hit_ratio), "average size " + render::decimal(row.size_avg, 0),
               "read " + render::scaled(row.read_rate) + "B/s",
               "written " + render::scaled(row.write_rate) + "B/s"},
              width));
  if (!scene.key_rates.empty()) draw_rates(grid, y, scene);
  draw_operations(grid, y, row);
  draw_latency(grid, y, row, scene);
}

}  // namespace mcbt::tui
