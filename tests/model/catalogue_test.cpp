#include "model/catalogue.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>

namespace mcbt::model {
namespace {

constexpr Version kDebian12{1, 6, 18};
constexpr Version kBeforeTheCut{1, 6, 38};
constexpr Version kAfterTheCut{1, 6, 45};

using Names = std::vector<std::string>;

// Where connection, key, key length, size and number stand among a probe's arguments, a digit each;
// "-" where one is missing.
std::string positions(std::string_view name) {
  const Probe* probe = find_probe(name);
  if (probe == nullptr) return "no such probe";
  std::string text;
  for (const Arg arg : {Arg::kConnection, Arg::kKey, Arg::kKeyLength, Arg::kSize, Arg::kNumber}) {
    const auto index = arg_index(*probe, arg);
    text += index ? std::to_string(*index) : "-";
  }
  return text;
}

Names whats(const std::vector<BlindSpot>& spots) {
  Names names;
  for (const BlindSpot& spot : spots) names.emplace_back(spot.what);
  return names;
}

Names essentials(std::optional<Version> memcached) {
  Names names;
  for (const BlindSpot& spot : blind_spots(memcached)) {
    if (spot.essential) names.emplace_back(spot.what);
  }
  return names;
}

TEST(Catalogue, ProviderIsMemcached) {
  EXPECT_EQ(kProvider, "memcached");
}

TEST(Catalogue, LimitsAreMemcacheds) {
  EXPECT_EQ(kMaxKeyBytes, 250U);
  EXPECT_EQ(kValueTrailerBytes, 2);
}

TEST(Catalogue, HasEveryProbeOnce) {
  Names names;
  for (const Probe& probe : probes()) names.emplace_back(probe.name);
  EXPECT_EQ(names, (Names{"command__get", "command__set", "command__add", "command__replace",
                          "command__append", "command__prepend", "command__cas", "command__touch",
                          "command__incr", "command__decr", "command__delete",
                          "process__command__start", "process__command__end"}));
}

TEST(Catalogue, ProbesAreFoundByTheirNames) {
  for (const Probe& probe : probes()) EXPECT_EQ(find_probe(probe.name), &probe);
  for (const char* name : {"", "command__", "command__GET", "command__gat", "assoc__find"}) {
    EXPECT_EQ(find_probe(name), nullptr) << name;
  }
}

TEST(Catalogue, ProbesOfSizedCommandsEndInSizeAndCasId) {
  for (const char* name : {"get", "set", "add", "replace", "append", "prepend", "cas", "touch"}) {
    EXPECT_EQ(positions("command__" + std::string(name)), "01234") << name;
  }
}

TEST(Catalogue, ProbesOfCountersHaveTheValueWhereOthersHaveTheSize) {
  EXPECT_EQ(positions("command__incr"), "012-3");
  EXPECT_EQ(positions("command__decr"), "012-3");
}

TEST(Catalogue, ProbeOfDeleteHasOnlyTheKey) {
  EXPECT_EQ(positions("command__delete"), "012--");
}

TEST(Catalogue, ProbesOfRequestsHaveABufferAndNoKey) {
  for (const char* name : {"process__command__start", "process__command__end"}) {
    EXPECT_EQ(positions(name), "0----");
    EXPECT_EQ(arg_index(*find_probe(name), Arg::kBuffer), 1U);
    EXPECT_EQ(arg_index(*find_probe(name), Arg::kBufferSize), 2U);
  }
}

TEST(Catalogue, CommandProbesCountAsTheOpOfTheirName) {
  for (const Probe& probe : probes()) {
    if (!probe.name.starts_with("command__") || probe.name == "command__get") continue;
    ASSERT_TRUE(probe.op) << probe.name;
    EXPECT_EQ("command__" + std::string(op_info(*probe.op).name), probe.name);
    EXPECT_FALSE(probe.if_absent) << probe.name;
  }
}

TEST(Catalogue, GetIsAHitOrAMissByItsSize) {
  EXPECT_EQ(find_probe("command__get")->op, Op::kGetHit);
  EXPECT_EQ(find_probe("command__get")->if_absent, Op::kGetMiss);
}

TEST(Catalogue, RequestProbesAreNoOperations) {
  EXPECT_FALSE(find_probe("process__command__start")->op);
  EXPECT_FALSE(find_probe("process__command__end")->op);
}

TEST(BlindSpots, OfRelease1618AreWithoutTheCounters) {
  EXPECT_EQ(whats(blind_spots(kDebian12)),
            (Names{"meta gets (mg) that hit", "deletes that miss", "touch in the text protocol",
                   "whether a cas was stored, and cas in the binary protocol",
                   "gat apart from get (text) and touch (binary)"}));
}

TEST(BlindSpots, OfRelease1638AreWithTheCounters) {
  EXPECT_EQ(whats(blind_spots(kBeforeTheCut)),
            (Names{"meta gets (mg) that hit", "deletes that miss", "incr", "decr",
                   "touch in the text protocol",
                   "whether a cas was stored, and cas in the binary protocol",
                   "gat apart from get (text) and touch (binary)"}));
}

TEST(BlindSpots, OfRelease1645AreAllGetsAndDeletesToo) {
  EXPECT_EQ(whats(blind_spots(kAfterTheCut)),
            (Names{"text and meta gets", "text and meta deletes", "incr", "decr",
                   "touch in the text protocol",
                   "whether a cas was stored, and cas in the binary protocol",
                   "gat apart from get (text) and touch (binary)"}));
}

TEST(BlindSpots, OfAnUnknownReleaseAreThoseOfAll) {
  EXPECT_EQ(whats(blind_spots(std::nullopt)),
            (Names{"text and meta gets", "meta gets (mg) that hit", "text and meta deletes",
                   "deletes that miss", "incr", "decr", "touch in the text protocol",
                   "whether a cas was stored, and cas in the binary protocol",
                   "gat apart from get (text) and touch (binary)"}));
}

TEST(BlindSpots, ChangeAt1619AndAt1640) {
  EXPECT_EQ(whats(blind_spots(Version{1, 4, 0})), whats(blind_spots(kDebian12)));
  EXPECT_EQ(whats(blind_spots(Version{1, 6, 19})), whats(blind_spots(kBeforeTheCut)));
  EXPECT_EQ(whats(blind_spots(Version{1, 6, 39})), whats(blind_spots(kBeforeTheCut)));
  EXPECT_EQ(whats(blind_spots(Version{1, 6, 40})), whats(blind_spots(kAfterTheCut)));
  EXPECT_EQ(whats(blind_spots(Version{2, 0, 0})), whats(blind_spots(kAfterTheCut)));
}

TEST(BlindSpots, AreEssentialWhereTextGetsAndDeletesAreGone) {
  EXPECT_EQ(essentials(kDebian12), Names());
  EXPECT_EQ(essentials(kBeforeTheCut), Names());
  EXPECT_EQ(essentials(kAfterTheCut), (Names{"text and meta gets", "text and meta deletes"}));
}

TEST(BlindSpots, AreAboutCommandsOrTiming) {
  for (const BlindSpot& spot : blind_spots(std::nullopt)) {
    EXPECT_TRUE(spot.command.empty() || is_command(spot.command)) << spot.what;
  }
}

TEST(MetaGets, ShowTheirMissesOnlyUntilTextGetsAreGone) {
  EXPECT_TRUE(shows_meta_misses_only(kDebian12));
  EXPECT_TRUE(shows_meta_misses_only(kBeforeTheCut));
  EXPECT_TRUE(shows_meta_misses_only(Version{1, 6, 39}));
  EXPECT_FALSE(shows_meta_misses_only(Version{1, 6, 40}));
  EXPECT_FALSE(shows_meta_misses_only(kAfterTheCut));
  EXPECT_TRUE(shows_meta_misses_only(std::nullopt));
}

TEST(Requests, AreTimedUntilTheirStartIsGone) {
  EXPECT_TRUE(times_requests(kDebian12));
  EXPECT_TRUE(times_requests(kBeforeTheCut));
  EXPECT_TRUE(times_requests(Version{1, 6, 39}));
  EXPECT_FALSE(times_requests(Version{1, 6, 40}));
  EXPECT_FALSE(times_requests(kAfterTheCut));
  EXPECT_TRUE(times_requests(std::nullopt));
}

}  // namespace
}  // namespace mcbt::model
