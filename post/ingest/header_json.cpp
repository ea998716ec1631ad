#include "post/ingest/header_json.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <nlohmann/json.hpp>
#include <type_traits>

namespace mcbt::ingest {
namespace {

using Json = nlohmann::json;
using model::Error;
using model::Result;

// A member, or `otherwise` where it is not there, of another type, or out of the type's range.
template <typename T>
T member(const Json& object, const char* name, T otherwise) {
  const auto found = object.find(name);
  if (found == object.end()) return otherwise;
  if constexpr (std::is_unsigned_v<T>) {
    const bool fits = found->is_number_unsigned() &&
                      found->template get<uint64_t>() <= std::numeric_limits<T>::max();
    if (!fits) return otherwise;
  }
  try {
    return found->get<T>();
  } catch (const Json::exception&) {
    return otherwise;
  }
}

// "1795381513.108462" → microseconds. Releases without %f leave the fraction out.
std::optional<int64_t> parse_epoch(std::string_view text) {
  constexpr int64_t kMicros = 1'000'000;
  const char* end = text.data() + text.size();
  int64_t seconds = 0;
  const auto whole = std::from_chars(text.data(), end, seconds);
  constexpr int64_t kYear2100 = 4'102'444'800;  // leaves room for nanoseconds in 64 bits
  if (whole.ec != std::errc() || seconds < 0 || seconds > kYear2100) return std::nullopt;
  int64_t micros = 0;
  if (whole.ptr != end && *whole.ptr == '.') {
    const auto fraction = std::from_chars(whole.ptr + 1, end, micros);
    const bool six = fraction.ptr - whole.ptr == 7;
    if (fraction.ec != std::errc() || !six || micros < 0) micros = 0;
  }
  return seconds * kMicros + micros;
}

// An Error is printable, whatever the capture holds.
std::string printable(std::string name) {
  std::ranges::replace_if(
      name, [](char c) { return c < ' ' || c > '~'; }, '?');
  return name;
}

Error unknown_terms(const std::string& what) {
  return {"the header describes " + what + " in terms unknown here",
          {},
          "it is of a later mcbt: read it with that"};
}

Result<model::MapDescription> parse_map(const std::string& name, const Json& json) {
  const Error unknown = unknown_terms("map " + printable(name));
  if (!json.is_object()) return unknown;
  const auto role = model::map_role(member<std::string>(json, "role", ""));
  const auto value = model::map_value(member<std::string>(json, "value", ""));
  if (!role || !value) return unknown;
  model::MapDescription map{name, *role, {}, *value};
  const auto key = json.find("key");
  if (key == json.end() || !key->is_array()) return unknown;
  for (const Json& part_name : *key) {
    const auto part =
        part_name.is_string() ? model::key_part(part_name.get<std::string>()) : std::nullopt;
    if (!part) return unknown;
    map.key.push_back(*part);
  }
  return map;
}

void parse_details(const Json& json, model::CaptureHeader& header) {
  header.script = member<std::string>(json, "script", "");
  header.source = member<std::string>(json, "source", "");
  header.producer = member<std::string>(json, "producer", "");
  header.bpftrace = member<std::string>(json, "bpftrace", "");
  header.map_key_escapes = member<uint32_t>(json, "map_key_escapes", 0);
  header.memcached = member<std::string>(json, "memcached", "");
  header.host = member<std::string>(json, "host", "");
  header.binary = member<std::string>(json, "binary", "");
  if (const uint32_t pid = member<uint32_t>(json, "pid", 0); pid != 0) header.pid = pid;
  header.window_ns = member<uint64_t>(json, "window_ns", 0);
  header.key_bytes = member<uint32_t>(json, "key_bytes", 0);
  header.max_keys = member<uint64_t>(json, "max_keys", 0);
  header.busiest = member<uint64_t>(json, "busiest", 0);
  header.max_overhead = member<double>(json, "max_overhead", 0);
  header.unseen = member<std::vector<std::string>>(json, "unseen", {});
  header.blind = member<std::vector<std::string>>(json, "blind", {});
  header.start_ns = member<uint64_t>(json, "start_ns", 0);
  header.start_epoch_us = parse_epoch(member<std::string>(json, "start_epoch", ""));
  for (const auto& [name, value] :
       member<std::map<std::string, std::string>>(json, "environment", {})) {
    header.environment.emplace_back(name, value);
  }
  for (const auto& [code, name] : member<std::map<std::string, std::string>>(json, "ops", {})) {
    uint64_t number = 0;
    std::from_chars(code.data(), code.data() + code.size(), number);
    header.ops.emplace_back(number, name);
  }
}

}  // namespace

Result<model::CaptureHeader> parse_header(std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) {
    return Error{"the mcbt-capture line is no JSON object", {}, "was the capture edited or cut?"};
  }
  model::CaptureHeader header;
  parse_details(json, header);
  if (const auto maps = json.find("maps"); maps != json.end()) {
    constexpr size_t kMostMaps = 64;  // each print is looked for among them
    if (!maps->is_object() || maps->size() > kMostMaps) return unknown_terms("its maps");
    for (const auto& [name, description] : maps->items()) {
      auto map = parse_map(name, description);
      if (!map) return map.error();
      header.maps.push_back(std::move(*map));
    }
  }
  return header;
}

}  // namespace mcbt::ingest
