#include "gen/dialect.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <tuple>

#include "tests/gen/specs.h"

namespace mcbt::gen {
namespace {

std::string served(const model::Version& bpftrace) {
  const auto dialect = dialect_for(bpftrace);
  return dialect ? std::string(dialect->name) : dialect.error().message();
}

TEST(Dialect, OfEachReleaseIsTheOneThatNamesIt) {
  for (const auto& [name, first, last] : {std::tuple{"0.12 to 0.19", 12, 19},
                                          {"0.20", 20, 20},
                                          {"0.21", 21, 21},
                                          {"0.22", 22, 22},
                                          {"0.23", 23, 23},
                                          {"0.24 to 0.26", 24, 26},
                                          {"0.27", 27, 27}}) {
    for (int minor = first; minor <= last; ++minor) EXPECT_EQ(served({0, minor, 0}), name);
  }
}

TEST(Dialect, ServesEveryPatchOfARelease) {
  EXPECT_EQ(served({0, 12, 1}), "0.12 to 0.19");
  EXPECT_EQ(served({0, 19, 99}), "0.12 to 0.19");
  EXPECT_EQ(served({0, 26, 1}), "0.24 to 0.26");
}

TEST(Dialect, RefusesReleasesThatAttachOnlyTheFirstPlace) {
  EXPECT_EQ(served({0, 11, 4}),
            "bpftrace 0.11.4 is too old: it attaches only the first place of a USDT probe; install "
            "bpftrace 0.12 or newer, or name another by --bpftrace PATH");
  EXPECT_TRUE(served({0, 9, 4}).starts_with("bpftrace 0.9.4 is too old: "));
  EXPECT_TRUE(served({0, 0, 0}).starts_with("bpftrace 0.0.0 is too old: "));
}

TEST(Dialect, RefusesReleasesThatItDoesNotKnow) {
  EXPECT_EQ(served({0, 28, 0}),
            "no scripts for bpftrace 0.28.0 here; mcbt writes for 0.12 to 0.27");
  EXPECT_EQ(served({1, 14, 0}),
            "no scripts for bpftrace 1.14.0 here; mcbt writes for 0.12 to 0.27");
}

TEST(PortableDialect, NamesWhatEachReleaseHeeds) {
  const auto has = [](auto names, const auto& name) {
    return std::ranges::find(names, name) != names.end();
  };
  const Dialect& portable = portable_dialect(spec_of(ScriptKind::kTop));
  for (const Dialect& dialect : dialects()) {
    for (const auto name : dialect.string_limit) {
      EXPECT_TRUE(has(portable.string_limit, name)) << name;
    }
    for (const auto name : dialect.map_keys) {
      EXPECT_TRUE(has(portable.map_keys, name)) << name;
    }
    for (const auto& variable : dialect.strings) {
      EXPECT_TRUE(has(portable.strings, variable)) << variable.first;
    }
    EXPECT_GE(portable.entries_a_stats_key, dialect.entries_a_stats_key);
  }
  EXPECT_EQ(portable.str_length, StrLength::kUnknown);
  EXPECT_EQ(portable.map_key_escapes, 0);
}

TEST(PortableDialect, ServesAllReleasesWhereNoMapHasKeys) {
  EXPECT_EQ(portable_dialect(spec_of(ScriptKind::kLatency)).name, "0.12 to 0.27");
  ScriptSpec snoop = spec_of(ScriptKind::kSnoop);
  EXPECT_EQ(portable_dialect(snoop).name, "0.12 to 0.27");
  snoop.source = Source::kSyscall;
  EXPECT_EQ(portable_dialect(snoop).name, "0.17 to 0.20");
  EXPECT_EQ(portable_dialect(spec_of(ScriptKind::kTop)).name, "0.12 to 0.20 and 0.22 to 0.26");
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
