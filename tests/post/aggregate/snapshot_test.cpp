#include "post/aggregate/snapshot.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace mcbt::aggregate {
namespace {

using model::Op;
using Notes = std::vector<std::string>;

Snapshot snapshot_of(uint64_t hits) {
  Snapshot snapshot;
  snapshot.origin.source = "usdt";
  snapshot.asked_window_ns = 1'000'000'000;
  snapshot.max_keys = 10'000;
  snapshot.calls[op_index(Op::kGetHit)] = hits;
  return snapshot;
}

void expect_incomplete(const Snapshot& snapshot, const std::string& note) {
  EXPECT_FALSE(snapshot.complete());
  EXPECT_EQ(snapshot.notes(), Notes{note});
}

TEST(Snapshot, WithoutLossesIsCompleteAndHasNoNotes) {
  EXPECT_TRUE(snapshot_of(10).complete());
  EXPECT_TRUE(snapshot_of(10).notes().empty());
  EXPECT_EQ(snapshot_of(10).total_calls(), 10U);
}

TEST(Snapshot, TotalCallsAreThoseOfAllOperations) {
  Snapshot snapshot;
  for (const model::OpInfo& info : model::kOps) snapshot.calls[op_index(info.op)] = 2;
  EXPECT_EQ(snapshot.total_calls(), 28U);
}

TEST(Snapshot, OperationsInNoRowSayHowToMakeRoom) {
  Snapshot snapshot = snapshot_of(100);
  snapshot.losses.unattributed = 40;
  expect_incomplete(snapshot,
                    "40 operations of 100 are in no row: a window has room for 10000 pairs of "
                    "operation and key; raise --max-keys");
}

TEST(Snapshot, OperationsInNoRowOfADamagedCaptureDoNotBlameTheRoom) {
  Snapshot snapshot = snapshot_of(100);
  snapshot.losses.unattributed = 40;
  snapshot.losses.bad_lines = 1;
  EXPECT_EQ(snapshot.notes(),
            (Notes{"40 operations of 100 are in no row: the part of the capture that names their "
                   "keys is missing",
                   "1 line could not be read to the end"}));
}

TEST(Snapshot, OperationsInNoTotalSayThatTheCaptureIsDamaged) {
  Snapshot snapshot = snapshot_of(100);
  snapshot.losses.overattributed = 3;
  expect_incomplete(snapshot,
                    "3 operations in rows are missing from the totals: part of the capture is "
                    "damaged");
}

TEST(Snapshot, EachLossHasItsNote) {
  Snapshot lost = snapshot_of(1);
  lost.losses.lost_events = 158;
  expect_incomplete(lost, "bpftrace lost 158 events: it could not keep up");
  lost.losses.lost_events = 1;
  expect_incomplete(lost, "bpftrace lost 1 event: it could not keep up");

  Snapshot failed = snapshot_of(1);
  failed.losses.helper_errors = 120;
  expect_incomplete(failed, "120 map updates failed in the kernel");

  Snapshot damaged = snapshot_of(1);
  damaged.losses.bad_lines = 2;
  expect_incomplete(damaged, "2 lines could not be read to the end");

  Snapshot missing = snapshot_of(1);
  missing.losses.missing_windows = 2;
  expect_incomplete(missing,
                    "2 window lines are missing from the capture, and perhaps what was counted");

  Snapshot unfinished = snapshot_of(1);
  unfinished.losses.unfinished = 1;
  expect_incomplete(unfinished,
                    "the last window has no end: its counts are in, its rates are not known");

  Snapshot truncated = snapshot_of(1);
  truncated.losses.keys_truncated = 1;
  expect_incomplete(truncated, "1 key was cut: keys that begin alike may share a row");
  truncated.losses.keys_truncated = 5;
  expect_incomplete(truncated, "5 keys were cut: keys that begin alike may share a row");
}

TEST(Snapshot, CapturesThatWereCutOffSaySo) {
  Snapshot snapshot = snapshot_of(1);
  snapshot.losses.cut_captures = 1;
  expect_incomplete(snapshot, "the capture was cut off: it has no mcbt-end");
  snapshot.losses.cut_captures = 3;
  expect_incomplete(snapshot, "3 captures were cut off: they have no mcbt-end");
}

TEST(Snapshot, WhatTheProbesDoNotShowIsSaid) {
  Snapshot snapshot = snapshot_of(1);
  snapshot.origin.blind = {"text gets", "deletes"};
  expect_incomplete(snapshot,
                    "not counted: text gets, deletes: the probes of this memcached do not show "
                    "them");
}

TEST(Snapshot, WhatIsNotSeenButNotMissedIsComplete) {
  Snapshot snapshot = snapshot_of(1);
  snapshot.origin.unseen = {"touch"};
  EXPECT_TRUE(snapshot.complete());
}

TEST(Snapshot, MissesOfMetaGetsAreSaidWhereTheSourceShowsNoHits) {
  Snapshot snapshot = snapshot_of(1);
  snapshot.calls[op_index(Op::kGet)] = 4;
  EXPECT_EQ(snapshot.meta_misses(), 4U);
  EXPECT_FALSE(snapshot.complete());
  ASSERT_EQ(snapshot.notes().size(), 1U);
  EXPECT_TRUE(snapshot.notes()[0].starts_with("4 misses look like those of meta gets (mg)"));
  snapshot.origin.source = "syscall";
  EXPECT_EQ(snapshot.meta_misses(), 0U);
  EXPECT_TRUE(snapshot.complete());
}

TEST(Snapshot, ALateWindowIsSaidAndComplete) {
  Snapshot snapshot = snapshot_of(1);
  snapshot.losses.late_windows = 1;
  EXPECT_TRUE(snapshot.complete());
  EXPECT_EQ(snapshot.notes(),
            Notes{"the window was longer than the 1 s asked for, because printing took so long; "
                  "nothing is lost, a longer interval mends it"});
  snapshot.summary = true;
  snapshot.losses.late_windows = 3;
  snapshot.asked_window_ns = 250'000'000;
  EXPECT_EQ(snapshot.notes(),
            Notes{"3 windows were longer than the 0.25 s asked for, because printing took so long; "
                  "nothing is lost, a longer interval mends it"});
}

TEST(Snapshot, ALongIntervalIsWrittenInDigits) {
  Snapshot snapshot = snapshot_of(1);
  snapshot.losses.late_windows = 1;
  snapshot.asked_window_ns = 3600ULL * 1'000'000'000;
  ASSERT_EQ(snapshot.notes().size(), 1U);
  EXPECT_TRUE(snapshot.notes()[0].starts_with("the window was longer than the 3600 s asked for"))
      << snapshot.notes()[0];
}

}  // namespace
}  // namespace mcbt::aggregate
