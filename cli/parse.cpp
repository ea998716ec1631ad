#include "cli/parse.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <cstdio>
#include <memory>

#include "cli/flags.h"
#include "cli/generated.h"
#include "cli/help.h"
#include "cli/messages.h"

namespace mcbt::cli {
namespace {

constexpr double kShortestInterval = 0.1;
constexpr double kLongestInterval = 86'400;

// CLI11 throws what a callback throws; its own exceptions carry one line.
void set_flag(const Flag& flag, Options& options, const std::string& value) {
  const model::Status status = flag.set(options, value);
  if (status) return;
  const std::string name(flag.names.substr(flag.names.rfind(',') + 1));
  throw CLI::ValidationError(name, status.error().message());
}

void add_flag(CLI::App& app, const Flag& flag, Options& options) {
  const std::string names(flag.names);
  if (flag.value.empty()) {
    app.add_flag_callback(names, [&flag, &options] { set_flag(flag, options, ""); });
    return;
  }
  app.add_option_function<std::string>(
         names, [&flag, &options](const std::string& value) { set_flag(flag, options, value); })
      ->type_name(std::string(flag.value))
      ->take_last();
}

// CLI11's help, replaced by ours.
class HelpFormatter : public CLI::FormatterBase {
 public:
  explicit HelpFormatter(std::string text) : text_(std::move(text)) {}
  std::string make_help(const CLI::App*, std::string, CLI::AppFormatMode) const override {
    return text_;
  }

