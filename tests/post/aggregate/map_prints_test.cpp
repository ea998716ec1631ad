#include "post/aggregate/map_prints.h"

#include <gtest/gtest.h>

#include <string>

namespace mcbt::aggregate {
namespace {

model::MapDump dump(const std::string& name, std::vector<int64_t> values) {
  model::MapDump dump{name, true, {}};
  for (const int64_t value : values) dump.entries.push_back({"k", value});
  return dump;
}

int64_t value(const MapPrints& prints, size_t map) {
  return std::get<int64_t>(prints.maps().at(map).last.entries.at(0).value);
}

TEST(MapPrints, TheLastPrintStandsForTheMap) {
  MapPrints prints;
  prints.add(dump("@k", {1, 2}));
  prints.add(dump("@k", {3}));
  ASSERT_EQ(prints.maps().size(), 1U);
  EXPECT_EQ(prints.maps()[0].prints, 2U);
  EXPECT_EQ(prints.maps()[0].last.entries.size(), 1U);
  EXPECT_EQ(value(prints, 0), 3);
}

TEST(MapPrints, AnEmptyPrintReplacesNothing) {
  MapPrints prints;
  prints.add(dump("@k", {1}));
  prints.add(dump("@k", {}));
  EXPECT_EQ(prints.maps()[0].prints, 2U);
  EXPECT_EQ(value(prints, 0), 1);
}

TEST(MapPrints, AnEmptyFirstPrintIsReplaced) {
  MapPrints prints;
  prints.add(dump("@k", {}));
  ASSERT_EQ(prints.maps().size(), 1U);
  EXPECT_EQ(prints.maps()[0].last.name, "@k");
  EXPECT_TRUE(prints.maps()[0].last.entries.empty());
  prints.add(dump("@k", {7}));
  EXPECT_EQ(value(prints, 0), 7);
  EXPECT_EQ(prints.maps()[0].prints, 2U);
}

TEST(MapPrints, MapsAreInTheOrderOfTheirFirstPrints) {
  MapPrints prints;
  for (const char* name : {"@z", "@a", "@z", "@m", "@a"}) prints.add(dump(name, {1}));
  ASSERT_EQ(prints.maps().size(), 3U);
  EXPECT_EQ(prints.maps()[0].last.name, "@z");
  EXPECT_EQ(prints.maps()[1].last.name, "@a");
  EXPECT_EQ(prints.maps()[2].last.name, "@m");
  EXPECT_EQ(prints.maps()[2].prints, 1U);
}

}  // namespace
}  // namespace mcbt::aggregate
