#include "gen/script_spec.h"

#include <gtest/gtest.h>

#include "tests/gen/specs.h"

namespace mcbt::gen {
namespace {

TEST(ScriptKind, IsReadBackFromItsName) {
  EXPECT_EQ(script_name(ScriptKind::kTop), "top");
  EXPECT_EQ(script_name(ScriptKind::kSnoop), "snoop");
  EXPECT_EQ(script_name(ScriptKind::kLatency), "latency");
  EXPECT_EQ(script_name(ScriptKind::kKeyLatency), "keylatency");
  for (const ScriptKind kind : kKinds) EXPECT_EQ(script_by_name(script_name(kind)), kind);
}

TEST(ScriptKind, OfOtherNamesIsNone) {
  for (const char* name : {"", "Top", "mctop", "top.bt", "mctop.bt", "record"}) {
    EXPECT_EQ(script_by_name(name), std::nullopt) << name;
  }
}

TEST(ScriptFile, IsNamedAsTheTraditionalTools) {
  EXPECT_EQ(script_file(ScriptKind::kTop), "mctop.bt");
  EXPECT_EQ(script_file(ScriptKind::kSnoop), "mcsnoop.bt");
  EXPECT_EQ(script_file(ScriptKind::kLatency), "mclatency.bt");
}

TEST(ScriptSpec, KeepsWholeKeysUnlessToldOtherwise) {
  const ScriptSpec spec;
  EXPECT_EQ(spec.key_bytes, 250U);
  EXPECT_EQ(spec.window_ms, 1000U);
  EXPECT_EQ(spec.binary, "memcached");
  EXPECT_TRUE(spec.readable);
}

// memcached lost the probes of incr and decr in 1.6.19.
TEST(CommonProbes, AreThoseThatEveryReleaseHas) {
  Strings names;
  for (const model::Probe* probe : common_probes()) names.emplace_back(probe->name);
  EXPECT_EQ(names,
            (Strings{"command__get", "command__set", "command__add", "command__replace",
                     "command__append", "command__prepend", "command__cas", "command__touch",
                     "command__delete", "process__command__start", "process__command__end"}));
}

TEST(CommonProbes, AreThoseOfTheCatalogueItself) {
  for (const model::Probe* probe : common_probes()) {
    EXPECT_EQ(probe, model::find_probe(probe->name));
  }
}

}  // namespace
}  // namespace mcbt::gen
