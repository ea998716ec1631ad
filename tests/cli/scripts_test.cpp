// scripts/ is what `mcbt emit` writes, byte for byte.

#include "tests/cli/run_mcbt.h"

namespace mcbt::cli {
namespace {

class Scripts : public WithFolder {};

TEST_F(Scripts, AreWhatEmitWrites) {
  for (const std::string name : {"top", "snoop", "latency", "keylatency"}) {
    const std::string committed = std::string(MCBT_SOURCE_DIR) + "/scripts/mc" + name + ".bt";
    EXPECT_EQ(read(committed), run_mcbt({"emit", name}).output)
        << "regenerate it: build/mcbt emit " << name << " > scripts/mc" << name << ".bt";
  }
}

TEST_F(Scripts, OfReleasesThatThePortableOneDoesNotServeAreWhatEmitWrites) {
  for (const std::string release : {"0.21", "0.27"}) {
    const std::string file = "mctop-" + release + ".bt";
    ASSERT_EQ(run_mcbt({"emit", "top", "--target-bpftrace", release, "-o", path(file)}).status, 0);
    EXPECT_EQ(read(std::string(MCBT_SOURCE_DIR) + "/scripts/" + file), read(path(file)))
        << "regenerate it: build/mcbt emit top --target-bpftrace " << release << " -o scripts/"
        << file;
  }
}

TEST_F(Scripts, AreNamedInTheirRunLineAsTheirFileIs) {
  ASSERT_EQ(run_mcbt({"emit", "top", "2.5", "-o", path("hot.bt")}).status, 0);
  const std::string text = read(path("hot.bt"));
  EXPECT_NE(
      text.find("\n// Run: BPFTRACE_STRLEN=64 BPFTRACE_MAX_STRLEN=64 BPFTRACE_ON_STACK_LIMIT=128 "
                "BPFTRACE_MAP_KEYS_MAX=262144 BPFTRACE_MAX_MAP_KEYS=262144 bpftrace hot.bt\n"),
      std::string::npos);
  EXPECT_NE(text.find("\\\"window_ns\\\":2500000000"), std::string::npos);
}

TEST_F(Scripts, AreOnlyForReleasesThatTheyServe) {
  const support::Finished old = run_mcbt({"emit", "top", "--target-bpftrace", "0.9.4"});
  EXPECT_EQ(old.status, 1);
  EXPECT_EQ(old.errors.substr(0, 70),
            "mcbt: bpftrace 0.9.4 is too old: it attaches only the first place of a");
}

}  // namespace
}  // namespace mcbt::cli
