#include "gen/dialect.h"

#include <gtest/gtest.h>

namespace mcbt::gen {
namespace {

std::string served(const model::Version& bpftrace) {
  const auto dialect = dialect_for(bpftrace);
  return dialect ? std::string(dialect->name) : dialect.error().message();
}

TEST(Dialect, ServesReleasesFrom012To018) {
  for (const model::Version release : {model::Version{0, 12, 0}, model::Version{0, 14, 0},
                                       model::Version{0, 17, 0}, model::Version{0, 18, 0}}) {
    EXPECT_EQ(served(release), "0.12 to 0.18");
  }
}

TEST(Dialect, ServesEveryPatchOfARelease) {
  EXPECT_EQ(served({0, 12, 1}), "0.12 to 0.18");
  EXPECT_EQ(served({0, 18, 99}), "0.12 to 0.18");
}

TEST(Dialect, RefusesReleasesThatAttachOnlyTheFirstPlace) {
  EXPECT_EQ(served({0, 11, 4}),
            "bpftrace 0.11.4 is too old: it attaches only the first place of a USDT probe; install "
            "bpftrace 0.12 or newer, or name another by --bpftrace PATH");
  EXPECT_TRUE(served({0, 9, 4}).starts_with("bpftrace 0.9.4 is too old: "));
  EXPECT_TRUE(served({0, 0, 0}).starts_with("bpftrace 0.0.0 is too old: "));
}

TEST(Dialect, RefusesReleasesThatItDoesNotKnow) {
  EXPECT_EQ(served({0, 19, 0}),
            "no scripts for bpftrace 0.19.0 here; the releases that mcbt writes for: 0.12 to 0.18");
  EXPECT_EQ(served({0, 99, 1}),
            "no scripts for bpftrace 0.99.1 here; the releases that mcbt writes for: 0.12 to 0.18");
  EXPECT_EQ(served({1, 14, 0}),
            "no scripts for bpftrace 1.14.0 here; the releases that mcbt writes for: 0.12 to 0.18");
}

TEST(Dialect, ForScriptsOfAnUnknownReleaseIsTheOneOfDebian12) {
  EXPECT_EQ(default_dialect().name, served({0, 17, 0}));
}

TEST(Dialect, OfDebian12KeepsKeysOf250BytesInTwoStrings) {
  const auto dialect = dialect_for({0, 17, 0});
  ASSERT_TRUE(dialect);
  EXPECT_EQ(dialect->string_limit_variable, "BPFTRACE_STRLEN");
  EXPECT_EQ(dialect->string_limit, 126);
  EXPECT_EQ(dialect->part_bytes(), 125);
  EXPECT_EQ(dialect->map_keys_variable, "BPFTRACE_MAP_KEYS_MAX");
  EXPECT_EQ(dialect->key_shape, KeyShape::kTwoParts);
  EXPECT_EQ(dialect->str_length_bias, 0);
  EXPECT_EQ(dialect->entries_a_stats_key, 2);
}

TEST(Dialects, AreInOrderAndDoNotOverlap) {
  model::Version before;
  for (const Dialect& dialect : dialects()) {
    EXPECT_LT(before, dialect.first) << dialect.name;
    EXPECT_LE(dialect.first, dialect.last) << dialect.name;
    before = dialect.last;
  }
}

TEST(Dialects, ServeTheirFirstAndTheirLastRelease) {
  for (const Dialect& dialect : dialects()) {
    EXPECT_EQ(served(dialect.first), dialect.name);
    EXPECT_EQ(served(dialect.last), dialect.name);
  }
}

}  // namespace
}  // namespace mcbt::gen
