// The examples in README.md and docs/ say what really happens: each command in a block marked
// "console" is run, and its output is compared with the lines below it.

#include <regex>

#include "tests/cli/run_mcbt.h"

namespace mcbt::cli {
namespace {

struct Example {
  std::string where;  // file:line
  std::string command;
  std::string output;
};

// Blocks look like
//   ```console
//   $ mcbt report cli/demo.jsonl.gz
//   the output
//   ```
std::vector<Example> examples_in(const std::filesystem::path& file) {
  std::vector<Example> examples;
  std::ifstream lines(file);
  bool inside = false;
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (line.starts_with("```")) {
      inside = line == "```console";
    } else if (inside && line.starts_with("$ ")) {
      examples.push_back({file.string() + ":" + std::to_string(number), line.substr(2), ""});
    } else if (inside) {
      examples.back().output += line + "\n";
    }
  }
  return examples;
}

// In the folder of the sources, with mcbt in $PATH and stderr beside stdout as on a terminal.
std::string run_shell(const std::string& command) {
  const std::string folder = std::filesystem::path(MCBT_PROGRAM).parent_path().string();
  const support::Finished finished = support::run_program(
      {"/bin/sh", "-c",
       "cd " MCBT_SOURCE_DIR " && PATH=" + folder + ":$PATH; exec 2>&1; " + command},
      {{"TZ", "UTC"}});
  return finished.output;
}

TEST(Documents, ExamplesSayWhatReallyHappens) {
  size_t examples = 0;
  std::vector<std::filesystem::path> files = {MCBT_SOURCE_DIR "/README.md"};
  for (const auto& entry : std::filesystem::directory_iterator(MCBT_SOURCE_DIR "/docs")) {
    if (entry.path().extension() == ".md") files.push_back(entry.path());
  }
  for (const auto& file : files) {
    for (const Example& example : examples_in(file)) {
      EXPECT_EQ(run_shell(example.command), example.output) << example.where;
      ++examples;
    }
  }
  EXPECT_GE(examples, 3U);
}

std::string all_tests() {
  std::string text;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(MCBT_SOURCE_DIR "/tests")) {
    if (!entry.path().string().ends_with("_test.cpp")) continue;
    std::ifstream file(entry.path());
    text.append(std::istreambuf_iterator<char>(file), {});
  }
  return text;
}

// Each row of its tables ends with the tests or the bench that prove it, and they are there.
TEST(Documents, FidelityNamesTestsThatExist) {
  const std::string tests = all_tests();
  const std::regex name("`([A-Za-z0-9]+)\\.([A-Za-z0-9]+)`");
  const std::regex bench("`bench/([a-z]+)`");
  std::smatch found;
  std::ifstream lines(MCBT_SOURCE_DIR "/docs/fidelity.md");
  size_t rows = 0;
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("| ") || line.starts_with("| ---") || line.starts_with("| fault"))
      continue;
    ++rows;
    std::sregex_iterator named(line.begin(), line.end(), name);
    const bool measured = std::regex_search(line, found, bench);
    EXPECT_TRUE(measured || named != std::sregex_iterator()) << line;
    if (measured) {
      EXPECT_TRUE(std::filesystem::exists(MCBT_SOURCE_DIR "/bench/" + found.str(1))) << line;
    }
    for (; named != std::sregex_iterator(); ++named) {
      const std::regex test("TEST(_F)?\\(" + named->str(1) + ",\\s*" + named->str(2) + "\\)");
      EXPECT_TRUE(std::regex_search(tests, test)) << named->str();
    }
  }
  EXPECT_GT(rows, 20U);
}

}  // namespace
}  // namespace mcbt::cli
