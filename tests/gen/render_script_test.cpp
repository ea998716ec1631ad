#include "gen/render_script.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <regex>
#include <set>

#include "tests/gen/specs.h"

namespace mcbt::gen {
namespace {

const std::optional<model::Version> kMemcacheds[] = {
    std::nullopt, model::Version{1, 6, 18}, model::Version{1, 6, 38}, model::Version{1, 6, 45}};

std::vector<std::string> render_all() {
  std::vector<std::string> scripts;
  for (const ScriptKind kind : kKinds) {
    for (const auto& memcached : kMemcacheds) {
      for (const uint32_t key_bytes : {1U, 63U, 64U, 250U}) {
        for (const bool live : {false, true}) {
          for (const Dialect& dialect : all_dialects()) {
            ScriptSpec spec = spec_of(kind);
            spec.memcached = memcached;
            spec.key_bytes = key_bytes;
            spec.readable = !live;
            if (live) spec.pid = 7744;
            scripts.push_back(rendered(spec, dialect));
          }
        }
      }
    }
  }
  return scripts;
}

// Every shape that a script can have.
const std::vector<std::string>& all_scripts() {
  static const std::vector<std::string> scripts = render_all();
  return scripts;
}

// The maps that stand in a script's code.
std::set<std::string> maps_in(const std::string& code) {
  std::set<std::string> maps;
  for (size_t at = code.find('@'); at != std::string::npos; at = code.find('@', at + 1)) {
    const auto end = std::find_if_not(code.begin() + static_cast<ptrdiff_t>(at) + 1, code.end(),
                                      [](unsigned char c) { return std::isalnum(c) || c == '_'; });
    maps.emplace(code.begin() + static_cast<ptrdiff_t>(at), end);
  }
  return maps;
}

// The body of the probe whose name ends with `name`; empty where the script has none.
std::string body_of(const std::string& text, const std::string& name) {
  const size_t start = text.find(name + "\n");
  if (start == std::string::npos) return "";
  return text.substr(start, text.find("\n}\n", start) - start);
}

std::string body_of(const ScriptSpec& spec, const std::string& name) {
  return body_of(rendered(spec), name);
}

std::set<std::string> matches(const std::string& text, const std::string& pattern) {
  const std::regex expression(pattern);
  std::set<std::string> found;
  for (std::sregex_iterator match(text.begin(), text.end(), expression), end; match != end;
       ++match) {
    found.insert((*match)[1]);
  }
  return found;
}

TEST(Script, PrintsOnlyTheBusiestWhereThatIsAskedForAndClearsAll) {
  ScriptSpec spec = with_probes(ScriptKind::kTop, {"command__set", "command__incr"});
  spec.pid = 7744;
  spec.readable = false;
  spec.busiest = 500;
  const std::string text = rendered(spec);
  EXPECT_EQ(
      matches(text, R"(print\((@[a-z_]+_a.*)\);)"),
      (std::set<std::string>{"@calls_incr_a", "@calls_set_a", "@keys_a, 500", "@long_a, 500"}))
      << "the audit is never cut";
  EXPECT_EQ(matches(text, R"(clear\((@[a-z_]+_b.*)\);)"),
            (std::set<std::string>{"@calls_incr_b", "@calls_set_b", "@keys_b", "@long_b"}));
}

TEST(Script, AddsToTheTotalOfTheOpThatAProbeYields) {
  ScriptSpec spec = with_probes(ScriptKind::kTop, {"command__get", "command__set"});
  spec.memcached = model::Version{1, 6, 45};
  spec.readable = false;
  const std::string get = body_of(spec, "command__get");
  EXPECT_TRUE(contains(get, "if ($op == 1) { @calls_get_hit_a = count(); }")) << get;
  EXPECT_TRUE(contains(get, "if ($op == 2) { @calls_get_miss_b = count(); }")) << get;
  const std::string set = body_of(spec, "command__set");
  EXPECT_TRUE(contains(set, "\t\t@calls_set_a = count();\n")) << set;
  EXPECT_EQ(matches(set, R"((@calls_\w+) = )"),
            (std::set<std::string>{"@calls_set_a", "@calls_set_b"}));
}

TEST(Script, HasNoResidueOfItsTemplate) {
  for (const std::string& text : all_scripts()) {
    EXPECT_FALSE(contains(text, "{{")) << text;
    EXPECT_FALSE(contains(text, "\n\n\n")) << text;
    EXPECT_FALSE(contains(text, " \n")) << text;
    EXPECT_FALSE(contains(text, "\t\n")) << text;
    EXPECT_FALSE(contains(text, "{\n\n")) << text;
    EXPECT_FALSE(contains(text, "\n\n}")) << text;
    EXPECT_FALSE(contains(text, " *\n *\n")) << text;
    EXPECT_TRUE(text.ends_with("\n}\n")) << text;
    EXPECT_FALSE(contains(text, "\r"));
  }
}

TEST(Script, HasEveryBraceAndParenthesisClosed) {
  for (const std::string& text : all_scripts()) {
    const std::string code = code_of(text);
    for (const auto& [open, close] : {std::pair{'{', '}'}, {'(', ')'}, {'[', ']'}}) {
      EXPECT_EQ(std::ranges::count(code, open), std::ranges::count(code, close)) << text;
    }
  }
}

// At exit bpftrace prints every map again.
TEST(Script, LeavesNoMapForTheExitDump) {
  for (const std::string& text : all_scripts()) {
    const std::string end = body_of(text, "\nEND");
    EXPECT_EQ(maps_in(code_of(text)), matches(end, R"(\bclear\((@\w+)\))")) << text;
  }
}

TEST(Script, ForAnyReleaseFindsOutHowKeysAreEscaped) {
  const std::string find = "\t@escapes[\"\\\"\"] = 1;";
  EXPECT_TRUE(contains(
      body_of(rendered(spec_of(ScriptKind::kTop), portable_dialect(spec_of(ScriptKind::kTop))),
              "\nBEGIN"),
      find));
  for (const Dialect& dialect : dialects()) {
    EXPECT_FALSE(contains(rendered(spec_of(ScriptKind::kTop), dialect), find)) << dialect.name;
  }
}

TEST(Script, OfSystemCallsLeavesNoMapEither) {
  for (const ScriptKind kind : kKinds) {
    ScriptSpec spec = spec_of(kind);
    spec.source = Source::kSyscall;
    spec.pid = 7744;
    const std::string text = rendered(spec);
    EXPECT_FALSE(contains(text, "{{"));
    EXPECT_EQ(maps_in(code_of(text)), matches(body_of(text, "\nEND"), R"(\bclear\((@\w+)\))"));
  }
}

TEST(Script, EndsWithItsMarks) {
  for (const ScriptKind kind : {ScriptKind::kTop, ScriptKind::kLatency}) {
    const std::string end = body_of(spec_of(kind), "\nEND");
    EXPECT_TRUE(end.starts_with("\nEND\n{\n\tprintf(\"mcbt-stopping %lld\\n\", @busy[0]);\n"))
        << end;
    EXPECT_TRUE(contains(end,
                         "\tprintf(\"mcbt-window %llu %llu %llu\\n\", @seq, @start, nsecs);\n"
                         "\tprintf(\"mcbt-end\\n\");\n"));
  }
  EXPECT_EQ(body_of(spec_of(ScriptKind::kSnoop), "\nEND"), "\nEND\n{\n\tprintf(\"mcbt-end\\n\");");
}

TEST(Script, TurnsItsSidesByTheTicksOfItsWindow) {
  ScriptSpec spec = spec_of(ScriptKind::kTop);
  spec.window_ms = 2200;
  const std::string body = body_of(spec, "\ninterval:ms:100");
  EXPECT_TRUE(contains(body, "if (@turned == 0 && @tick >= 22 && @busy[0] == 0) {\n")) << body;
  EXPECT_TRUE(contains(body, "printf(\"mcbt-window %llu %llu %llu\\n\", @seq, @start, @edge);\n"));
}

TEST(Script, OfSnoopHasNoInterval) {
  EXPECT_FALSE(contains(rendered(spec_of(ScriptKind::kSnoop)), "interval:"));
}

TEST(Script, AttachesOnlyTheProbesAskedFor) {
  for (const ScriptKind kind : {ScriptKind::kTop, ScriptKind::kSnoop}) {
    const ScriptSpec spec =
        with_probes(kind, {"command__set", "process__command__start", "command__incr"});
    EXPECT_EQ(lines_after("usdt:", rendered(spec)),
              (Strings{"memcached:memcached:command__set", "memcached:memcached:command__incr"}));
  }
}

TEST(Script, OfLatencyAttachesBothEndsOfARequestToo) {
  EXPECT_EQ(
      lines_after("usdt:", rendered(with_probes(ScriptKind::kLatency, {"command__get"}))),
      (Strings{"memcached:memcached:command__get", "memcached:memcached:process__command__start",
               "memcached:memcached:process__command__end"}));
}

TEST(Script, OfABinaryHasNoPredicate) {
  for (const ScriptKind kind : kKinds) {
    ScriptSpec spec = spec_of(kind);
    spec.binary = "/opt/memcached";
    EXPECT_TRUE(contains(rendered(spec), "\nusdt:/opt/memcached:memcached:command__get\n{\n"));
    EXPECT_FALSE(contains(code_of(rendered(spec)), "pid"));
  }
}

TEST(Script, OfAProcessHasAPredicateForEveryProbeOfIt) {
  for (const ScriptKind kind : kKinds) {
    ScriptSpec spec = spec_of(kind);
    spec.pid = 7744;
    const std::string text = rendered(spec);
    const bool timed = kind == ScriptKind::kLatency || kind == ScriptKind::kKeyLatency;
    const Strings probes = lines_after("usdt:/proc/7744/exe:memcached:", text);
    EXPECT_EQ(probes.size(), timed ? 11U : 9U);
    for (const std::string& probe : probes) {
      EXPECT_TRUE(contains(text, ":" + probe + "\n/pid == 7744/\n{\n")) << probe;
    }
    EXPECT_EQ(lines_after("/pid == ", text).size(), probes.size());
  }
}

TEST(Script, TellsHitsFromMissesAndMetaGetsWhereOnlyTheirMissesShow) {
  for (const auto& memcached : {kMemcacheds[0], kMemcacheds[1], kMemcacheds[2]}) {
    ScriptSpec spec = spec_of(ScriptKind::kTop);
    spec.memcached = memcached;
    EXPECT_TRUE(contains(body_of(spec, "command__get"),
                         "\t$op = $size >= 0 ? 1 : (*(uint32*)uptr($key - 4) >> 8 == 0x676d ? 3 : "
                         "2);  // get_hit : (after \"mg\" ? get : get_miss)\n"));
  }
}

TEST(Script, TellsHitsFromMissesBySizeAloneWhereMetaGetsDoNotShow) {
  for (const ScriptKind kind : {ScriptKind::kTop, ScriptKind::kLatency}) {
    ScriptSpec spec = spec_of(kind);
    spec.memcached = model::Version{1, 6, 45};
    const std::string op = kind == ScriptKind::kTop ? "\t$op" : "\t@op[arg0]";
    EXPECT_TRUE(contains(body_of(spec, "command__get"),
                         op + " = $size < 0 ? 2 : 1;  // get_miss : get_hit"));
  }
}

TEST(Script, CountsValueBytesAsTheClientSeesThem) {
  EXPECT_TRUE(contains(body_of(spec_of(ScriptKind::kTop), "command__set"),
                       "\t$key = arg1;\n\t$length = (int64)arg2;\n\t$size = (int64)(int32)arg3;\n"
                       "\t$bytes = $size < 0 ? (int64)0 : $size - 2;\n\t$op = 4;  // set\n"));
}

TEST(Script, CountsNoBytesWhereAProbeHasNoSize) {
  const std::string start =
      "\t$key = arg1;\n\t$length = (int64)arg2;\n\t$bytes = (int64)0;\n\t$op = ";
  const ScriptSpec spec = with_probes(ScriptKind::kTop, {"command__delete", "command__incr"});
  EXPECT_TRUE(contains(body_of(spec, "command__delete"), start + "14;  // delete\n"));
  EXPECT_TRUE(contains(body_of(spec, "command__incr"), start + "12;  // incr\n"));
}

TEST(Script, KeepsLongKeysInParts) {
  ScriptSpec spec = spec_of(ScriptKind::kTop);
  spec.key_bytes = 120;
  const std::string body = body_of(spec, "command__set");
  for (const std::string side : {"a", "b"}) {
    EXPECT_TRUE(contains(
        body, "\t\t@calls_" + side + "[$op] = count();\n\t\tif ($length > 60) {\n\t\t\t@long_" +
                  side +
                  "[$op, $length, str($key, 60),\n\t\t\t        str($key + 60, $length > 60 ? "
                  "($length < 120 ? $length - 60 : 60) : 0)] = stats($bytes);\n"
                  "\t\t} else {\n\t\t\t@keys_" +
                  side + "[$op, $length, str($key, $length)] = stats($bytes);\n\t\t}\n"))
        << body;
  }
}

TEST(Script, ReadsTheLongestKeyInFourParts) {
  const std::string text = rendered(spec_of(ScriptKind::kTop));
  EXPECT_EQ(matches(text, R"(str\(\$key \+ (\d+), )"), (std::set<std::string>{"63", "126", "189"}));
  EXPECT_TRUE(contains(text, "\t\tif ($length > 63) {\n"));
}

TEST(Script, KeepsKeysInOnePartWhereOneStringHoldsThem) {
  ScriptSpec spec = spec_of(ScriptKind::kTop);
  spec.key_bytes = 40;
  const std::string text = rendered(spec);
  EXPECT_TRUE(
      contains(text,
               "\t\t@calls_b[$op] = count();\n\t\t@keys_b[$op, $length, str($key, $length < 40 "
               "? $length : 40)] = stats($bytes);\n\t}\n}\n"));
  EXPECT_FALSE(contains(text, "@long"));
}

TEST(Script, AsksForAByteMoreWhereStrYieldsOneLess) {
  const std::string top = rendered(spec_of(ScriptKind::kTop), dialect_of(23));
  EXPECT_TRUE(contains(top, "@keys_a[$op, $length, str($key, $length + 1)] = stats($bytes);\n"));
  EXPECT_TRUE(contains(top, "@long_a[$op, $length, str($key, 63 + 1),\n"));
}

TEST(Script, FindsOutWhatStrYieldsWhereItsReleaseIsNotKnown) {
  for (const ScriptKind kind : {ScriptKind::kTop, ScriptKind::kSnoop}) {
    const std::string text = rendered(spec_of(kind), portable_dialect(spec_of(kind)));
    EXPECT_TRUE(contains(text, "\t$more = str($key, 1) == \"\" ? 1 : 0;"));
    EXPECT_TRUE(contains(text, " + $more)"));
    EXPECT_FALSE(contains(rendered(spec_of(kind)), "$more"));
  }
}

TEST(Script, PacksStatisticsThatNobodyReads) {
  ScriptSpec spec = spec_of(ScriptKind::kTop);
  spec.readable = false;
  const std::string text = rendered(spec);
  EXPECT_TRUE(contains(text, "str($key, $length)] = sum((1 << 38) + $bytes);\n"));
  EXPECT_FALSE(contains(text, "stats("));
}

// What is not asked for is not traced.
TEST(Script, CountsConnectionsForWhoAsks) {
  ScriptSpec spec = spec_of(ScriptKind::kTop);
  EXPECT_FALSE(contains(rendered(spec), "@connections"));
  spec.readable = false;
  spec.connections = true;
  const std::string body = body_of(spec, "command__delete");
  EXPECT_TRUE(contains(body, "\t$connection = arg0;\n")) << body;
  for (const char* side : {"a", "b"}) {
    EXPECT_TRUE(contains(body, std::string("\t\t@connections_") + side +
                                   "[$op, $connection] = sum((1 << 38) + $bytes);\n"))
        << body;
  }
  EXPECT_TRUE(contains(body_of(spec, "\nEND"), "\tclear(@connections_b);\n"));
}

TEST(Script, OfSyscallsCountsConnectionsAndHistogramsForWhoAsks) {
  ScriptSpec spec;
  spec.source = Source::kSyscall;
  spec.pid = 7744;
  spec.readable = false;
  EXPECT_FALSE(contains(rendered(spec), "@connections"));
  EXPECT_FALSE(contains(rendered(spec), "hist("));
  spec.connections = true;
  spec.histograms = true;
  const std::string text = rendered(spec);
  EXPECT_TRUE(contains(text, "@connections_a[$op, $fd] = sum((1 << 38) + $bytes);\n")) << text;
  EXPECT_TRUE(contains(text, "@latency_b[$op] = hist($us);\n"));
  EXPECT_FALSE(contains(text, "{{"));
}

TEST(Script, OfSyscallsLooksForDatagramsWhereTheyMayCome) {
  ScriptSpec spec;
  spec.source = Source::kSyscall;
  spec.pid = 7744;
  EXPECT_TRUE(contains(rendered(spec), "tracepoint:syscalls:sys_enter_recvfrom"));
  EXPECT_TRUE(contains(body_of(spec, "\nEND"), "\tclear(@datagram);\n"));
  spec.datagrams = false;
  EXPECT_FALSE(contains(rendered(spec), "recvfrom"));
  EXPECT_FALSE(contains(rendered(spec), "@datagram"));
}

TEST(Script, OfSyscallsIsRefusedForReleasesThatDoNotTakeIt) {
  for (const ScriptKind kind : {ScriptKind::kTop, ScriptKind::kSnoop, ScriptKind::kLatency}) {
    ScriptSpec spec = spec_of(kind);
    spec.source = Source::kSyscall;
    spec.pid = 7744;
    for (const Dialect& dialect : dialects()) {
      const auto script = render_script(spec, dialect);
      EXPECT_EQ(static_cast<bool>(script), dialect.last < (model::Version{0, 21, 0}))
          << dialect.name;
      if (script) continue;
      EXPECT_EQ(script.error().message(),
                "bpftrace " + std::string(dialect.name) +
                    " does not take the script of the source syscall; 0.17 to 0.20 do: name one by "
                    "--bpftrace PATH, or trace a memcached with USDT probes");
    }
  }
}

TEST(Script, OfSnoopPrintsALineAnOperation) {
  ScriptSpec spec = spec_of(ScriptKind::kSnoop);
  spec.key_bytes = 120;
  const std::string rest =
      "\t\tstr($key, $length < 60 ? $length : 60),\n"
      "\t\tstr($key + 60, $length > 60 ? ($length < 120 ? $length - 60 : 60) : "
      "0));\n";
  const std::string time = "\t\tnsecs / 1000000000, nsecs / 1000 % 1000000, arg0, ";
  EXPECT_EQ(body_of(spec, "command__set"),
            "command__set\n{\n\t$key = arg1;\n\t$length = (int64)arg2;\n"
            "\t$size = (int64)(int32)arg3;\n\tif ($size < 0) {\n"
            "\t\tprintf(\"%10llu.%06llu %7d set      fail   %8lld %4llu %s%s\\n\",\n" +
                time + "$size, $length,\n" + rest +
                "\t} else {\n"
                "\t\tprintf(\"%10llu.%06llu %7d set      ok     %8lld %4llu %s%s\\n\",\n" +
                time + "$size - 2, $length,\n" + rest + "\t}");
}

TEST(Script, OfSnoopPrintsNoSizeWhereAProbeHasNone) {
  ScriptSpec spec = spec_of(ScriptKind::kSnoop);
  spec.key_bytes = 63;
  EXPECT_EQ(body_of(spec, "command__delete"),
            "command__delete\n{\n\t$key = arg1;\n\t$length = (int64)arg2;\n"
            "\tprintf(\"%10llu.%06llu %7d delete   -      %8lld %4llu %s\\n\",\n"
            "\t\tnsecs / 1000000000, nsecs / 1000 % 1000000, arg0, (int64)-1, $length,\n"
            "\t\tstr($key, $length < 63 ? $length : 63));");
}

TEST(Script, OfSnoopSaysWhatBecameOfAnOperation) {
  const ScriptSpec spec = spec_of(ScriptKind::kSnoop);
  const auto words = [&](const std::string& name) {
    return matches(body_of(spec, "command__" + name), R"(%7d [a-z]+ +(\S+) +%8lld)");
  };
  for (const char* name : {"get", "touch"}) {
    EXPECT_EQ(words(name), (std::set<std::string>{"hit", "miss"})) << name;
  }
  for (const char* name : {"set", "add", "replace", "append", "prepend"}) {
    EXPECT_EQ(words(name), (std::set<std::string>{"ok", "fail"})) << name;
  }
  // A cas fires whether it was stored or not, a delete on hits only.
  for (const char* name : {"cas", "delete"}) EXPECT_EQ(words(name), std::set<std::string>{"-"});
}

TEST(Script, IsTheSameForTheSameSpecification) {
  for (const ScriptKind kind : kKinds) EXPECT_EQ(rendered(spec_of(kind)), rendered(spec_of(kind)));
}

}  // namespace
}  // namespace mcbt::gen
