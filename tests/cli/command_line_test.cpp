// What a wrong command line, a wrong file, a wrong process is answered with.

#include "tests/cli/run_mcbt.h"

namespace mcbt::cli {
namespace {

using support::Finished;

struct Wrong {
  std::vector<std::string> arguments;
  std::string message;
};

TEST(CommandLine, WhatIsWrongIsSaidInOneLineAndEndsWithStatus2) {
  const std::vector<Wrong> lines = {
      {{},
       "mcbt: which command? top, snoop, latency, record, report, diff, rows, emit, probes, "
       "doctor, demo; mcbt "
       "--help shows "
       "what there is"},
      {{"tpo"},
       "mcbt: no command tpo: there are top, snoop, latency, record, report, diff, rows, emit, "
       "probes, doctor, "
       "demo; mcbt "
       "--help shows what there is"},
      {{"top", "-s", "hotness"},
       "mcbt top: --sort: no column hotness: there are calls, rate, bytes, size, hits, misses, "
       "ratio, "
       "latency, score, key; mcbt top --help shows what there is"},
      {{"top", "0"},
       "mcbt top: an interval of 0 is not one: it is from 0.1 to 86400 seconds; mcbt top --help "
       "shows what there is"},
      {{"top", "-1"},
       "mcbt top: an interval of -1 is not one: it is from 0.1 to 86400 seconds; mcbt top --help "
       "shows what there is"},
      {{"top", "1", "0"},
       "mcbt top: a count of 0 is not one: it is a whole number from 1; mcbt top --help shows what "
       "there is"},
      {{"top", "-r", "many"},
       "mcbt top: --rows: many is not a whole number from 0 to 18446744073709551615; mcbt top "
       "--help "
       "shows what there is"},
      {{"top", "-c", "get,put"},
       "mcbt top: --command: no command put: there are get, set, add, replace, append, prepend, "
       "cas, "
       "touch, gat, incr, decr, delete; mcbt top --help shows what there is"},
      {{"top", "-k", "("},
       "mcbt top: --filter: not a regular expression: missing ): (; the syntax is RE2's; mcbt top "
       "--help shows what there is"},
      {{"top", "-f", "xml"},
       "mcbt top: --format: no format xml: there are table, json, csv; mcbt top --help shows what "
       "there is"},
      {{"doctor", "-f", "csv"},
       "mcbt doctor: --format: no format csv: there are table, json; mcbt doctor --help shows what "
       "there is"},
      {{"top", "-p", "1", "cap.jsonl"},
       "mcbt top: a process or captures, not both; mcbt top --help shows what there is"},
      {{"report"},
       "mcbt report: which captures? name files, or - for stdin; mcbt report --help shows what "
       "there "
       "is"},
      {{"record"},
       "mcbt record: where to? -o FILE, or -o - for stdout; mcbt record --help shows what there "
       "is"},
      {{"emit"},
       "mcbt emit: which script? top, snoop, latency or keylatency; mcbt emit --help shows what "
       "there is"},
      {{"emit", "hot"}, "mcbt emit: no script hot; there are top, snoop, latency and keylatency"},
      {{"snoop", "extra"}, "mcbt snoop: unexpected: extra; mcbt snoop --help shows what there is"},
  };
  for (const Wrong& line : lines) {
    const Finished finished = run_mcbt(line.arguments);
    EXPECT_EQ(finished.status, 2) << line.message;
    EXPECT_EQ(finished.errors, line.message + "\n");
    EXPECT_EQ(finished.output, "");
  }
}

TEST(CommandLine, WhatItSaysCannotUpsetATerminal) {
  const Finished finished = run_mcbt({"top", "-s", "\x1b[31mred"});
  EXPECT_EQ(finished.errors.find('\x1b'), std::string::npos);
  EXPECT_NE(finished.errors.find("\\x1b[31mred"), std::string::npos) << finished.errors;
}

TEST(CommandLine, HelpGoesToStdoutAndIsNoFailure) {
  for (const char* command : {"top", "snoop", "latency", "record", "report", "emit", "demo"}) {
    const Finished help = run_mcbt({command, "--help"});
    EXPECT_EQ(help.status, 0);
    EXPECT_EQ(help.errors, "");
    EXPECT_NE(help.output.find("Usage: mcbt " + std::string(command)), std::string::npos);
    EXPECT_NE(help.output.find("Examples:"), std::string::npos);
    EXPECT_NE(run_mcbt({"--help"}).output.find(command), std::string::npos);
  }
  EXPECT_EQ(run_mcbt({"-V"}).output, run_mcbt({"--version"}).output);
}

TEST(CommandLine, HelpFitsEightyColumns) {
  std::istringstream lines(run_mcbt({"top", "--help"}).output);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 82U) << line;
}

TEST(CommandLine, EmitTakesTheSyscallSourceOfOneProcessOnly) {
  const Finished emit = run_mcbt({"emit", "top", "--source", "syscall"});
  EXPECT_EQ(emit.status, 1);
  EXPECT_EQ(emit.output, "");
  EXPECT_NE(emit.errors.find("the syscall source is of one process; name it by -p PID"),
            std::string::npos)
      << emit.errors;
}

TEST(CommandLine, AProcessThatIsNotThere) {
  const Finished finished = run_mcbt({"top", "-p", "2147483647"});
  EXPECT_EQ(finished.status, 1);
  EXPECT_EQ(finished.errors,
            "mcbt: pid 2147483647: no such process; running memcacheds: `pgrep -a memcached`\n");
}

TEST(CommandLine, ABinaryThatCannotBeTraced) {
  const Finished not_memcached = run_mcbt({"emit", "top", "--binary", "/bin/true"});
  EXPECT_EQ(not_memcached.status, 1);
  EXPECT_EQ(
      not_memcached.errors,
      "mcbt: /bin/true: not a memcached: it has neither memcached's probes nor its version in "
      "it; which process is it? pgrep -a memcached\n");
  const Finished missing = run_mcbt({"emit", "top", "--binary", "/no/memcached"});
  EXPECT_EQ(missing.errors,
            "mcbt: /no/memcached: cannot read the binary: No such file or directory; is the path "
            "right?\n");
}

}  // namespace
}  // namespace mcbt::cli
