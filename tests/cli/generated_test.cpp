// The man page and the completions: made of the tables, up to date, and such that their readers
// take them.

#include <sstream>

#include "tests/cli/run_mcbt.h"

namespace mcbt::cli {
namespace {

using support::Finished;

std::string file_text(const std::string& name) {
  std::ifstream file(std::string(MCBT_SOURCE_DIR) + "/" + name);
  return {std::istreambuf_iterator<char>(file), {}};
}

struct Committed {
  const char* kind;
  const char* file;
};
constexpr Committed kCommitted[] = {
    {"man", "man/mcbt.1"},
    {"complete-bash", "completions/mcbt.bash"},
    {"complete-zsh", "completions/_mcbt"},
    {"complete-fish", "completions/mcbt.fish"},
};

TEST(Generated, CommittedFilesAreUpToDate) {
  for (const Committed& committed : kCommitted) {
    const Finished made = run_mcbt({"--generate", committed.kind});
    EXPECT_EQ(made.status, 0) << made.errors;
    EXPECT_EQ(file_text(committed.file), made.output)
        << "mcbt --generate " << committed.kind << " > " << committed.file;
  }
}

TEST(Generated, NothingElse) {
  EXPECT_EQ(run_mcbt({"--generate", "nothing"}).status, 2);
  EXPECT_EQ(run_mcbt({"--generate"}).status, 2);
}

// Each flag of `mcbt COMMAND --help`.
TEST(Generated, HoldEveryFlag) {
  const std::string man = file_text("man/mcbt.1");
  const std::string bash = file_text("completions/mcbt.bash");
  for (const char* command : {"top", "snoop", "latency", "record", "report", "emit", "probes"}) {
    std::istringstream help(run_mcbt({command, "--help"}).output);
    for (std::string word; help >> word;) {
      if (!word.starts_with("--") || word.size() < 4 || word == "--help") continue;
      word.erase(word.find_last_not_of(",;:.") + 1);
      std::string in_roff;
      for (const char c : word) in_roff += c == '-' ? std::string("\\-") : std::string(1, c);
      EXPECT_NE(man.find(in_roff), std::string::npos) << word;
      EXPECT_NE(bash.find(word), std::string::npos) << word;
    }
  }
}

// groff warns of what it does not know.
TEST(Generated, TheManPageHasNoFaultsAndAllSections) {
  const Finished page = support::run_program({"groff", "-man", "-Tutf8", "-ww", "-K", "utf8", "-P",
                                              "-c", std::string(MCBT_SOURCE_DIR) + "/man/mcbt.1"});
  if (page.status == 127) GTEST_SKIP() << "no groff here";
  EXPECT_EQ(page.status, 0);
  EXPECT_EQ(page.errors, "");
  for (const char* section :
       {"NAME", "SYNOPSIS", "DESCRIPTION", "REQUIREMENTS", "OPTIONS", "EXAMPLES", "FIELDS",
        "OVERHEAD", "SOURCE", "OS", "STABILITY", "SEE ALSO"}) {
    EXPECT_NE(file_text("man/mcbt.1").find(std::string(".SH ") + section + "\n"), std::string::npos)
        << section;
  }
}

std::string completed(const std::string& line) {
  return support::run_program(
             {"bash", "-c",
              "source " MCBT_SOURCE_DIR "/completions/mcbt.bash; COMP_WORDS=(" + line +
                  "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _mcbt; echo \"${COMPREPLY[*]}\""})
      .output;
}

TEST(Generated, BashCompletes) {
  EXPECT_EQ(completed("mcbt la"), "latency\n");
  EXPECT_EQ(completed("mcbt top --max-o"), "--max-overhead\n");
  EXPECT_EQ(completed("mcbt top --sort mi"), "misses\n");
  EXPECT_EQ(completed("mcbt emit sn"), "snoop\n");
  EXPECT_EQ(completed("mcbt report --max-o"), "\n") << "a capture costs nothing";
}

}  // namespace
}  // namespace mcbt::cli