 private:
  std::string text_;
};

void add_command(CLI::App& root, const Command& command, Options& options) {
  CLI::App* app = root.add_subcommand(std::string(command.name));
  app->formatter(std::make_shared<HelpFormatter>(command_help(command)));
  for (const Flag& flag : flags()) {
    if ((flag.commands & command.bit) != 0) add_flag(*app, flag, options);
  }
  app->add_option("arguments", options.positionals);
}

std::optional<double> as_number(const std::string& text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

model::Status set_interval(Options& options, const std::string& text) {
  const double seconds = as_number(text).value_or(0);
  if (!(seconds >= kShortestInterval && seconds <= kLongestInterval)) {
    return model::Error{fmt::format("an interval of {} is not one: it is from {} to {} seconds",
                                    text, kShortestInterval, kLongestInterval)};
  }
  options.interval = seconds;
  return model::ok();
}

model::Status set_count(Options& options, const std::string& text) {
  uint64_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (error != std::errc() || end != text.data() + text.size() || count == 0) {
    return model::Error{fmt::format("a count of {} is not one: it is a whole number from 1", text)};
  }
  options.count = count;
  return model::ok();
}

// Takes [interval [count]] off the end of the positionals. A capture whose name is a number is
// written as a path: ./5.
model::Status take_times(const Command& command, Options& options) {
  std::vector<std::string>& words = options.positionals;
  if (!command.takes_times) return model::ok();
  size_t numbers = 0;
  while (numbers < 2 && numbers < words.size() && as_number(words[words.size() - 1 - numbers])) {
    ++numbers;
  }
  if (numbers == 0) return model::ok();
  const std::vector<std::string> times(words.end() - static_cast<ptrdiff_t>(numbers), words.end());
  words.resize(words.size() - numbers);
  if (auto status = set_interval(options, times[0]); !status) return status;
  if (times.size() > 1) return set_count(options, times[1]);
  return model::ok();
}

// Families alone are what --group makes.
model::Status settle_rows(Options& options) {
  view::RowParts& by = options.query.by;
  if (by == view::RowParts{view::RowPart::kFamily}) {
    by.clear();
    if (!options.group) options.group.emplace();
  } else if (options.group && !by.empty() && by.back() != view::RowPart::kFamily) {
    return model::Error{"--group makes families: name them in --by, as host,family"};
  }
  const bool by_client = std::ranges::find(by, view::RowPart::kClient) != by.end();
  if (by_client && (by.back() >= view::RowPart::kFamily || options.query.filter)) {
    return model::Error{
        "captures do not tell which keys a client asks for: --by client goes without "
        "key, family and -k"};
  }
  return model::ok();
}

model::Status check(const Command& command, const Options& options) {
  const size_t words = options.positionals.size();
  const bool traces = options.pid || options.port;
  if (command.name == "emit") {
    if (words != 1) return model::Error{"which script? top, snoop, latency or keylatency"};
    if (traces && !options.binary.empty()) return model::Error{"-p or --binary, not both"};
    return model::ok();
  }
  if ((command.name == "report" || command.name == "rows") && words == 0) {
    return model::Error{"which captures? name files, or - for stdin"};
  }
  if (options.max_memory && (options.query.rows == 0 || options.query.rows > kMostBoundedRows)) {
    return model::Error{fmt::format("with --max-memory, from 1 to {} --rows", kMostBoundedRows)};
  }
  if (command.name == "diff" && options.at && words != 1) {
    return model::Error{"--at compares two parts of one: a file, a folder or a quoted pattern"};
  }
  if (command.name == "diff" && !options.at && words != 2) {
    return model::Error{
        "which two? name what was before and what is after: files, folders or "
        "quoted patterns"};
  }
  if (command.name == "record" && options.output.empty()) {
    return model::Error{"where to? -o FILE, or -o - for stdout"};
  }
  if (!command.takes_captures && words != 0) {
    return model::Error{fmt::format("unexpected: {}", options.positionals.front())};
  }
  if (words != 0 && traces) return model::Error{"a process or captures, not both"};
  return model::ok();
}

// CLI11 would take -1 for a flag.
std::optional<std::string> negative_number(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    const bool value_of_flag = i > 1 && argv[i - 1][0] == '-' && !as_number(argv[i - 1]);
    if (word.size() > 1 && word[0] == '-' && as_number(word) && !value_of_flag) return word;
  }
  return std::nullopt;
}

// The command that the line names, for messages about a line that cannot be parsed.
const Command* named_command(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    for (const Command& command : commands()) {
      if (command.name == argv[i]) return &command;
    }
  }
  return nullptr;
}

// For a line that names no command of ours.
std::string which_command(int argc, char** argv) {
  std::vector<std::string_view> names;
  for (const Command& command : commands()) names.push_back(command.name);
  const std::string list = fmt::format("{}", fmt::join(names, ", "));
  if (argc < 2) return fmt::format("which command? {}", list);
  return fmt::format("no command {}: there are {}", argv[1], list);
}

int usage_error(const Command* command, const std::string& message) {
  const std::string name = command == nullptr ? "mcbt" : "mcbt " + std::string(command->name);
  print_error(name, {message, {}, name + " --help shows what there is"});
  return kUsage;
}

// For packages and for the tests that keep man/ and completions/ up to date.
int print_generated(int argc, char** argv) {
  const auto text = argc == 3 ? generate(argv[2]) : std::nullopt;
  if (!text) return usage_error(nullptr, "--generate takes one of " + generated_kinds());
  std::fputs(text->c_str(), stdout);
  return kDone;
}

std::variant<Invocation, int> parse(CLI::App& root, Invocation& invocation, int argc, char** argv) {
  const Command* command = named_command(argc, argv);
  if (const auto negative = negative_number(argc, argv)) {
    Options ignored;
    return usage_error(command, set_interval(ignored, *negative).error().what);
  }
  try {
    root.parse(argc, argv);
  } catch (const CLI::CallForVersion&) {
    std::puts("mcbt " MCBT_VERSION);
    return kDone;
  } catch (const CLI::CallForHelp&) {
    std::fputs(root.help().c_str(), stdout);
    return kDone;
  } catch (const CLI::ParseError& error) {
    return usage_error(command, command == nullptr ? which_command(argc, argv) : error.what());
  }
  Options& options = invocation.options;
  if (const auto status = take_times(*command, options); !status) {
    return usage_error(command, status.error().what);
  }
  if (const auto status = settle_rows(options); !status) {
    return usage_error(command, status.error().what);
  }
  if (const auto status = check(*command, options); !status) {
    return usage_error(command, status.error().what);
  }
  invocation.command = command;
  return invocation;
}

}  // namespace

std::variant<Invocation, int> parse_command_line(int argc, char** argv) {
  if (argc > 1 && argv[1] == std::string_view("--generate")) return print_generated(argc, argv);
  Invocation invocation;
  CLI::App root({}, "mcbt");
  root.set_version_flag("-V,--version", "mcbt " MCBT_VERSION);
  root.require_subcommand(1);
  root.formatter(std::make_shared<HelpFormatter>(general_help()));
  for (const Command& command : commands()) add_command(root, command, invocation.options);
  return parse(root, invocation, argc, argv);
}

}  // namespace mcbt::cli
