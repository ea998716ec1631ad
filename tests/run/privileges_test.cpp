#include "run/privileges.h"

#include <gtest/gtest.h>

namespace mcbt::run {
namespace {

constexpr uint64_t bit(unsigned capability) {
  return uint64_t{1} << capability;
}
constexpr uint64_t kDacOverride = bit(1);
constexpr uint64_t kDacReadSearch = bit(2);
constexpr uint64_t kSysPtrace = bit(19);
constexpr uint64_t kSysAdmin = bit(21);
constexpr uint64_t kPerfmon = bit(38);
constexpr uint64_t kBpf = bit(39);

constexpr model::Version kDebian{0, 17, 0};
constexpr model::Version kNew{0, 27, 1};

TEST(Privileges, OfRootWithAllItsCapabilitiesAreGood) {
  const Check check = judge_privileges({kDebian, Means::kSyscalls, 1}, true, ~uint64_t{0});
  EXPECT_EQ(check.health, Health::kGood);
  EXPECT_EQ(check.what, "root");
}

TEST(Privileges, OfRootInAContainerSayWhatItLacks) {
  const Check check = judge_privileges({kDebian, Means::kProbes, 1}, true, kSysPtrace);
  EXPECT_EQ(check.health, Health::kBad);
  EXPECT_EQ(check.what, "root without CAP_BPF and CAP_PERFMON");
}

TEST(Privileges, ForSystemCallsOldReleasesNeedMore) {
  const uint64_t held = kBpf | kPerfmon | kSysPtrace;
  EXPECT_EQ(judge_privileges({kDebian, Means::kProbes, 1}, true, held).health, Health::kGood);
  EXPECT_EQ(judge_privileges({kDebian, Means::kSyscalls, 1}, true, held).what,
            "root without CAP_SYS_ADMIN");
  EXPECT_EQ(judge_privileges({model::Version{0, 20, 4}, Means::kSyscalls, 1}, true, held).health,
            Health::kGood);
}

TEST(Privileges, OfOthersAreEnoughForNewReleasesOnly) {
  const uint64_t held = kBpf | kPerfmon | kDacReadSearch | kDacOverride | kSysPtrace;
  EXPECT_EQ(judge_privileges({kNew, Means::kProbes, 1}, false, held).health, Health::kGood);
  const Check old = judge_privileges({kDebian, Means::kProbes, 1}, false, held | kSysAdmin);
  EXPECT_EQ(old.health, Health::kBad);
  EXPECT_EQ(old.remedy, "run it with sudo");
  EXPECT_EQ(judge_privileges({kNew, Means::kProbes, 1}, false, held & ~kDacOverride).what,
            "not root, and without CAP_DAC_OVERRIDE");
}

TEST(Privileges, OfAnybodyElseAreBad) {
  for (const auto& release : {kDebian, kNew}) {
    EXPECT_EQ(judge_privileges({release, {}, 1}, false, 0).health, Health::kBad);
  }
}

}  // namespace
}  // namespace mcbt::run
