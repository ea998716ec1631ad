// A packed sum has 25 bits for the operations of a key in a window and 38 for their bytes. At its
// edges: as bpftrace prints it there (tried on 0.17 to 0.26: an int64 that wraps).

#include <algorithm>
#include <nlohmann/json.hpp>

#include "tests/cli/run_mcbt.h"
#include "tests/support/capture_text.h"

namespace mcbt::cli {
namespace {

using Json = nlohmann::json;

constexpr uint64_t kShift = 38;
constexpr uint64_t kMostCalls = (uint64_t{1} << 25) - 1;
constexpr uint64_t kMostBytes = (uint64_t{1} << kShift) - 1;

class PackedSum : public WithFolder {
 protected:
  // The summary of a window in which one key had that much, and another one operation of 5 bytes.
  Json summary(uint64_t calls, uint64_t bytes) const {
    const auto printed = static_cast<int64_t>((calls << kShift) + bytes);
    std::string header = support::header_line();
    for (size_t at = 0; (at = header.find("packed:32", at)) != std::string::npos;) {
      header.replace(at, 9, "packed:38");
    }
    const std::string text =
        header + "\n" + support::map_line("@calls_a", {{"1", std::to_string(calls + 1)}}) + "\n" +
        support::map_line("@keys_a", {{"1,5,other", std::to_string((1LL << kShift) + 5)},
                                      {"1,3,hot", std::to_string(printed)}}) +
        "\n" + support::window_line(0, support::kStartNs, 2 * support::kStartNs) + "\n" +
        support::end_line() + "\n";
    const auto finished = run_mcbt({"report", "-f", "json", "-r", "0", write("c", text)});
    return Json::parse(finished.output);
  }

  // All but what is wrong is there, and that something is wrong is said.
  static void expect_marked(const Json& summary, uint64_t calls) {
    EXPECT_EQ(summary["totals"]["calls"], calls + 1);
    EXPECT_EQ(summary["complete"], false);
    EXPECT_FALSE(summary["notes"].empty());
    EXPECT_NE(summary["totals"]["attributed"], calls + 1);
    const auto& rows = summary["rows"];
    EXPECT_TRUE(std::ranges::any_of(rows, [](const Json& row) {
      return row["key"] == "other" && row["calls"] == 1 && row["bytes_read"] == 5;
    })) << rows;
  }
};

TEST_F(PackedSum, IsExactUpToItsEdge) {
  const Json json = summary(kMostCalls, kMostBytes);
  EXPECT_EQ(json["complete"], true) << json["notes"];
  EXPECT_EQ(json["rows"][0]["calls"], kMostCalls);
  EXPECT_EQ(json["rows"][0]["bytes_read"], kMostBytes);
  EXPECT_EQ(json["totals"]["attributed"], kMostCalls + 1);
}

TEST_F(PackedSum, OfMoreOperationsIsMarked) {
  expect_marked(summary(kMostCalls + 1, 100), kMostCalls + 1);          // negative
  expect_marked(summary(2 * kMostCalls + 7, 100), 2 * kMostCalls + 7);  // wrapped to few
}

TEST_F(PackedSum, OfMoreBytesIsMarked) {
  expect_marked(summary(3, kMostBytes + 8), 3);  // they carry into the operations
}

}  // namespace
}  // namespace mcbt::cli
