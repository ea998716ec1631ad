// Whether tracing can work here, and if not, why.
#include <fmt/format.h>

#include <algorithm>
#include <boost/asio.hpp>
#include <chrono>
#include <iterator>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/live.h"
#include "cli/messages.h"
#include "cli/output.h"
#include "cli/plan.h"
#include "cli/source_choice.h"
#include "gen/dialect.h"
#include "model/catalogue.h"
#include "post/aggregate/aggregator.h"
#include "post/render/key_text.h"
#include "run/bpftrace_tool.h"
#include "run/elf_binary.h"
#include "run/health.h"
#include "run/namespaces.h"
#include "run/other_tracers.h"
#include "run/privileges.h"
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

// What is known of the trace before it is tried, and the checks that found it out.
struct Target {
  run::Intent intent;
  std::vector<Check> checks;
};

void check_bpftrace(const Options& options, Target& target) {
  const auto tool = run::find_bpftrace(bpftrace_path(options));
  if (!tool) return target.checks.push_back(bad("bpftrace", tool.error()));
  target.intent.bpftrace = tool->version;
  const auto dialect = gen::dialect_for(tool->version);
  if (!dialect) return target.checks.push_back(bad("bpftrace", dialect.error()));
  target.checks.push_back(
      {"bpftrace", Health::kGood, fmt::format("{} {}", tool->path, tool->version.text()), ""});
}

Check check_semaphores(const run::ElfBinary& binary) {
  const auto behind = std::ranges::count_if(binary.notes, &run::UsdtNote::semaphore);
  return {
      "semaphores", Health::kGood,
      behind == 0
          ? "no probe is behind one"
          : fmt::format("{} places of probes are behind semaphores, which bpftrace raises", behind),
      ""};
}

std::string describe(const run::ElfBinary& binary) {
  const auto places = std::ranges::count(binary.notes, model::kProvider, &run::UsdtNote::provider);
  return fmt::format(
      "memcached {}, {}",
      binary.memcached_version ? binary.memcached_version->text() : "of no known release",
      places == 0 ? "no USDT probes" : fmt::format("USDT probes at {} places", places));
}

void check_memcached(const Options& options, Target& target) {
  const auto pid = run::find_memcached(options.pid, options.port);
  if (!pid) return target.checks.push_back(bad("memcached", pid.error()));
  target.intent.pid = *pid;
  const std::string process = fmt::format("pid {} ({})", *pid, run::process_name(*pid));
  target.checks.push_back({"memcached", Health::kGood, process, ""});
  const auto binary = run::read_elf_binary(fmt::format("/proc/{}/exe", *pid));
  if (!binary) return target.checks.push_back(bad("binary", binary.error()));
  const auto choice = choose_source(options, gen::ScriptKind::kTop, *binary, process);
  if (!choice) {
    return target.checks.push_back(
        bad(binary->is_memcached() ? "source" : "binary", choice.error()));
  }
  target.intent.means = means_of(choice->source);
  target.checks.push_back({"binary", Health::kGood, describe(*binary), ""});
  target.checks.push_back({"source", Health::kGood,
                           fmt::format("{}: {}", gen::source_name(choice->source), choice->why),
                           ""});
  target.checks.push_back(check_semaphores(*binary));
}

// Ends a trace that does not get so far by itself.
class Alarm {
 public:
  Alarm(boost::asio::io_context& context, std::function<void()> stop) : timer_(context) {
    constexpr std::chrono::seconds kPatience{60};
    timer_.expires_after(kPatience);
    timer_.async_wait([stop = std::move(stop)](const boost::system::error_code& error) {
      if (!error) stop();
    });
  }
  void cancel() { timer_.cancel(); }

 private:
  boost::asio::steady_timer timer_;
};

Check judge_trial(const aggregate::Snapshot& sum, const LivePlan& plan) {
  const std::string what = fmt::format("{} operations in {:.3g} s by {}", sum.total_calls(),
                                       sum.seconds.value_or(0), gen::source_name(plan.spec.source));
  const std::vector<std::string> notes = sum.notes();
  if (!notes.empty()) return {"trial", Health::kNote, what + "; " + notes.front(), ""};
  if (sum.total_calls() != 0) return {"trial", Health::kGood, what, ""};
  return {"trial", Health::kGood, what + ": no client asked for anything meanwhile", ""};
}

// Two seconds of `mcbt top`, in one window.
Check try_trace(Options options, int64_t pid) {
  options.pid = pid;
  options.interval = 2;
  options.count = 1;
  options.quiet = true;
  options.verbose = false;
  const auto plan = plan_trace(options, gen::ScriptKind::kTop);
  if (!plan) return bad("trial", plan.error());
  aggregate::Aggregator aggregator({}, options.ops());
  std::weak_ptr<Alarm> alarm;
  LiveHandlers handlers;
  handlers.sink = &aggregator;
  handlers.on_start = [&](boost::asio::io_context& context, const std::function<void()>& stop) {
    auto set = std::make_shared<Alarm>(context, stop);
    alarm = set;
    return set;
  };
  handlers.on_end = [&] {
    if (const auto set = alarm.lock()) set->cancel();
  };
  const auto end = run_trace(*plan, options, handlers);
  if (!end) return bad("trial", end.error());
  if (aggregator.summary().windows == 0) {
    return {"trial", Health::kBad, "it was interrupted, or bpftrace did not start within a minute",
            "try again when the machine is less busy; mcbt top -v shows what bpftrace says"};
  }
  return judge_trial(aggregator.summary(), *plan);
}

bool is_bad(const Check& check) {
  return check.health == Health::kBad;
}

std::vector<Check> examine(const Options& options) {
  Target target;
  check_bpftrace(options, target);
  check_memcached(options, target);
  target.checks.insert(target.checks.begin(), run::check_privileges(target.intent));
  target.checks.push_back(run::check_namespaces(target.intent));
  const bool hopeless = std::ranges::any_of(target.checks, is_bad);

  std::vector<Check> checks = run::check_machine(target.intent);
  checks.push_back(run::check_other_tracers(target.intent));
  checks.insert(checks.begin(), std::move_iterator(target.checks.begin()),
                std::move_iterator(target.checks.end()));
  if (hopeless) return checks;
  const Check trial = try_trace(options, *target.intent.pid);
  // What it proves goes before what was expected.
  if (!is_bad(trial)) {
    for (Check& check : checks) check.health = std::min(check.health, Health::kNote);
  }
  checks.push_back(trial);
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
  auto output = Output::open(options.output);
  if (!output) return failed(output.error());
  const std::vector<Check> checks = examine(options);
  const bool works = std::ranges::none_of(checks, is_bad);
  output->write(options.format == Format::kJson ? json_of(checks, works) : table_of(checks));
  const auto written = output->finish();
  if (!written) return failed(written.error());
  return works ? kDone : kFailed;
}

}  // namespace mcbt::cli
