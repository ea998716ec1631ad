#include "model/catalogue.h"

#include <algorithm>
#include <array>

namespace mcbt::model {
namespace {

constexpr Version kFirstWithoutIncrDecr{1, 6, 19};
constexpr Version kLastWithTextGet{1, 6, 39};
constexpr Version kFirstWithoutTextGet{1, 6, 40};

constexpr std::array kSized = {Arg::kConnection, Arg::kKey, Arg::kKeyLength, Arg::kSize,
                               Arg::kNumber};
constexpr std::array kCounter = {Arg::kConnection, Arg::kKey, Arg::kKeyLength, Arg::kNumber};
constexpr std::array kKeyed = {Arg::kConnection, Arg::kKey, Arg::kKeyLength};
constexpr std::array kRequest = {Arg::kConnection, Arg::kBuffer, Arg::kBufferSize};

// touch is binary touch and gat; text gat fires command__get. A cas fires with its size whether it
// was stored or not, the other stores with -1 where they were not.
constexpr std::array<Probe, 13> kProbes = {{
    {"command__get", kSized, Op::kGetHit, Op::kGetMiss},
    {"command__set", kSized, Op::kSet, {}},
    {"command__add", kSized, Op::kAdd, {}},
    {"command__replace", kSized, Op::kReplace, {}},
    {"command__append", kSized, Op::kAppend, {}},
    {"command__prepend", kSized, Op::kPrepend, {}},
    {"command__cas", kSized, Op::kCas, {}},
    {"command__touch", kSized, Op::kTouch, {}},
    {"command__incr", kCounter, Op::kIncr, {}},
    {"command__decr", kCounter, Op::kDecr, {}},
    {"command__delete", kKeyed, Op::kDelete, {}},
    {"process__command__start", kRequest, {}, {}},
    {"process__command__end", kRequest, {}, {}},
}};

constexpr std::array<BlindSpot, 9> kBlindSpots = {{
    {"get", "text and meta gets", kFirstWithoutTextGet, {}, true},
    {"get", "meta gets (mg) that hit", {}, kLastWithTextGet},
    {"delete", "text and meta deletes", kFirstWithoutTextGet, {}, true},
    {"delete", "deletes that miss", {}, kLastWithTextGet},
    {"incr", "incr", kFirstWithoutIncrDecr, {}},
    {"decr", "decr", kFirstWithoutIncrDecr, {}},
    {"touch", "touch in the text protocol", {}, {}},
    {"cas", "whether a cas was stored, and cas in the binary protocol", {}, {}},
    {"gat", "gat apart from get (text) and touch (binary)", {}, {}},
}};

bool concerns(const BlindSpot& spot, const Version& memcached) {
  return (!spot.since || memcached >= *spot.since) && (!spot.until || memcached <= *spot.until);
}

}  // namespace

std::span<const Probe> probes() {
  return kProbes;
}

const Probe* find_probe(std::string_view name) {
  const auto* found = std::ranges::find(kProbes, name, &Probe::name);
  return found == kProbes.end() ? nullptr : found;
}

std::optional<size_t> arg_index(const Probe& probe, Arg arg) {
  const auto found = std::ranges::find(probe.args, arg);
  if (found == probe.args.end()) return std::nullopt;
  return static_cast<size_t>(found - probe.args.begin());
}

std::vector<BlindSpot> blind_spots(std::optional<Version> memcached) {
  std::vector<BlindSpot> spots;
  std::ranges::copy_if(kBlindSpots, std::back_inserter(spots), [&](const BlindSpot& spot) {
    return !memcached || concerns(spot, *memcached);
  });
  return spots;
}

bool shows_meta_misses_only(std::optional<Version> memcached) {
  return !memcached || *memcached < kFirstWithoutTextGet;
}

bool times_requests(std::optional<Version> memcached) {
  return !memcached || *memcached < kFirstWithoutTextGet;
}

}  // namespace mcbt::model
