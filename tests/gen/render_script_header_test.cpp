// The header comment of a script, its Run line, and what no script is rendered for.

#include <gtest/gtest.h>

#include <algorithm>

#include "gen/layout.h"
#include "tests/gen/specs.h"
#include "tests/support/child_process.h"

namespace mcbt::gen {
namespace {

// What the shell makes of a Run line: the words that bpftrace gets.
std::string arguments_of_run(const std::string& text) {
  const Strings run = lines_after("// Run: ", text);
  if (run.size() != 1) return "no Run line";
  return support::run_program({"/bin/sh", "-c", "bpftrace() { printf '[%s]' \"$@\"; }\n" + run[0]})
      .output;
}

std::string run_line_of(const Script& script, const std::string& file) {
  std::string line;
  for (const auto& [name, value] : script.environment) line += name + "=" + value + " ";
  return line + "bpftrace " + file;
}

std::string refusal(const std::string& binary) {
  ScriptSpec spec = spec_of(ScriptKind::kTop);
  spec.binary = binary;
  const auto script = render_script(spec, debian12());
  return script ? "" : script.error().message();
}

TEST(ScriptHeader, SaysWhatTheScriptIs) {
  EXPECT_TRUE(rendered(spec_of(ScriptKind::kTop))
                  .starts_with("#!/usr/bin/env bpftrace\n/*\n * mctop.bt - the hot keys of a "
                               "memcached, window by window.\n"));
  EXPECT_TRUE(rendered(spec_of(ScriptKind::kSnoop))
                  .starts_with("#!/usr/bin/env bpftrace\n/*\n * mcsnoop.bt - every operation on a "
                               "memcached, as it happens.\n"));
  EXPECT_TRUE(rendered(spec_of(ScriptKind::kLatency))
                  .starts_with("#!/usr/bin/env bpftrace\n/*\n * mclatency.bt - how long memcached "
                               "takes for a request, as histograms by operation.\n"));
}

TEST(ScriptHeader, IsOneCommentThatTheRunLineFollows) {
  for (const ScriptKind kind : kKinds) {
    const Strings lines = lines_of(rendered(spec_of(kind)));
    const auto end = std::ranges::find(lines, " */");
    ASSERT_NE(end, lines.end());
    for (auto line = lines.begin() + 2; line != end; ++line) {
      EXPECT_TRUE(*line == " *" || line->starts_with(" * ")) << *line;
      EXPECT_FALSE(contains(*line, "*/")) << *line;
    }
    EXPECT_TRUE((end + 1)->starts_with("// Run: "));
  }
}

TEST(ScriptHeader, HasOneRunLineWithTheEnvironmentOfTheScript) {
  for (const ScriptKind kind : kKinds) {
    for (const Dialect& dialect : all_dialects()) {
      const auto script = render_script(spec_of(kind), dialect);
      ASSERT_TRUE(script);
      EXPECT_EQ(lines_after("// Run: ", script->text),
                Strings{run_line_of(*script, script_file(kind))});
      EXPECT_EQ(lines_after(" * USAGE: ", script->text),
                Strings{run_line_of(*script, script_file(kind))});
    }
  }
}

TEST(ScriptHeader, HasTheRunLinesOfDebian12) {
  EXPECT_EQ(lines_after("// Run: ", rendered(spec_of(ScriptKind::kTop))),
            Strings{"BPFTRACE_STRLEN=64 BPFTRACE_MAP_KEYS_MAX=262144 bpftrace mctop.bt"});
  EXPECT_EQ(lines_after("// Run: ", rendered(spec_of(ScriptKind::kSnoop))),
            Strings{"BPFTRACE_STRLEN=64 BPFTRACE_STR_TRUNC_TRAILER= bpftrace mcsnoop.bt"});
  EXPECT_EQ(lines_after("// Run: ", rendered(spec_of(ScriptKind::kLatency))),
            Strings{"bpftrace mclatency.bt"});
}

TEST(ScriptHeader, HasARunLineThatWorksAsItStandsWhateverTheFileIsCalled) {
  ScriptSpec spec = spec_of(ScriptKind::kTop);
  for (const std::string file : {"hot.bt", "my top.bt", "a;b.bt", "$(id).bt", "it's.bt"}) {
    spec.file = file;
    EXPECT_EQ(arguments_of_run(rendered(spec)), "[" + file + "]");
  }
}

// Refusing such a name would do as well.
TEST(ScriptHeader, IsNotLeftByTheNameOfTheFile) {
  ScriptSpec spec = spec_of(ScriptKind::kTop);
  const std::string code = code_of(rendered(spec));
  for (const std::string file : {"x\nBEGIN { exit(); }\n.bt", "*/ BEGIN { exit(); } /*"}) {
    spec.file = file;
    const auto script = render_script(spec, debian12());
    EXPECT_EQ(script ? code_of(script->text) : code, code) << file;
  }
}

TEST(ScriptHeader, HasNoControlBytesWhateverTheFileIsCalled) {
  ScriptSpec spec = spec_of(ScriptKind::kTop);
  spec.file = "\x1b[31mred.bt";
  const auto script = render_script(spec, debian12());
  EXPECT_FALSE(script && contains(script->text, "\x1b"));
}

TEST(ScriptHeader, NamesTheReleasesItIsFor) {
  EXPECT_EQ(lines_after(" * REQUIREMENTS: ", rendered(spec_of(ScriptKind::kTop))),
            Strings{"bpftrace 0.12 to 0.19; a memcached built with --enable-dtrace."});
  ScriptSpec spec = spec_of(ScriptKind::kTop);
  spec.memcached = model::Version{1, 6, 38};
  EXPECT_EQ(lines_after(" * REQUIREMENTS: ", rendered(spec)),
            Strings{"bpftrace 0.12 to 0.19; memcached 1.6.38 as found in the binary."});
}

TEST(ScriptHeader, SaysItsLimits) {
  ScriptSpec spec = spec_of(ScriptKind::kTop);
  spec.max_keys = 5000;
  spec.key_bytes = 100;
  EXPECT_TRUE(contains(rendered(spec),
                       " *   Room for 5000 pairs of operation and key a window; what finds no room "
                       "is counted by\n"
                       " *   operation all the same, and mcbt report says how much it was.\n"
                       " *   Keys are whole up to 100 bytes.\n"));
  const std::string latency = rendered(spec_of(ScriptKind::kLatency));
  EXPECT_FALSE(contains(latency, "Room for"));
  EXPECT_FALSE(contains(latency, "Keys are whole"));
}

TEST(ScriptHeader, SaysWhatItsMemcachedDoesNotShow) {
  ScriptSpec spec = spec_of(ScriptKind::kSnoop);
  spec.memcached = model::Version{1, 6, 18};
  EXPECT_TRUE(contains(rendered(spec),
                       " *   The probes of memcached 1.6.18 do not show:\n"
                       " *   - meta gets (mg) that hit\n"
                       " *   - deletes that miss\n"
                       " *   - touch in the text protocol\n"
                       " *   - whether a cas was stored, and cas in the binary protocol\n"
                       " *   - gat apart from get (text) and touch (binary)\n"
                       " *\n"));
}

TEST(ScriptHeader, SaysFromAndUpToWhichReleaseWhereTheVersionIsNotKnown) {
  EXPECT_TRUE(contains(rendered(spec_of(ScriptKind::kLatency)),
                       " *   Depending on its version, memcached's probes do not show:\n"
                       " *   - text and meta gets (from 1.6.40 on)\n"
                       " *   - meta gets (mg) that hit (up to 1.6.39)\n"
                       " *   - text and meta deletes (from 1.6.40 on)\n"
                       " *   - deletes that miss (up to 1.6.39)\n"
                       " *   - incr (from 1.6.19 on)\n"
                       " *   - decr (from 1.6.19 on)\n"
                       " *   - touch in the text protocol\n"));
}

TEST(ScriptHeader, NamesTheOpCodesOfItsProbes) {
  EXPECT_TRUE(contains(rendered(with_probes(ScriptKind::kTop, {"command__set", "command__delete"})),
                       " *   Op codes: 4 set, 14 delete.\n */\n"));
}

// A get's op is 3 where a meta get's miss cannot be told from others.
TEST(ScriptHeader, NamesEveryOpCodeThatTheScriptCanYield) {
  ScriptSpec spec = with_probes(ScriptKind::kTop, {"command__get"});
  EXPECT_TRUE(contains(rendered(spec), " 3 get"))
      << lines_after(" *   Op codes:", rendered(spec))[0];
  spec.memcached = model::Version{1, 6, 45};
  EXPECT_TRUE(contains(rendered(spec), " *   Op codes: 1 get_hit, 2 get_miss.\n */\n"));
}

TEST(ScriptHeader, ShowsASampleOfReadableStatisticsOnly) {
  ScriptSpec spec = spec_of(ScriptKind::kTop);
  EXPECT_TRUE(contains(rendered(spec), "\n * SAMPLE (one window; "));
  spec.readable = false;
  EXPECT_FALSE(contains(rendered(spec), "SAMPLE"));
  EXPECT_TRUE(contains(rendered(spec), "Their values are (operations << 38) + value bytes.\n"));
}

// "TIME(s) CONN COMMAND RESULT SIZE LEN KEY"
TEST(ScriptHeader, OfSnoopSamplesResultsThatTheScriptPrints) {
  const std::string text = rendered(spec_of(ScriptKind::kSnoop));
  const Strings samples = lines_after(" *   3718.", text);
  ASSERT_EQ(samples.size(), 3U);
  for (const std::string& sample : samples) {
    std::istringstream words(sample);
    std::string time;
    std::string connection;
    std::string command;
    std::string result;
    words >> time >> connection >> command >> result;
    EXPECT_TRUE(contains(text, "%7d " + command + std::string(9 - command.size(), ' ') + result))
        << sample;
  }
}

TEST(Refused, ArePathsThatCouldEndAProbesName) {
  const std::string expected =
      "--binary: a probe's path takes only letters, digits and /._-+; trace the process with -p "
      "PID, or make a link with a plain name";
  for (const std::string path : {"",       " ",      "/opt/my cache/memcached",
                                 "/a\"b",  "/a'b",   "/a`b",
                                 "/a:b",   "/a\nb",  "/a\tb",
                                 "/a{b",   "/a}b",   "/a,b",
                                 "/a*",    "/a?",    "/a[b]",
                                 "/a/*b",  "/a//*b", "/a\\b",
                                 "/a$b",   "/a(b)",  "/a;b",
                                 "/a#b",   "/a@b",   "/a%b",
                                 "/a\x1b", "/a\xff", "/caf\xc3\xa9",
                                 "{{run}}"}) {
    EXPECT_EQ(refusal(path), expected) << path;
  }
  EXPECT_EQ(refusal(std::string("/a\0b", 4)), expected);
}

TEST(Refused, AreNoOrdinaryPaths) {
  for (const char* path : {"memcached", "/usr/bin/memcached", "/opt/memcached-1.6.38_x86+usdt/m.c",
                           "../build/MEMCACHED", "/proc/7744/root/usr/bin/memcached"}) {
    EXPECT_EQ(refusal(path), "") << path;
  }
}

TEST(Refused, IsNoPathOfAProcessForItsProbesNameItsPid) {
  ScriptSpec spec = spec_of(ScriptKind::kTop);
  spec.pid = 7;
  spec.binary = "/opt/my \"cache\":x";
  EXPECT_TRUE(contains(rendered(spec), "\nusdt:/proc/7/exe:memcached:command__get\n"));
}

TEST(Refused, AreScriptsWithNothingToAttach) {
  ScriptSpec spec = spec_of(ScriptKind::kLatency);
  for (const Strings& names :
       {Strings{}, Strings{"process__command__start", "process__command__end"}}) {
    spec.probes = with_probes(spec.kind, names).probes;
    const auto script = render_script(spec, debian12());
    ASSERT_FALSE(script);
    EXPECT_EQ(script.error().message(), "no probe is left to attach; widen --command");
  }
}

}  // namespace
}  // namespace mcbt::gen
