#include "model/schema.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace mcbt::model {
namespace {

template <typename T>
struct Named {
  T value;
  std::string_view name;
};

constexpr std::array<Named<MapRole>, 6> kRoles = {{
    {MapRole::kCalls, "calls"},
    {MapRole::kKeys, "keys"},
    {MapRole::kLatency, "latency"},
    {MapRole::kConnections, "connections"},
    {MapRole::kKeyLatency, "key_latency"},
    {MapRole::kUnattributed, "unattributed"},
}};
constexpr std::array<Named<MapValue::Kind>, 3> kValues = {{
    {MapValue::Kind::kCount, "count"},
    {MapValue::Kind::kStats, "stats"},
    {MapValue::Kind::kHist, "hist"},
}};
constexpr std::string_view kPackedName = "packed:";
constexpr std::array<Named<KeyPart::Kind>, 6> kParts = {{
    {KeyPart::Kind::kOp, "op"},
    {KeyPart::Kind::kReason, "reason"},
    {KeyPart::Kind::kBucket, "bucket"},
    {KeyPart::Kind::kLength, "length"},
    {KeyPart::Kind::kConnection, "connection"},
    {KeyPart::Kind::kKey, "key"},
}};
constexpr std::string_view kPrefixName = "key:";
constexpr std::string_view kOneOpName = "op:";

template <typename T, size_t N>
std::string_view name_in(const std::array<Named<T>, N>& names, T value) {
  const auto* found = std::ranges::find(names, value, &Named<T>::value);
  return found == names.end() ? std::string_view() : found->name;
}

template <typename T, size_t N>
std::optional<T> value_in(const std::array<Named<T>, N>& names, std::string_view name) {
  const auto* found = std::ranges::find(names, name, &Named<T>::name);
  if (found == names.end()) return std::nullopt;
  return found->value;
}

// "key:125" → 125, for the prefix "key:". Nothing where that is not all there is.
std::optional<uint32_t> number_after(std::string_view prefix, std::string_view text) {
  if (!text.starts_with(prefix)) return std::nullopt;
  text.remove_prefix(prefix.size());
  uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

std::optional<int64_t> CaptureHeader::wall_clock_ns(uint64_t nsecs) const {
  // A century: what is further away is damage, and could overflow.
  constexpr int64_t kLongest = int64_t{100} * 366 * 24 * 3600 * 1'000'000'000;
  if (!start_epoch_us) return std::nullopt;
  const auto since_start = static_cast<int64_t>(nsecs - start_ns);
  if (since_start < -kLongest || since_start > kLongest) return std::nullopt;
  return *start_epoch_us * 1000 + since_start;
}

std::string_view name_of(MapRole role) {
  return name_in(kRoles, role);
}

std::string name_of(const MapValue& value) {
  if (value.kind == MapValue::Kind::kPacked) {
    return std::string(kPackedName) + std::to_string(value.shift);
  }
  return std::string(name_in(kValues, value.kind));
}

std::string name_of(const KeyPart& part) {
  if (part.kind == KeyPart::Kind::kKeyPrefix) {
    return std::string(kPrefixName) + std::to_string(part.size);
  }
  if (part.kind == KeyPart::Kind::kOneOp) {
    return std::string(kOneOpName) + std::to_string(part.size);
  }
  return std::string(name_in(kParts, part.kind));
}

std::optional<MapRole> map_role(std::string_view name) {
  return value_in(kRoles, name);
}

std::optional<MapValue> map_value(std::string_view name) {
  constexpr uint32_t kMaxShift = 62;
  if (const auto shift = number_after(kPackedName, name)) {
    if (*shift == 0 || *shift > kMaxShift) return std::nullopt;
    return MapValue{MapValue::Kind::kPacked, *shift};
  }
  const auto kind = value_in(kValues, name);
  if (!kind) return std::nullopt;
  return MapValue{*kind};
}

std::optional<KeyPart> key_part(std::string_view name) {
  if (const auto size = number_after(kPrefixName, name)) {
    if (*size == 0) return std::nullopt;
    return KeyPart{KeyPart::Kind::kKeyPrefix, *size};
  }
  if (const auto code = number_after(kOneOpName, name)) {
    return KeyPart{KeyPart::Kind::kOneOp, *code};
  }
  const auto kind = value_in(kParts, name);
  if (!kind) return std::nullopt;
  return KeyPart{*kind};
}

}  // namespace mcbt::model
