// `report` on captures of other people's scripts: each map as a sorted table.

#include <nlohmann/json.hpp>

#include "tests/cli/run_mcbt.h"

namespace mcbt::cli {
namespace {

using support::Finished;

class OtherMaps : public WithFolder {};

constexpr const char* kCapture =
    R"({"type": "attached_probes", "data": {"probes": 9}})"
    "\n"
    R"({"type": "map", "data": {"@calls": {"a,get": 3, "b,set": 40, "c,get": 7}}})"
    "\n"
    R"({"type": "stats", "data": {"@size": {"k1": {"count": 2, "average": 5, "total": 10}, )"
    R"("k2": {"count": 9, "average": 1, "total": 9}}}})"
    "\n"
    R"({"type": "map", "data": {"@total": 50}})"
    "\n"
    R"({"type": "hist", "data": {"@us": [{"min": 1, "max": 1, "count": 2}, )"
    R"({"min": 2, "max": 3, "count": 8}]}})"
    "\n";

TEST_F(OtherMaps, AreSortedTables) {
  const Finished finished = run_mcbt({"report", write("c", kCapture)});
  EXPECT_EQ(finished.status, 0) << finished.errors;
  EXPECT_EQ(finished.output,
            "@calls: 3 keys\n"
            "KEY1 KEY2 VALUE\n"
            "b    set     40\n"
            "c    get      7\n"
            "a    get      3\n"
            "\n"
            "@size: 2 keys\n"
            "KEY COUNT AVERAGE TOTAL\n"
            "k2      9       1     9\n"
            "k1      2       5    10\n"
            "\n"
            "@total\n"
            "VALUE\n"
            "   50\n"
            "\n"
            "@us\n"
            "[1]    2 |@@@@@@@@@@@@@                                       |\n"
            "[2, 4) 8 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|\n"
            "\n");
}

TEST_F(OtherMaps, ObeySortRowsAndFilter) {
  const std::string capture = write("c", kCapture);
  const Finished by_key = run_mcbt({"report", "-s", "key", "-r", "1", capture});
  EXPECT_NE(by_key.output.find("@calls: 3 keys\nKEY1 KEY2 VALUE\na    get      3\n… and 2 more"),
            std::string::npos)
      << by_key.output;
  const Finished filtered = run_mcbt({"report", "-k", "get", capture});
  EXPECT_NE(filtered.output.find("@calls: 3 keys, 2 of them match the filter"), std::string::npos);
}

TEST_F(OtherMaps, ComeAsJsonAndCsvToo) {
  const std::string capture = write("c", kCapture);
  std::istringstream lines(run_mcbt({"report", "-f", "json", capture}).output);
  std::string line;
  std::getline(lines, line);
  EXPECT_EQ(nlohmann::json::parse(line), nlohmann::json::parse(R"({
    "schema":"mcbt.map/1","map":"@calls","keys":3,"rows":[
    {"key":["b","set"],"value":40},{"key":["c","get"],"value":7},{"key":["a","get"],"value":3}]})"));
  EXPECT_EQ(run_mcbt({"report", "-f", "csv", "-r", "1", capture}).output,
            "map,key,field,value\n"
            "@calls,\"b,set\",value,40\n"
            "@size,k2,count,9\n"
            "@size,k2,average,1\n"
            "@size,k2,total,9\n"
            "@total,,value,50\n"
            "@us,,\"[1,1]\",2\n"
            "@us,,\"[2,3]\",8\n");
}

TEST_F(OtherMaps, OfTheMcsnoopWriteUpAreCasesOfIt) {
  // mcsnoop prints a line an event and clears its maps; the uprobe script leaves its map to the
  // exit dump.
  const Finished snoop =
      run_mcbt({"report", write("snoop", R"({"type": "printf", "data": "foo  1  12  1\n"})"
                                         "\n")});
  EXPECT_EQ(snoop.status, 0);
  EXPECT_EQ(snoop.errors,
            "mcbt: the capture has printed text and no maps: there is nothing to sort\n");
  const Finished uprobe = run_mcbt(
      {"report",
       write("uprobe", R"({"type": "map", "data": {"@": {"get foo": 2, "set foo 0 0 1": 5}}})"
                       "\n")});
  EXPECT_EQ(uprobe.output,
            "@: 2 keys\nKEY           VALUE\nset foo 0 0 1     5\nget foo           2\n\n");
}

TEST_F(OtherMaps, TheLastPrintOfARepeatedMapStandsForIt) {
  const std::string capture = write("c", R"({"type": "map", "data": {"@": {"k": 1}}})"
                                         "\n"
                                         R"({"type": "map", "data": {"@": {"k": 5}}})"
                                         "\n");
  const Finished last = run_mcbt({"report", capture});
  EXPECT_EQ(last.output, "@: 1 key\nKEY VALUE\nk       5\n\n");
  EXPECT_EQ(last.errors,
            "mcbt: maps were printed repeatedly; shown is the last print of each, --windows shows "
            "all\n");
  EXPECT_EQ(run_mcbt({"report", "--windows", capture}).output,
            "@: 1 key\nKEY VALUE\nk       1\n\n@: 1 key\nKEY VALUE\nk       5\n\n");
}

}  // namespace
}  // namespace mcbt::cli
