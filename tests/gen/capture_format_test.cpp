// What a script says about itself, read back by the room that reads captures.

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "gen/layout.h"
#include "post/ingest/header_json.h"
#include "tests/gen/specs.h"

namespace mcbt::gen {
namespace {

using model::CaptureHeader;

constexpr std::string_view kStart = "mcbt-capture 1 ";

ScriptSpec live_spec(ScriptKind kind) {
  ScriptSpec spec = spec_of(kind);
  spec.pid = 7744;
  spec.binary = "/proc/7744/exe";
  spec.host = "cache7";
  spec.memcached = model::Version{1, 6, 38};
  return spec;
}

std::string format_of(const ScriptSpec& spec, const Dialect& dialect = debian12()) {
  return capture_format(spec, dialect, lay_out(spec, dialect));
}

// What the running script prints, as it is read; an empty header, and the test fails, on errors.
CaptureHeader header_of(const std::string& format) {
  const std::string line = printed(format, "1316383451723", "1795370400.123456");
  if (!line.starts_with(kStart)) {
    ADD_FAILURE() << line;
    return {};
  }
  const auto header = ingest::parse_header(line.substr(kStart.size()));
  if (header) return *header;
  ADD_FAILURE() << header.error().message() << "\n" << line;
  return {};
}

CaptureHeader header_of(const ScriptSpec& spec) {
  return header_of(format_of(spec));
}

std::map<uint64_t, std::string> header_ops(const ScriptSpec& spec) {
  const auto ops = header_of(spec).ops;
  return {ops.begin(), ops.end()};
}

// The host of a capture whose script ran on `host`.
std::string host_read_back(const std::string& host) {
  ScriptSpec spec = live_spec(ScriptKind::kTop);
  spec.host = host;
  return header_of(spec).host;
}

TEST(CaptureFormat, IsOneLineThatStartsWithTheMark) {
  for (const ScriptKind kind : kKinds) {
    const std::string format = format_of(live_spec(kind));
    EXPECT_TRUE(format.starts_with("mcbt-capture 1 {\"script\":\"")) << format;
    EXPECT_TRUE(format.ends_with(R"(,"start_ns":%llu,"start_epoch":"%s"})")) << format;
    EXPECT_FALSE(contains(format, "\n"));
  }
}

TEST(CaptureFormat, OfTopIsReadBack) {
  const CaptureHeader header = header_of(live_spec(ScriptKind::kTop));
  EXPECT_EQ(header.script, "top");
  EXPECT_EQ(header.source, "usdt");
  EXPECT_EQ(header.producer, "mcbt " MCBT_VERSION);
  EXPECT_EQ(header.bpftrace, "0.12 to 0.19");
  EXPECT_EQ(header.memcached, "1.6.38");
  EXPECT_EQ(header.host, "cache7");
  EXPECT_EQ(header.binary, "/proc/7744/exe");
  EXPECT_EQ(header.pid, 7744);
  EXPECT_EQ(header.window_ns, 1'000'000'000U);
  EXPECT_EQ(header.key_bytes, 250U);
  EXPECT_EQ(header.max_keys, 131'072U);
  EXPECT_EQ(header.start_ns, 1'316'383'451'723U);
  EXPECT_EQ(header.start_epoch_us, 1'795'370'400'123'456);
}

TEST(CaptureFormat, OfAStandaloneScriptKnowsNoHostNoPidAndNoVersion) {
  const CaptureHeader header = header_of(spec_of(ScriptKind::kTop));
  EXPECT_EQ(header.host, "");
  EXPECT_EQ(header.memcached, "");
  EXPECT_EQ(header.pid, std::nullopt);
  EXPECT_EQ(header.binary, "memcached");
}

TEST(CaptureFormat, OfSnoopHasNoWindowsAndNoMaps) {
  const CaptureHeader header = header_of(live_spec(ScriptKind::kSnoop));
  EXPECT_EQ(header.script, "snoop");
  EXPECT_EQ(header.window_ns, 0U);
  EXPECT_EQ(header.key_bytes, 250U);
  EXPECT_TRUE(header.maps.empty());
}

TEST(CaptureFormat, OfLatencyHasWindowsAndNoKeys) {
  const CaptureHeader header = header_of(live_spec(ScriptKind::kLatency));
  EXPECT_EQ(header.script, "latency");
  EXPECT_EQ(header.window_ns, 1'000'000'000U);
  EXPECT_EQ(header.key_bytes, 0U);
  EXPECT_EQ(header.max_keys, 0U);
}

TEST(CaptureFormat, GivesTheWindowAsAskedFor) {
  ScriptSpec spec = live_spec(ScriptKind::kTop);
  for (const uint64_t window_ms : {100U, 500U, 1100U, 60'000U, 1234U}) {
    spec.window_ms = window_ms;
    EXPECT_EQ(header_of(spec).window_ns, window_ms * 1'000'000);
  }
}

TEST(CaptureFormat, DescribesTheMapsOfBothSides) {
  for (const ScriptKind kind : kKinds) {
    const ScriptSpec spec = live_spec(kind);
    const Layout layout = lay_out(spec, debian12());
    auto expected = maps_of_side(kind, layout, "a");
    for (auto& map : maps_of_side(kind, layout, "b")) expected.push_back(map);
    std::ranges::sort(expected, {}, &model::MapDescription::name);
    auto maps = header_of(spec).maps;
    std::ranges::sort(maps, {}, &model::MapDescription::name);
    EXPECT_EQ(maps, expected) << script_name(kind);
  }
}

TEST(CaptureFormat, CarriesTheEnvironmentThatTheRunNeeds) {
  for (const ScriptKind kind : kKinds) {
    const ScriptSpec spec = live_spec(kind);
    auto expected = lay_out(spec, debian12()).environment;
    auto environment = header_of(spec).environment;
    std::ranges::sort(expected);
    std::ranges::sort(environment);
    EXPECT_EQ(environment, expected) << script_name(kind);
  }
}

TEST(CaptureFormat, NamesTheOpsThatItsProbesYield) {
  EXPECT_EQ(header_ops(with_probes(ScriptKind::kTop, {"command__set", "command__delete"})),
            (std::map<uint64_t, std::string>{{4, "set"}, {14, "delete"}}));
}

TEST(CaptureFormat, NamesGetsThatAreNotToldApartUntilMetaGetsAre) {
  ScriptSpec spec = with_probes(ScriptKind::kTop, {"command__get"});
  const std::map<uint64_t, std::string> three = {{1, "get_hit"}, {2, "get_miss"}, {3, "get"}};
  const std::map<uint64_t, std::string> two = {{1, "get_hit"}, {2, "get_miss"}};
  EXPECT_EQ(header_ops(spec), three);
  spec.memcached = model::Version{1, 6, 39};
  EXPECT_EQ(header_ops(spec), three);
  spec.memcached = model::Version{1, 6, 40};
  EXPECT_EQ(header_ops(spec), two);
}

TEST(CaptureFormat, NamesWhatItsMemcachedDoesNotShow) {
  ScriptSpec spec = live_spec(ScriptKind::kTop);
  spec.memcached = model::Version{1, 6, 45};
  const CaptureHeader header = header_of(spec);
  EXPECT_EQ(header.unseen.size(), 7U);
  EXPECT_EQ(header.unseen.front(), "text and meta gets");
  EXPECT_EQ(header.blind, (Strings{"text and meta gets", "text and meta deletes"}));
}

TEST(CaptureFormat, IsNotBlindWhereItsMemcachedIsNotKnown) {
  const CaptureHeader header = header_of(spec_of(ScriptKind::kTop));
  EXPECT_EQ(header.unseen.size(), 9U);
  EXPECT_EQ(header.blind, Strings());
}

TEST(CaptureFormat, HostsAreReadBackWhateverTheyAreCalled) {
  for (const std::string host :
       {R"(a "quoted" one)", R"(back\slash\n)", R"(ends in \)", "100%", "%s %d %n %% %llu",
        "tab\tline\nbell\a\x1b[31m", "{{run}}", "}*/ BEGIN {", "café ☕", "\x7f", "mcbt-end"}) {
    EXPECT_EQ(host_read_back(host), host);
  }
}

TEST(CaptureFormat, BrokenUtf8BecomesReplacementCharacters) {
  EXPECT_EQ(host_read_back("cache\xff\x37"), "cache\xEF\xBF\xBD\x37");
  EXPECT_EQ(host_read_back("caf\xc3"), "caf\xEF\xBF\xBD");
  EXPECT_EQ(host_read_back("\x80 \xed\xa0\x80").substr(0, 4), "\xEF\xBF\xBD ");
}

TEST(CaptureFormat, IsPlainAsciiWhateverTheHostIsCalled) {
  ScriptSpec spec = live_spec(ScriptKind::kTop);
  spec.host = "café\n\x1b\x7f\xff";
  for (const char c : format_of(spec)) EXPECT_TRUE(c >= ' ' && c <= '\x7f') << static_cast<int>(c);
}

TEST(CaptureFormat, BinariesOfAProcessAreReadBackWhateverTheyAreCalled) {
  ScriptSpec spec = live_spec(ScriptKind::kTop);
  spec.binary = "/opt/my \"cache\"/100%/mem\\cached";
  EXPECT_EQ(header_of(spec).binary, spec.binary);
}

TEST(CaptureFormat, PassesThroughTheScriptsLiteralUnharmed) {
  ScriptSpec spec = live_spec(ScriptKind::kTop);
  spec.host = "a \"b\" \\ %s %% \n {{run}} café";
  for (const ScriptKind kind : kKinds) {
    spec.kind = kind;
    EXPECT_EQ(capture_literal(rendered(spec)), format_of(spec) + "\n");
    EXPECT_EQ(header_of(capture_literal(rendered(spec))).host, spec.host);
  }
}

}  // namespace
}  // namespace mcbt::gen
