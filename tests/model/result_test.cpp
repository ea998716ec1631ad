#include "model/result.h"

#include <gtest/gtest.h>

#include <memory>

namespace mcbt::model {
namespace {

TEST(Error, MessageIsOneLineOfWhereWhatAndHint) {
  EXPECT_EQ((Error{"is gone", "pid 7", "start it"}).message(), "pid 7: is gone; start it");
}

TEST(Error, MessageLeavesOutWhatIsEmpty) {
  EXPECT_EQ((Error{"is gone"}).message(), "is gone");
  EXPECT_EQ((Error{"is gone", "pid 7"}).message(), "pid 7: is gone");
  EXPECT_EQ((Error{"is gone", {}, "start it"}).message(), "is gone; start it");
}

TEST(Result, HoldsAValue) {
  Result<std::string> result = std::string("seven");
  ASSERT_TRUE(result);
  EXPECT_EQ(*result, "seven");
  EXPECT_EQ(result->size(), 5U);
  result.value() += "ty";
  EXPECT_EQ(std::as_const(result).value(), "seventy");
}

TEST(Result, HoldsAnError) {
  const Result<std::string> result = Error{"no", "here"};
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().message(), "here: no");
}

TEST(Result, OfABoolIsTrueForTheValueFalse) {
  const Result<bool> result = false;
  ASSERT_TRUE(result);
  EXPECT_FALSE(*result);
}

TEST(Result, GivesUpAValueThatCannotBeCopied) {
  Result<std::unique_ptr<int>> result = std::make_unique<int>(7);
  const std::unique_ptr<int> taken = std::move(*result);
  EXPECT_EQ(*taken, 7);
}

TEST(Status, IsTrueWhereAllWentWell) {
  EXPECT_TRUE(ok());
  EXPECT_FALSE(Status(Error{"no"}));
}

}  // namespace
}  // namespace mcbt::model
