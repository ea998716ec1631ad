#include "post/aggregate/rated_time.h"

#include <gtest/gtest.h>

namespace mcbt::aggregate {
namespace {

constexpr int64_t kSecondNs = 1'000'000'000;
constexpr int64_t kNow = 1'795'370'400 * kSecondNs;

TEST(RatedTime, IsNothingWithoutWindows) {
  EXPECT_EQ(RatedTime().seconds(), 0);
}

TEST(RatedTime, WindowsThatFollowEachOtherAddUp) {
  RatedTime time;
  time.add(kNow, kNow + kSecondNs);
  time.add(kNow + kSecondNs, kNow + 3 * kSecondNs);
  time.add(kNow + 3 * kSecondNs, kNow + 4 * kSecondNs);
  EXPECT_EQ(time.seconds(), 4);
}

TEST(RatedTime, TimeBetweenWindowsDoesNotCount) {
  RatedTime time;
  time.add(kNow, kNow + kSecondNs);
  time.add(kNow + 5 * kSecondNs, kNow + 6 * kSecondNs);
  EXPECT_EQ(time.seconds(), 2);
}

TEST(RatedTime, TimeThatSeveralWindowsCoverCountsOnce) {
  RatedTime time;
  time.add(kNow, kNow + 3 * kSecondNs);
  time.add(kNow + 2 * kSecondNs, kNow + 5 * kSecondNs);  // overlaps
  time.add(kNow + 1 * kSecondNs, kNow + 2 * kSecondNs);  // within
  time.add(kNow, kNow + 3 * kSecondNs);                  // the same
  EXPECT_EQ(time.seconds(), 5);
}

TEST(RatedTime, WindowsMayComeInAnyOrder) {
  RatedTime time;
  time.add(kNow + 8 * kSecondNs, kNow + 9 * kSecondNs);
  time.add(kNow + 2 * kSecondNs, kNow + 5 * kSecondNs);
  time.add(kNow, kNow + 3 * kSecondNs);
  EXPECT_EQ(time.seconds(), 6);
}

TEST(RatedTime, AShortWindowWithinALongOneDoesNotEndIt) {
  RatedTime time;
  time.add(kNow, kNow + 10 * kSecondNs);
  time.add(kNow + 1 * kSecondNs, kNow + 2 * kSecondNs);
  time.add(kNow + 9 * kSecondNs, kNow + 12 * kSecondNs);
  EXPECT_EQ(time.seconds(), 12);
}

TEST(RatedTime, CapturesOfTwoHostsAtOneTimeCountOnce) {
  RatedTime time;
  for (int host = 0; host < 2; ++host) {
    for (int64_t i = 0; i < 100; ++i) {
      const int64_t start = kNow + host * kSecondNs / 2 + i * kSecondNs;
      time.add(start, start + kSecondNs);
    }
  }
  EXPECT_EQ(time.seconds(), 100.5);
}

TEST(RatedTime, DurationsWithoutAPlaceAddUpAlways) {
  RatedTime time;
  time.add_duration(kSecondNs);
  time.add_duration(kSecondNs / 2);
  EXPECT_EQ(time.seconds(), 1.5);
  time.add(kNow, kNow + kSecondNs);
  time.add(kNow, kNow + kSecondNs);
  EXPECT_EQ(time.seconds(), 2.5);
}

TEST(RatedTime, AWindowOfNoLengthAddsNothing) {
  RatedTime time;
  time.add(kNow, kNow);
  EXPECT_EQ(time.seconds(), 0);
  time.add(kNow - kSecondNs, kNow + kSecondNs);
  EXPECT_EQ(time.seconds(), 2);
}

}  // namespace
}  // namespace mcbt::aggregate
