#include <filesystem>

#include "cli/commands.h"
#include "cli/messages.h"
#include "cli/output.h"
#include "cli/plan.h"

namespace mcbt::cli {

int run_emit(const Options& options) {
  const auto kind = gen::script_by_name(options.positionals.front());
  if (!kind) {
    print_error("mcbt emit", {"no script " + options.positionals.front(),
                              {},
                              "there are top, snoop, latency and keylatency"});
    return kUsage;
  }
  std::string why;
  auto spec = plan_script(options, *kind, why);
  if (!spec) return failed(spec.error());
  const bool to_file = !options.output.empty() && options.output != "-";
  if (to_file) spec->file = std::filesystem::path(options.output).filename().string();

  const auto dialect = options.target_bpftrace ? gen::dialect_for(*options.target_bpftrace)
                                               : model::Result(gen::portable_dialect(*spec));
  if (!dialect) return failed(dialect.error());
  const auto script = gen::render_script(*spec, *dialect);
  if (!script) return failed(script.error());
  auto output = Output::open(options.output);
  if (!output) return failed(output.error());
  output->write(script->text);
  const auto written = output->finish();
  return written ? kDone : failed(written.error());
}

}  // namespace mcbt::cli
