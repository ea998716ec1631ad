#include "model/operation.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

namespace mcbt::model {
namespace {

// Captures carry these codes and outputs these names: neither may ever change.
TEST(Op, CodesAndNamesAreThoseOfTheProtocol) {
  const std::map<uint64_t, std::string> protocol = {
      {1, "get_hit"}, {2, "get_miss"}, {3, "get"},     {4, "set"},    {5, "add"},
      {6, "replace"}, {7, "append"},   {8, "prepend"}, {9, "cas"},    {10, "touch"},
      {11, "gat"},    {12, "incr"},    {13, "decr"},   {14, "delete"}};
  EXPECT_EQ(kOps.size(), protocol.size());
  for (const auto& [code, name] : protocol) {
    const auto op = op_by_code(code);
    ASSERT_TRUE(op) << code;
    EXPECT_EQ(op_info(*op).name, name);
    EXPECT_EQ(op_index(*op), code);
    EXPECT_EQ(op_by_name(name), op);
  }
}

TEST(Op, InfosAreInTheOrderOfTheirCodes) {
  for (const OpInfo& info : kOps) EXPECT_EQ(&op_info(info.op), &info) << info.name;
}

TEST(Op, IsNoneForCodesThatNoOpHas) {
  for (const uint64_t code :
       {uint64_t{0}, uint64_t{15}, uint64_t{257}, uint64_t{258}, UINT64_MAX}) {
    EXPECT_EQ(op_by_code(code), std::nullopt) << code;
  }
}

TEST(Op, IsNoneForNamesThatNoOpHas) {
  for (const char* name : {"", "GET", "get_", "gets", "get hit", "flush_all", "set\n"}) {
    EXPECT_EQ(op_by_name(name), std::nullopt) << name;
  }
}

TEST(Op, GetsOfEveryOutcomeAreOneCommand) {
  EXPECT_EQ(op_info(Op::kGetHit).command, "get");
  EXPECT_EQ(op_info(Op::kGetMiss).command, "get");
  EXPECT_EQ(op_info(Op::kGet).command, "get");
}

TEST(Op, CommandsOfAllOtherOpsAreTheirNames) {
  for (const OpInfo& info : kOps) {
    if (info.command == "get") continue;
    EXPECT_EQ(info.command, info.name);
  }
}

TEST(Op, OnlyCommandsAreCommands) {
  for (const OpInfo& info : kOps) EXPECT_TRUE(is_command(info.command)) << info.command;
  for (const char* word : {"", "get_hit", "get_miss", "Set", "stats", "get,set"}) {
    EXPECT_FALSE(is_command(word)) << word;
  }
}

TEST(Op, PayloadSaysWhichWayTheValueGoes) {
  const std::vector<Op> read = {Op::kGetHit, Op::kGet, Op::kGat};
  const std::vector<Op> written = {Op::kSet,    Op::kAdd,     Op::kReplace,
                                   Op::kAppend, Op::kPrepend, Op::kCas};
  const std::vector<Op> none = {Op::kGetMiss, Op::kTouch, Op::kIncr, Op::kDecr, Op::kDelete};
  for (const Op op : read) EXPECT_EQ(op_info(op).payload, Payload::kRead) << op_info(op).name;
  for (const Op op : written) EXPECT_EQ(op_info(op).payload, Payload::kWritten) << op_info(op).name;
  for (const Op op : none) EXPECT_EQ(op_info(op).payload, Payload::kNone) << op_info(op).name;
  EXPECT_EQ(read.size() + written.size() + none.size(), kOps.size());
}

}  // namespace
}  // namespace mcbt::model
