#include "tests/post/aggregate/sample_events.h"

namespace mcbt::aggregate {

model::CaptureHeader top_header() {
  model::CaptureHeader header;
  header.script = "top";
  header.source = "usdt";
  header.host = "cache7";
  header.memcached = "1.6.38";
  header.pid = 7744;
  header.window_ns = kSecond;
  header.max_keys = 10'000;
  header.ops = {{1, "get_hit"}, {2, "get_miss"}, {4, "set"}};
  header.start_ns = kStartNs;
  header.start_epoch_us = kEpochNs / 1000;
  return header;
}

void add_window(model::EventSink& sink, uint64_t seq, uint64_t seconds,
                const std::vector<Counted>& operations, bool rated) {
  std::vector<model::OpTotal> totals;
  for (const Counted& counted : operations) totals.push_back({counted.op, counted.calls});
  const uint64_t start = kStartNs + seconds * kSecond;
  add_window(sink, {seq, start, start + kSecond, rated}, operations, totals);
}

void add_window(model::EventSink& sink, const model::WindowEdges& edges,
                const std::vector<Counted>& operations, const std::vector<model::OpTotal>& totals) {
  sink.on_window(edges);
  for (const model::OpTotal& total : totals) sink.on_total(total);
  std::vector<model::KeyStats> keys;
  for (const Counted& counted : operations) {
    keys.push_back({counted.key, static_cast<uint32_t>(counted.key.size()), true, counted.op,
                    counted.calls, counted.bytes});
  }
  sink.on_keys(keys);
  sink.on_window_end();
}

Aggregator::WindowHandler remember(std::vector<SeenWindow>& seen) {
  return [&seen](const Snapshot& snapshot) {
    seen.push_back({snapshot, calls_of(*snapshot.keys), snapshot.latency->histograms().size()});
    seen.back().snapshot.keys = nullptr;
    seen.back().snapshot.latency = nullptr;
  };
}

std::map<std::string, uint64_t> calls_of(const KeyTable& table) {
  std::map<std::string, uint64_t> calls;
  for (size_t i = 0; i < table.size(); ++i) calls[std::string(table.key(i))] += table.calls(i);
  return calls;
}

}  // namespace mcbt::aggregate
