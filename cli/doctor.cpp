// Whether tracing can work here, and if not, why.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/live.h"
#include "cli/messages.h"
#include "cli/output.h"
#include "cli/plan.h"
#include "cli/source_choice.h"
#include "gen/dialect.h"
#include "post/aggregate/aggregator.h"
#include "post/render/key_text.h"
#include "run/bpftrace_tool.h"
#include "run/health.h"
#include "run/process_finder.h"

namespace mcbt::cli {
namespace {

using Json = nlohmann::ordered_json;
using run::Check;
using run::Health;

std::string error_text(const model::Error& error) {
  return error.where.empty() ? error.what : error.where + ": " + error.what;
}

Check bad(const std::string& name, const model::Error& error) {
  return {name, Health::kBad, error_text(error), error.hint};
}

Check check_bpftrace(const Options& options) {
  const auto tool = run::find_bpftrace(bpftrace_path(options));
  if (!tool) return bad("bpftrace", tool.error());
  const auto dialect = gen::dialect_for(tool->version);
  if (!dialect) return bad("bpftrace", dialect.error());
  return {"bpftrace", Health::kGood, fmt::format("{} {}", tool->path, tool->version.text()), ""};
}

// Two seconds of `mcbt top`, in one window.
Check try_trace(Options options) {
  constexpr double kSeconds = 2;
  options.interval = kSeconds;
  options.count = 1;
  options.quiet = true;
  options.verbose = false;
  const auto plan = plan_trace(options, gen::ScriptKind::kTop);
  if (!plan) return bad("trial", plan.error());
  aggregate::Aggregator aggregator({}, options.ops());
  LiveHandlers handlers;
  handlers.sink = &aggregator;
  const auto end = run_trace(*plan, options, handlers);
  if (!end) return bad("trial", end.error());
  const aggregate::Snapshot& sum = aggregator.summary();
  if (sum.windows == 0)
    return {"trial", Health::kBad, "interrupted", "let it run for some seconds"};
  return {"trial", Health::kGood,
          fmt::format("{} operations in {:g} s by {}, {}", sum.total_calls(), kSeconds,
                      gen::source_name(plan->spec.source), plan->why),
          ""};
}

std::vector<Check> examine(const Options& options) {
  std::vector<Check> checks = run::check_machine();
  checks.push_back(check_bpftrace(options));
  const auto pid = run::find_memcached(options.pid, options.port);
  if (!pid) {
    checks.push_back(bad("memcached", pid.error()));
    return checks;
  }
  checks.push_back(
      {"memcached", Health::kGood, fmt::format("pid {} ({})", *pid, run::process_name(*pid)), ""});
  for (Check& check : run::check_process(*pid)) checks.push_back(std::move(check));
  const bool hopeless =
      std::ranges::any_of(checks, [](const Check& check) { return check.health == Health::kBad; });
  if (hopeless) return checks;
  Options found = options;
  found.pid = *pid;
  checks.push_back(try_trace(std::move(found)));
  return checks;
}

const char* mark(Health health) {
  switch (health) {
    case Health::kGood:
      return "✓";
    case Health::kNote:
      return "!";
    case Health::kBad:
      return "✗";
  }
  return "";
}

const char* word(Health health) {
  switch (health) {
    case Health::kGood:
      return "good";
    case Health::kNote:
      return "note";
    case Health::kBad:
      return "bad";
  }
  return "";
}

std::string table_of(const std::vector<Check>& checks) {
  std::string text;
  for (const Check& check : checks) {
    text +=
        fmt::format("{} {:20} {}\n", mark(check.health), check.name, render::key_text(check.what));
    if (!check.remedy.empty())
      text += fmt::format("  {:20} → {}\n", "", render::key_text(check.remedy));
  }
  return text;
}

std::string json_of(const std::vector<Check>& checks, bool works) {
  Json list = Json::array();
  for (const Check& check : checks) {
    list.push_back(
        {{"name", check.name},
         {"health", word(check.health)},
         {"what", render::key_text(check.what)},
         {"remedy", check.remedy.empty() ? Json() : Json(render::key_text(check.remedy))}});
  }
  return Json{{"schema", "mcbt.doctor/1"}, {"works", works}, {"checks", list}}.dump() + "\n";
}

}  // namespace

int run_doctor(const Options& options) {
  if (options.format == Format::kCsv) {
    print_error("mcbt doctor", {"no csv here", {}, "there are table and json"});
    return kUsage;
  }
  auto output = Output::open(options.output);
  if (!output) return failed(output.error());
  const std::vector<Check> checks = examine(options);
  const bool works =
      std::ranges::none_of(checks, [](const Check& check) { return check.health == Health::kBad; });
  output->write(options.format == Format::kJson ? json_of(checks, works) : table_of(checks));
  const auto written = output->finish();
  if (!written) return failed(written.error());
  return works ? kDone : kFailed;
}

}  // namespace mcbt::cli
