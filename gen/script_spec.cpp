#include "gen/script_spec.h"

#include <algorithm>
#include <array>

namespace mcbt::gen {
namespace {

struct ScriptName {
  ScriptKind kind;
  std::string_view name;
};
constexpr std::array<ScriptName, 4> kScripts = {{
    {ScriptKind::kTop, "top"},
    {ScriptKind::kSnoop, "snoop"},
    {ScriptKind::kLatency, "latency"},
    {ScriptKind::kKeyLatency, "keylatency"},
}};

}  // namespace

std::string_view script_name(ScriptKind kind) {
  return std::ranges::find(kScripts, kind, &ScriptName::kind)->name;
}

std::string_view source_name(Source source) {
  return source == Source::kUsdt ? "usdt" : "syscall";
}

std::optional<ScriptKind> script_by_name(std::string_view name) {
  const auto* found = std::ranges::find(kScripts, name, &ScriptName::name);
  if (found == kScripts.end()) return std::nullopt;
  return found->kind;
}

std::string script_file(ScriptKind kind) {
  return "mc" + std::string(script_name(kind)) + ".bt";
}

std::vector<const model::Probe*> common_probes() {
  std::vector<const model::Probe*> probes;
  for (const model::Probe& probe : model::probes()) {
    // Compiled into releases up to 1.6.18 only.
    const bool old = probe.op == model::Op::kIncr || probe.op == model::Op::kDecr;
    if (!old) probes.push_back(&probe);
  }
  return probes;
}

}  // namespace mcbt::gen
