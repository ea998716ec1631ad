#include "run/other_tracers.h"

#include <gtest/gtest.h>

namespace mcbt::run {
namespace {

// A record of Linux 6.18.
constexpr std::string_view kMismatch =
    "4,1234,22967502480,-;ref_ctr_offset mismatch. inode: 0x1102c9 offset: 0xa7a8 "
    "ref_ctr_offset(old): 0x6 ref_ctr_offset(new): 0x0\n";

TEST(OtherTracers, AMismatchIsAboutOneFile) {
  EXPECT_TRUE(is_mismatch(kMismatch, 0x1102c9));
  EXPECT_FALSE(is_mismatch(kMismatch, 0x1102c));
  EXPECT_FALSE(is_mismatch(kMismatch, 0xa7a8));
  EXPECT_TRUE(is_mismatch(kMismatch, std::nullopt));
}

TEST(OtherTracers, OtherRecordsAreNone) {
  EXPECT_FALSE(is_mismatch("6,1,2,-;EXT4-fs: mounted inode: 0x1102c9 \n", 0x1102c9));
  EXPECT_FALSE(is_mismatch("", std::nullopt));
}

}  // namespace
}  // namespace mcbt::run
