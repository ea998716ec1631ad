#include "post/ingest/snoop_line.h"

#include <gtest/gtest.h>

#include <string>

namespace mcbt::ingest {
namespace {

using model::Op;

model::Operation operation_of(std::string_view text) {
  const auto operation = parse_snoop_line(text, false);
  EXPECT_TRUE(operation) << text;
  return operation.value_or(model::Operation{});
}

TEST(SnoopLine, EveryFieldIsRead) {
  const auto operation = operation_of("3718.204117  26 get hit 15 6 user:1");
  EXPECT_EQ(operation.time_ns, 3'718'204'117'000U);
  EXPECT_EQ(operation.connection, 26);
  EXPECT_EQ(operation.op, Op::kGetHit);
  EXPECT_EQ(operation.size, 15U);
  EXPECT_EQ(operation.outcome, model::Outcome::kHit);
  EXPECT_EQ(operation.latency_us, std::nullopt);
  EXPECT_EQ(operation.key, "user:1");
  EXPECT_EQ(operation.length, 6U);
  EXPECT_TRUE(operation.whole);
}

TEST(SnoopLine, TheColumnsOfTheScriptAreRead) {
  const auto hit = operation_of("      3718.204117      26 get      hit          15    6 user:1");
  EXPECT_EQ(hit.time_ns, 3'718'204'117'000U);
  EXPECT_EQ(hit.key, "user:1");
  const auto miss = operation_of("      3718.204190      26 get      miss         -1    6 user:9");
  EXPECT_EQ(miss.op, Op::kGetMiss);
  EXPECT_EQ(miss.size, std::nullopt);
  const auto set = operation_of("      3718.204233      31 set      ok          120    6 user:7");
  EXPECT_EQ(set.op, Op::kSet);
  EXPECT_EQ(set.size, 120U);
  EXPECT_EQ(set.outcome, model::Outcome::kOk);
}

TEST(SnoopLine, EveryCommandHasItsOp) {
  for (const model::OpInfo& info : model::kOps) {
    if (info.command == "get") continue;
    const std::string text = "1.000000 5 " + std::string(info.name) + " ok 0 1 k";
    EXPECT_EQ(operation_of(text).op, info.op) << info.name;
  }
}

TEST(SnoopLine, AGetIsAHitAMissOrNotKnown) {
  EXPECT_EQ(operation_of("1.000000 5 get hit 0 1 k").op, Op::kGetHit);
  EXPECT_EQ(operation_of("1.000000 5 get miss -1 1 k").op, Op::kGetMiss);
  EXPECT_EQ(operation_of("1.000000 5 get - -1 1 k").op, Op::kGet);
}

TEST(SnoopLine, AStoreThatFailedSaysSo) {
  const auto operation = operation_of("1.000000 5 add fail -1 1 k");
  EXPECT_EQ(operation.op, Op::kAdd);
  EXPECT_EQ(operation.outcome, model::Outcome::kFail);
  EXPECT_EQ(operation.size, std::nullopt);
}

TEST(SnoopLine, OfATimedScriptHasItsLatencyAndCodes) {
  const auto get = parse_snoop_line("1.000000 28 1 1 5 29 6 user:1", true);
  ASSERT_TRUE(get);
  EXPECT_EQ(get->op, Op::kGetHit);
  EXPECT_EQ(get->outcome, model::Outcome::kHit);
  EXPECT_EQ(get->size, 5U);
  EXPECT_EQ(get->latency_us, 29U);
  EXPECT_EQ(get->key, "user:1");
  const auto quiet = parse_snoop_line("1.000000 28 9 6 -1 -1 1 k", true);
  ASSERT_TRUE(quiet);
  EXPECT_EQ(quiet->op, Op::kCas);
  EXPECT_EQ(quiet->outcome, model::Outcome::kExists);
  EXPECT_EQ(quiet->latency_us, std::nullopt);
  for (const char* text : {"1.000000 28 15 1 5 29 1 k", "1.000000 28 1 7 5 29 1 k",
                           "1.000000 28 1 0 5 29 1 k", "1.000000 28 1 1 5 x 1 k"}) {
    EXPECT_FALSE(parse_snoop_line(text, true)) << text;
  }
}

TEST(SnoopLine, SpacesAtEitherEndOfAKeyAreItsOwn) {
  EXPECT_EQ(operation_of("1.000000 5 get hit 1 5  lead").key, " lead");
  EXPECT_TRUE(operation_of("1.000000 5 get hit 1 5  lead").whole);
  EXPECT_EQ(operation_of("1.000000 5 get hit 1 6 trail ").key, "trail ");
  EXPECT_TRUE(operation_of("1.000000 5 get hit 1 6 trail ").whole);
  EXPECT_EQ(operation_of("1.000000 5 get hit 1 6   in o ").key, "  in o ");
  EXPECT_EQ(operation_of("1.000000 5 get hit 1 2   ").key, "  ");
  EXPECT_TRUE(operation_of("1.000000 5 get hit 1 2   ").whole);
}

TEST(SnoopLine, AKeyMayHoldAnyByte) {
  const std::string key("a\tb\n\0\x80\xff,1 2", 11);
  const std::string text = "1.000000 5 get hit 1 11 " + key;
  const auto operation = operation_of(text);
  EXPECT_EQ(operation.key, key);
  EXPECT_TRUE(operation.whole);
}

TEST(SnoopLine, AKeyOfAnotherLengthIsNotWhole) {
  EXPECT_FALSE(operation_of("1.000000 5 get hit 1 7 nul").whole);
  EXPECT_FALSE(operation_of("1.000000 5 get hit 1 2 long").whole);
  EXPECT_EQ(operation_of("1.000000 5 get hit 1 7 nul").length, 7U);
  EXPECT_EQ(operation_of("1.000000 5 get hit 1 3 ").key, "");
  EXPECT_FALSE(operation_of("1.000000 5 get hit 1 3 ").whole);
}

TEST(SnoopLine, ATimeHasMicroseconds) {
  EXPECT_EQ(operation_of("0.000001 5 get hit 1 1 k").time_ns, 1000U);
  EXPECT_EQ(operation_of("1795381513.108462 5 get hit 1 1 k").time_ns, 1'795'381'513'108'462'000U);
}

TEST(SnoopLine, OtherLinesAreNotOperations) {
  for (const char* text : {"", " ", "TIME(s)              CONN COMMAND  RESULT   SIZE  LEN KEY",
                           "3718.204117 26 get hit 15", "3718.204117 26 get hit 15 x user:1",
                           "3718.204117 26 get hit x 6 user:1", "3718.204117 x get hit 15 6 user:1",
                           "3718.204117 26 frob hit 15 6 user:1", "3718 26 get hit 15 6 user:1",
                           "3718.2041 26 get hit 15 6 user:1", "x.204117 26 get hit 15 6 user:1",
                           "3718.20411x 26 get hit 15 6 user:1", ".204117 26 get hit 15 6 user:1",
                           "3718.204117 26 get_hit hit 15 -6 user:1"}) {
    EXPECT_FALSE(parse_snoop_line(text, false)) << text;
  }
}

}  // namespace
}  // namespace mcbt::ingest
