#include "run/capture_files.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace mcbt::run {
namespace {

namespace fs = std::filesystem;

class CaptureFilesTest : public testing::Test {
 protected:
  void SetUp() override {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    folder_ =
        fs::temp_directory_path() / ("mcbt-files-" + std::to_string(getpid()) + "-" + test->name());
    for (const char* name : {"b.jsonl", "a.jsonl.gz", "deep/er/c.json.zst", "README",
                             "d.jsonl.part", ".hidden.jsonl", ".git/e.jsonl", "weird[1].jsonl"}) {
      fs::create_directories((folder_ / name).parent_path());
      std::ofstream(folder_ / name) << "x";
    }
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  std::vector<std::string> found(const std::string& name) const {
    const auto files = find_captures(name);
    if (!files) return {files.error().message()};
    std::vector<std::string> names;
    for (const std::string& file : files->paths) {
      names.push_back(fs::path(file).lexically_relative(folder_).string());
    }
    return names;
  }

  fs::path folder_;
};

using Names = std::vector<std::string>;

TEST_F(CaptureFilesTest, AFolderStandsForTheCapturesInAndBelowIt) {
  EXPECT_EQ(found(folder_.string()),
            (Names{"a.jsonl.gz", "b.jsonl", "deep/er/c.json.zst", "weird[1].jsonl"}));
  const auto files = find_captures(folder_.string());
  EXPECT_EQ(files->passed_over, (Names{path("README"), path("d.jsonl.part")}));
}

TEST_F(CaptureFilesTest, APatternStandsForWhatItMatches) {
  EXPECT_EQ(found(path("*.jsonl")), (Names{"b.jsonl", "weird[1].jsonl"}));
  EXPECT_EQ(found(path("d*")), (Names{"d.jsonl.part", "deep/er/c.json.zst"}));
  EXPECT_EQ(found(path("no*")), Names{path("no*") + ": no file matches this pattern"});
}

TEST_F(CaptureFilesTest, AFileThatIsThereIsNoPattern) {
  EXPECT_EQ(found(path("weird[1].jsonl")), Names{"weird[1].jsonl"});
}

TEST_F(CaptureFilesTest, NamesOfFilesAndStdinStayAsTheyAre) {
  EXPECT_EQ(find_captures("-")->paths, Names{"-"});
  EXPECT_EQ(find_captures("missing.jsonl")->paths, Names{"missing.jsonl"});
}

TEST_F(CaptureFilesTest, AFolderWithoutCapturesSaysWhatItLooksFor) {
  fs::create_directories(path("empty"));
  EXPECT_EQ(found(path("empty")),
            Names{path("empty") +
                  ": no captures in this folder; their names end in .jsonl or .json, also with .gz "
                  "or .zst behind; name others one by one"});
}

}  // namespace
}  // namespace mcbt::run
