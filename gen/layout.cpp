#include "gen/layout.h"

#include <algorithm>
#include <set>

#include "model/operation.h"

namespace mcbt::gen {
namespace {

using model::KeyPart;
using model::MapDescription;
using model::MapRole;
using model::MapValue;

// Long enough for a probe that saw the old side to be done with it, even on a vCPU that was taken
// away for what is left of a quota's period (100 ms unless told); short enough for a table soon
// after its window.
constexpr uint64_t kLongestTickMs = 100;
constexpr uint64_t kFewestTicks = 4;

// A packed sum has 38 bits for the bytes of a key in a window (274 GB) and 25 for its operations
// (33 million): more than a memcached can do in the longest window that is packed, with room for a
// window that lasts twice as long as it should. Were it too little all the same, the operations
// would not add up to the audit's, and the window be marked.
constexpr uint32_t kPackedShift = 38;

// Entries that every map of the script has room for; 0: bpftrace's own limit will do.
uint64_t map_entries(const ScriptSpec& spec, const Dialect& dialect, const Layout& layout) {
  if (spec.kind == ScriptKind::kKeyLatency) return spec.max_keys;
  // Of the syscall source, connections and the requests that wait on them.
  constexpr uint64_t kWaiting = 16384;
  if (spec.kind != ScriptKind::kTop) return spec.source == Source::kSyscall ? kWaiting : 0;
  const bool stats = layout.statistics.kind == MapValue::Kind::kStats;
  const auto entries_a_key = static_cast<uint64_t>(stats ? dialect.entries_a_stats_key : 1);
  // The syscall source has times beside the bytes.
  const uint64_t measures = spec.source == Source::kSyscall ? 2 : 1;
  return spec.max_keys * entries_a_key * measures;
}

std::vector<std::pair<std::string, std::string>> environment(const ScriptSpec& spec,
                                                             const Dialect& dialect,
                                                             const Layout& layout) {
  std::vector<std::pair<std::string, std::string>> variables;
  if (spec.has_keys()) {
    for (const std::string_view name : dialect.string_limit) {
      variables.emplace_back(name, std::to_string(layout.part + 1));
    }
    for (const auto& [name, value] : dialect.strings) variables.emplace_back(name, value);
  }
  // From 0.18 to 0.23, printf else marks a string that fills its limit.
  if (!spec.has_windows()) variables.emplace_back("BPFTRACE_STR_TRUNC_TRAILER", "");
  if (const uint64_t entries = map_entries(spec, dialect, layout); entries != 0) {
    for (const std::string_view name : dialect.map_keys) {
      variables.emplace_back(name, std::to_string(entries));
    }
  }
  return variables;
}

}  // namespace

Layout lay_out(const ScriptSpec& spec, const Dialect& dialect) {
  Layout layout;
  const bool packed =
      !dialect.stats_adds_up || (!spec.readable && spec.window_ms <= kLongestPackedMs);
  layout.statistics =
      packed ? MapValue{MapValue::Kind::kPacked, kPackedShift} : MapValue{MapValue::Kind::kStats};
  layout.parts = (spec.key_bytes + kStringBytes - 1) / kStringBytes;
  layout.part = (spec.key_bytes + layout.parts - 1) / layout.parts;
  if (spec.kind == ScriptKind::kTop && spec.source == Source::kUsdt && !spec.readable) {
    layout.totals = ops_of(spec);
  }
  layout.connections = spec.connections;
  layout.histograms = spec.histograms;
  layout.key_bytes = std::min(layout.parts * layout.part, model::kMaxKeyBytes);

  layout.ticks = std::max(kFewestTicks, (spec.window_ms + kLongestTickMs - 1) / kLongestTickMs);
  layout.tick_ms = std::max<uint64_t>(1, spec.window_ms / layout.ticks);

  layout.environment = environment(spec, dialect, layout);
  return layout;
}

std::vector<MapDescription> maps_of_side(ScriptKind kind, const Layout& layout,
                                         std::string_view side) {
  const KeyPart op{KeyPart::Kind::kOp};
  const KeyPart length{KeyPart::Kind::kLength};
  const KeyPart key{KeyPart::Kind::kKey};
  const KeyPart bucket{KeyPart::Kind::kBucket};
  const std::string suffix = "_" + std::string(side);

  const MapDescription latency{
      "@latency" + suffix, MapRole::kLatency, {op}, {MapValue::Kind::kHist}};
  if (kind == ScriptKind::kLatency) return {latency};
  if (kind == ScriptKind::kSnoop) return {};
  const bool timed = kind == ScriptKind::kKeyLatency;
  const MapRole role = timed ? MapRole::kKeyLatency : MapRole::kKeys;
  const MapValue value = timed ? MapValue{MapValue::Kind::kCount} : layout.statistics;
  std::vector<KeyPart> parts = {op, length};
  if (timed) parts.insert(parts.begin() + 1, bucket);
  const auto with_key = [&](uint32_t prefixes) {
    std::vector<KeyPart> all = parts;
    all.insert(all.end(), prefixes, {KeyPart::Kind::kKeyPrefix, layout.part});
    all.push_back(key);
    return all;
  };
  std::vector<MapDescription> maps;
  for (const model::Op total : layout.totals) {
    const KeyPart code{KeyPart::Kind::kOneOp, static_cast<uint32_t>(op_index(total))};
    maps.push_back({"@calls_" + std::string(op_info(total).name) + suffix,
                    MapRole::kCalls,
                    {code},
                    {MapValue::Kind::kCount}});
  }
  if (layout.totals.empty()) {
    maps.push_back({"@calls" + suffix, MapRole::kCalls, {op}, {MapValue::Kind::kCount}});
  }
  maps.push_back({"@keys" + suffix, role, with_key(0), value});
  if (layout.parts > 1) maps.push_back({"@long" + suffix, role, with_key(layout.parts - 1), value});
  if (layout.connections) {
    const KeyPart connection{KeyPart::Kind::kConnection};
    maps.push_back(
        {"@connections" + suffix, MapRole::kConnections, {op, connection}, layout.statistics});
  }
  if (layout.histograms) maps.push_back(latency);
  return maps;
}

std::vector<model::Op> ops_of(const ScriptSpec& spec, const model::Probe& probe) {
  const bool meta_misses =
      probe.op == model::Op::kGetHit && model::shows_meta_misses_only(spec.memcached);
  std::vector<model::Op> ops;
  for (const model::OpInfo& info : model::kOps) {
    const bool is_meta_miss = meta_misses && info.op == model::Op::kGet;
    if (probe.op == info.op || probe.if_absent == info.op || is_meta_miss) ops.push_back(info.op);
  }
  return ops;
}

std::vector<model::Op> ops_of(const ScriptSpec& spec) {
  std::set<model::Op> ops;
  if (spec.source == Source::kSyscall) {
    for (const model::OpInfo& info : model::kOps) ops.insert(info.op);
  } else {
    for (const model::Probe* probe : spec.probes) {
      const auto more = ops_of(spec, *probe);
      ops.insert(more.begin(), more.end());
    }
  }
  return {ops.begin(), ops.end()};
}

}  // namespace mcbt::gen
