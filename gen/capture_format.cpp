#include <nlohmann/json.hpp>

#include "gen/layout.h"
#include "model/operation.h"

namespace mcbt::gen {
namespace {

using Json = nlohmann::ordered_json;

Json maps_json(const ScriptSpec& spec, const Layout& layout) {
  Json maps = Json::object();
  for (const std::string_view side : {"a", "b"}) {
    for (const model::MapDescription& map : maps_of_side(spec.kind, layout, side)) {
      Json key = Json::array();
      for (const model::KeyPart& part : map.key) key.push_back(name_of(part));
      maps[map.name] = {
          {"role", name_of(map.role)}, {"key", std::move(key)}, {"value", name_of(map.value)}};
    }
  }
  if (spec.source == Source::kSyscall) {
    maps["@unattributed"] = {{"role", name_of(model::MapRole::kUnattributed)},
                             {"key", {name_of(model::KeyPart{model::KeyPart::Kind::kReason})}},
                             {"value", name_of(model::MapValue{model::MapValue::Kind::kCount})}};
  }
  return maps;
}

Json ops_json(const ScriptSpec& spec) {
  Json ops = Json::object();
  for (const model::Op op : ops_of(spec)) ops[std::to_string(op_index(op))] = op_info(op).name;
  return ops;
}

// Blind spots of a memcached that is not known may not be its own, so they cannot be `blind`.
void add_blind_spots(const ScriptSpec& spec, Json& header) {
  Json unseen = Json::array();
  Json blind = Json::array();
  const auto spots = spec.source == Source::kUsdt ? model::blind_spots(spec.memcached)
                                                  : std::vector<model::BlindSpot>();
  for (const model::BlindSpot& spot : spots) {
    unseen.push_back(spot.what);
    if (spot.essential && spec.memcached) blind.push_back(spot.what);
  }
  header["unseen"] = std::move(unseen);
  header["blind"] = std::move(blind);
}

std::string doubled_percents(const std::string& text) {
  std::string doubled;
  for (const char c : text) {
    doubled += c;
    if (c == '%') doubled += '%';
  }
  return doubled;
}

}  // namespace

std::string capture_format(const ScriptSpec& spec, const Dialect& dialect, const Layout& layout) {
  Json header = {{"script", script_name(spec.kind)},
                 {"source", source_name(spec.source)},
                 {"producer", "mcbt " MCBT_VERSION},
                 {"bpftrace", dialect.name}};
  if (dialect.map_key_escapes != 0) header["map_key_escapes"] = dialect.map_key_escapes;
  if (spec.memcached) header["memcached"] = spec.memcached->text();
  if (!spec.host.empty()) header["host"] = spec.host;
  if (spec.pid) header["pid"] = *spec.pid;
  header["binary"] = spec.binary;
  if (spec.has_windows()) header["window_ns"] = spec.window_ms * 1'000'000;
  if (spec.has_keys()) header["key_bytes"] = layout.key_bytes;
  if (spec.has_windows() && spec.has_keys()) header["max_keys"] = spec.max_keys;
  if (!spec.has_windows() && spec.source == Source::kSyscall) header["timed"] = true;
  if (spec.busiest != 0) header["busiest"] = spec.busiest;
  if (spec.max_overhead) header["max_overhead"] = *spec.max_overhead;
  Json environment = Json::object();
  for (const auto& [name, value] : layout.environment) environment[name] = value;
  header["environment"] = std::move(environment);
  header["ops"] = ops_json(spec);
  header["maps"] = maps_json(spec, layout);
  add_blind_spots(spec, header);

  // Ill-formed UTF-8 (of a host's name) must not stop a trace: it becomes U+FFFD.
  std::string json = header.dump(-1, ' ', true, Json::error_handler_t::replace);
  json.pop_back();
  return std::string(model::kCaptureMark) + " " + std::to_string(model::kProtocolVersion) + " " +
         doubled_percents(json) + R"(,"start_ns":%llu,"start_epoch":"%s"})";
}

}  // namespace mcbt::gen
