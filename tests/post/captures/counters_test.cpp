// Counters at the edges of what bpftrace prints and of what 64 bits hold: the right number, or a
// word that it is not.

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "post/aggregate/aggregator.h"
#include "post/ingest/capture_decoder.h"
#include "tests/support/capture_text.h"

namespace mcbt {
namespace {

using aggregate::Aggregator;
using aggregate::Snapshot;
using model::Op;
using support::map_line;
using support::packed;

// A window for each list of maps, read into `aggregator`.
ingest::LineCounts read(const std::vector<support::Lines>& windows, Aggregator& aggregator,
                        const support::HeaderMembers& changes = {}) {
  ingest::CaptureDecoder decoder(aggregator);
  decoder.line(support::header_line(changes));
  uint64_t seq = 0;
  for (const support::Lines& maps : windows) {
    for (const std::string& line : maps) decoder.line(line);
    const uint64_t start = support::kStartNs + seq * 1'000'000'000;
    decoder.line(support::window_line(seq, start, start + 1'000'000'000));
    ++seq;
  }
  decoder.line(support::end_line());
  decoder.end();
  return decoder.counts();
}

const support::HeaderMembers kStats = {
    {"maps", R"({"@calls_a":{"role":"calls","key":["op"],"value":"count"},)"
             R"("@keys_a":{"role":"keys","key":["op","length","key"],"value":"stats"}})"}};

TEST(Counters, TheLargestThatBpftracePrintsAreExact) {
  for (const char* number : {"9223372036854775807", "\"9223372036854775807\""}) {
    Aggregator aggregator;
    read({{map_line("@calls_a", {{"4", number}}),
           map_line("@keys_a", {{"4,1,a", std::string(R"({"count": )") + number +
                                              R"(, "average": 1, "total": )" + number + "}"}})}},
         aggregator, kStats);
    const Snapshot sum = aggregator.summary();
    EXPECT_EQ(sum.total_calls(), uint64_t{INT64_MAX});
    EXPECT_EQ(sum.keys->row(0).ops[op_index(Op::kSet)].bytes, uint64_t{INT64_MAX});
    EXPECT_TRUE(sum.complete());
  }
}

TEST(Counters, NumbersOf2To63AndMoreAreDamageAndNotNegative) {
  for (const char* number :
       {"9223372036854775808", "\"18446744073709551615\"", "-1", "-9223372036854775808",
        "99999999999999999999999", "1e3", "0x1f", "1f", "1.5", "\"\"", "\"abc\"", "null", "[]"}) {
    Aggregator aggregator;
    const auto counts = read({{map_line("@calls_a", {{"1", "7"}, {"4", number}}),
                               map_line("@keys_a", {{"1,1,a", packed(7, 0)}})}},
                             aggregator);
    EXPECT_EQ(counts.damaged, 1U) << number;
    EXPECT_EQ(aggregator.summary().total_calls(), 7U) << number;
    EXPECT_FALSE(aggregator.summary().complete()) << number;
  }
}

TEST(Counters, ASumThatLeaves64BitsStopsThereAndIsMarked) {
  const std::string most = "9223372036854775807";
  const support::Lines window = {
      map_line("@calls_a", {{"4", most}}),
      map_line("@keys_a",
               {{"4,1,a", R"({"count": )" + most + R"(, "average": 1, "total": )" + most + "}"}})};
  Aggregator aggregator;
  read({window, window, window}, aggregator, kStats);
  const Snapshot sum = aggregator.summary();
  EXPECT_EQ(sum.calls[op_index(Op::kSet)], UINT64_MAX);
  EXPECT_EQ(sum.attributed, UINT64_MAX);
  EXPECT_EQ(sum.keys->row(0).ops[op_index(Op::kSet)].calls, UINT64_MAX);
  EXPECT_EQ(sum.keys->row(0).ops[op_index(Op::kSet)].bytes, UINT64_MAX);
  EXPECT_EQ(sum.total_calls(), UINT64_MAX);
  EXPECT_FALSE(sum.complete());
  EXPECT_EQ(sum.notes(), std::vector<std::string>{
                             "a counter is beyond 64 bits: what is shown of it is too small"});
}

// 2^32 value bytes of one key, operation and window would count as an operation more; 2^31
// operations make the sum negative.
TEST(Counters, APackedSumThatOverflowedShowsInTheAudit) {
  Aggregator carried;
  read({{map_line("@calls_a", {{"4", "5000"}}),
         map_line("@keys_a", {{"4,1,a", packed(5000, 5'000'000'000)}})}},
       carried);
  EXPECT_FALSE(carried.summary().complete());
  EXPECT_EQ(carried.summary().losses.overattributed, 1U);

  Aggregator negative;
  const auto counts = read({{map_line("@calls_a", {{"4", "2147483648"}}),
                             map_line("@keys_a", {{"4,1,a", std::to_string(INT64_MIN)}})}},
                           negative);
  EXPECT_EQ(counts.damaged, 1U);
  EXPECT_EQ(negative.summary().total_calls(), 2147483648U);
  EXPECT_FALSE(negative.summary().complete());
}

TEST(Counters, EmptyMapsAreNothingAndScalarsInTheirPlaceAreDamage) {
  Aggregator empty;
  EXPECT_EQ(read({{map_line("@calls_a", "{}"), map_line("@keys_a", "{}")}}, empty).damaged, 0U);
  EXPECT_TRUE(empty.summary().complete());
  EXPECT_EQ(empty.summary().windows, 1U);

  Aggregator scalar;
  EXPECT_EQ(read({{map_line("@calls_a", "7"), map_line("@keys_a", "{}")}}, scalar).damaged, 1U);
  EXPECT_EQ(scalar.summary().total_calls(), 0U);
  EXPECT_FALSE(scalar.summary().complete());
}

}  // namespace
}  // namespace mcbt
