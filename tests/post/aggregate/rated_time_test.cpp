#include "post/aggregate/rated_time.h"

#include <gtest/gtest.h>

namespace mcbt::aggregate {
namespace {

constexpr int64_t kSecond = 1'000'000'000;
constexpr int64_t kNow = 1'795'370'400 * kSecond;

TEST(RatedTime, IsNothingWithoutWindows) {
  EXPECT_EQ(RatedTime().seconds(), 0);
}

TEST(RatedTime, WindowsThatFollowEachOtherAddUp) {
  RatedTime time;
  time.add(kNow, kNow + kSecond);
  time.add(kNow + kSecond, kNow + 3 * kSecond);
  time.add(kNow + 3 * kSecond, kNow + 4 * kSecond);
  EXPECT_EQ(time.seconds(), 4);
}

TEST(RatedTime, TimeBetweenWindowsDoesNotCount) {
  RatedTime time;
  time.add(kNow, kNow + kSecond);
  time.add(kNow + 5 * kSecond, kNow + 6 * kSecond);
  EXPECT_EQ(time.seconds(), 2);
}

TEST(RatedTime, TimeThatSeveralWindowsCoverCountsOnce) {
  RatedTime time;
  time.add(kNow, kNow + 3 * kSecond);
  time.add(kNow + 2 * kSecond, kNow + 5 * kSecond);  // overlaps
  time.add(kNow + 1 * kSecond, kNow + 2 * kSecond);  // within
  time.add(kNow, kNow + 3 * kSecond);                // the same
  EXPECT_EQ(time.seconds(), 5);
}

TEST(RatedTime, WindowsMayComeInAnyOrder) {
  RatedTime time;
  time.add(kNow + 8 * kSecond, kNow + 9 * kSecond);
  time.add(kNow + 2 * kSecond, kNow + 5 * kSecond);
  time.add(kNow, kNow + 3 * kSecond);
  EXPECT_EQ(time.seconds(), 6);
}

TEST(RatedTime, AShortWindowWithinALongOneDoesNotEndIt) {
  RatedTime time;
  time.add(kNow, kNow + 10 * kSecond);
  time.add(kNow + 1 * kSecond, kNow + 2 * kSecond);
  time.add(kNow + 9 * kSecond, kNow + 12 * kSecond);
  EXPECT_EQ(time.seconds(), 12);
}

TEST(RatedTime, CapturesOfTwoHostsAtOneTimeCountOnce) {
  RatedTime time;
  for (int host = 0; host < 2; ++host) {
    for (int64_t i = 0; i < 100; ++i) {
      const int64_t start = kNow + host * kSecond / 2 + i * kSecond;
      time.add(start, start + kSecond);
    }
  }
  EXPECT_EQ(time.seconds(), 100.5);
}

TEST(RatedTime, DurationsWithoutAPlaceAddUpAlways) {
  RatedTime time;
  time.add_duration(kSecond);
  time.add_duration(kSecond / 2);
  EXPECT_EQ(time.seconds(), 1.5);
  time.add(kNow, kNow + kSecond);
  time.add(kNow, kNow + kSecond);
  EXPECT_EQ(time.seconds(), 2.5);
}

TEST(RatedTime, AWindowOfNoLengthAddsNothing) {
  RatedTime time;
  time.add(kNow, kNow);
  EXPECT_EQ(time.seconds(), 0);
  time.add(kNow - kSecond, kNow + kSecond);
  EXPECT_EQ(time.seconds(), 2);
}

}  // namespace
}  // namespace mcbt::aggregate
