// Which probes a memcached has, and what mcbt can tell of it.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "cli/commands.h"
#include "cli/messages.h"
#include "cli/output.h"
#include "cli/source_choice.h"
#include "cli/terminal.h"
#include "model/catalogue.h"
#include "post/render/key_text.h"
#include "post/render/text_table.h"
#include "run/elf_binary.h"
#include "run/process_finder.h"

namespace mcbt::cli {
namespace {

using Json = nlohmann::ordered_json;
using model::Error;
using model::Result;

struct FoundProbe {
  std::string name;
  size_t places = 0;
  std::set<std::string> arguments;  // each signature once
  std::string gives;                // empty: nothing that mcbt uses
};

struct Findings {
  std::optional<int64_t> pid;
  std::string path;
  run::ElfBinary binary;
  SourceChoice choice;
  std::vector<FoundProbe> probes;
  std::vector<std::string> not_shown;
};

// Whether this release fires the probe for the binary protocol alone.
bool for_binary_only(const model::Probe& probe, std::optional<model::Version> memcached) {
  const auto spots = model::blind_spots(memcached);
  return memcached && std::ranges::any_of(spots, [&](const model::BlindSpot& spot) {
           return spot.essential && spot.command == op_info(*probe.op).command;
         });
}

std::string gives(const model::Probe* probe, std::optional<model::Version> memcached) {
  if (probe == nullptr) return "";
  if (!probe->op) {
    return model::times_requests(memcached) ? "when requests begin and end, for mcbt latency" : "";
  }
  std::string text(op_info(*probe->op).name);
  if (probe->if_absent) text += fmt::format(", {}", op_info(*probe->if_absent).name);
  text += ": keys";
  if (model::arg_index(*probe, model::Arg::kSize)) text += ", value bytes";
  if (for_binary_only(*probe, memcached)) text += " (binary protocol only)";
  return text;
}

std::vector<FoundProbe> found_probes(const run::ElfBinary& binary) {
  std::map<std::string, FoundProbe> by_name;
  for (const run::UsdtNote& note : binary.notes) {
    if (note.provider != model::kProvider) continue;
    FoundProbe& probe = by_name[note.name];
    probe.name = note.name;
    probe.gives = gives(model::find_probe(note.name), binary.memcached_version);
    ++probe.places;
    probe.arguments.insert(note.arguments);
  }
  std::vector<FoundProbe> probes;
  for (const bool useful : {true, false}) {
    for (const auto& [name, probe] : by_name) {
      if (probe.gives.empty() != useful) probes.push_back(probe);
    }
  }
  return probes;
}

Result<Findings> look(const Options& options) {
  Findings found;
  found.path = options.binary;
  std::string where = options.binary;
  if (found.path.empty()) {
    const auto pid = run::find_memcached(options.pid, options.port);
    if (!pid) return pid.error();
    found.pid = *pid;
    found.path = fmt::format("/proc/{}/exe", *pid);
    where = fmt::format("pid {} ({})", *pid, run::process_name(*pid));
  }
  auto binary = run::read_elf_binary(found.path);
  if (!binary) return Error{binary.error().what, where, binary.error().hint};
  found.binary = std::move(*binary);
  auto choice = choose_source(options, gen::ScriptKind::kTop, found.binary, where);
  if (!choice) return choice.error();
  found.choice = std::move(*choice);
  found.probes = found_probes(found.binary);
  if (found.probes.empty()) return found;
  for (const model::BlindSpot& spot : model::blind_spots(found.binary.memcached_version)) {
    found.not_shown.emplace_back(spot.what);
  }
  return found;
}

std::string version_of(const Findings& found) {
  return found.binary.memcached_version ? found.binary.memcached_version->text() : "";
}

// A path may hold any byte.
std::string shown(const std::string& text) {
  return render::key_text(text);
}

std::string table_of(const Findings& found, size_t width) {
  std::string text = fmt::format("memcached {}, {}: source {}, {}\n",
                                 found.binary.memcached_version ? version_of(found) : "?",
                                 found.pid ? fmt::format("pid {}", *found.pid) : shown(found.path),
                                 gen::source_name(found.choice.source), found.choice.why);
  if (found.probes.empty()) return text + "no USDT probes of memcached\n";
  render::TextColumn names{"PROBE", render::Align::kLeft, 0, 0, {}};
  render::TextColumn places{"PLACES", render::Align::kRight, 0, 0, {}};
  render::TextColumn gives{"GIVES", render::Align::kLeft, 0, 0, {}};
  render::TextColumn arguments{"ARGUMENTS", render::Align::kLeft, 1, 0, {}};
  for (const FoundProbe& probe : found.probes) {
    names.cells.push_back(shown(probe.name));
    places.cells.push_back(fmt::format("{}", probe.places));
    gives.cells.push_back(probe.gives.empty() ? "-" : probe.gives);
    arguments.cells.push_back(shown(fmt::format("{}", fmt::join(probe.arguments, " | "))));
  }
  text += render::draw_columns({names, places, gives, arguments}, width);
  for (const std::string& what : found.not_shown) {
    text += fmt::format("! its probes do not show {}\n", what);
  }
  return text;
}

std::string json_of(const Findings& found) {
  Json probes = Json::array();
  for (const FoundProbe& probe : found.probes) {
    Json object;
    object["name"] = render::key_text(probe.name);
    object["places"] = probe.places;
    object["arguments"] = Json::array();
    for (const std::string& one : probe.arguments) {
      object["arguments"].push_back(render::key_text(one));
    }
    object["gives"] = probe.gives.empty() ? Json() : Json(probe.gives);
    probes.push_back(std::move(object));
  }
  Json object;
  object["schema"] = "mcbt.probes/1";
  object["pid"] = found.pid ? Json(*found.pid) : Json();
  object["binary"] = render::key_text(found.path);
  object["memcached"] = found.binary.memcached_version ? Json(version_of(found)) : Json();
  object["source"] = gen::source_name(found.choice.source);
  object["why"] = found.choice.why;
  object["probes"] = std::move(probes);
  object["not_shown"] = found.not_shown;
  return object.dump() + "\n";
}

}  // namespace

int run_probes(const Options& options) {
  const auto found = look(options);
  if (!found) return failed(found.error());
  auto output = Output::open(options.output);
  if (!output) return failed(output.error());
  output->write(options.format == Format::kJson
                    ? json_of(*found)
                    : table_of(*found, text_style(output->is_stdout()).width));
  const auto written = output->finish();
  return written ? kDone : failed(written.error());
}

}  // namespace mcbt::cli
