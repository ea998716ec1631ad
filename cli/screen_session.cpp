#include "cli/screen_session.h"

#include <fmt/format.h>
#include <langinfo.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio.hpp>
#include <clocale>
#include <cstdio>
#include <cstdlib>

#include "cli/commands.h"
#include "cli/live.h"
#include "cli/messages.h"
#include "cli/replay.h"
#include "cli/screen.h"
#include "cli/screen_input.h"
#include "cli/selection.h"
#include "cli/settings_file.h"
#include "cli/terminal.h"
#include "post/aggregate/aggregator.h"
#include "post/render/heading.h"
#include "run/connections.h"

namespace mcbt::cli {
namespace {

namespace asio = boost::asio;

// The terminal's character set and the reader's wish for colours.
model::Result<tui::Terminal> open_terminal(Options& options) {
  std::setlocale(LC_CTYPE, "");
  if (std::string_view(nl_langinfo(CODESET)) != "UTF-8") options.ascii = true;
  const char* no_color = std::getenv("NO_COLOR");
  return tui::Terminal::open(!options.no_color && (no_color == nullptr || *no_color == '\0'));
}

// The terminal may be gone, so that nothing can be written: that is no failure.
void print_totals(const aggregate::Snapshot& sum) {
  const std::string text = fmt::format("{} calls, {} keys, {} window{}, {}\n", sum.total_calls(),
                                       sum.keys->size(), sum.windows, sum.windows == 1 ? "" : "s",
                                       sum.complete() ? "complete" : "NOT complete") +
                           render::notes_text(sum);
  std::fwrite(text.data(), 1, text.size(), stdout);
}

tui::StageOptions stage_options(const Options& options) {
  tui::StageOptions stage;
  if (options.group) stage.families = *options.group;
  stage.ascii = options.ascii;
  stage.style = text_style(true);
  return stage;
}

// What the command line says goes before what is remembered.
tui::State first_state(const Options& options, SettingsFile& settings) {
  tui::State state = settings.load({});
  const view::Query usual;
  if (options.query.sort != usual.sort || options.query.reverse) {
    state.query.sort = options.query.sort;
    state.query.reverse = options.query.reverse;
  }
  state.query.filter = options.query.filter;
  if (options.query.filter) state.filter = options.query.filter->pattern();
  if (options.group) state.view = tui::View::kFamilies;
  return state;
}

std::vector<tui::Connection> connections_of(int64_t pid) {
  std::vector<tui::Connection> connections;
  for (const run::OpenConnection& open : run::open_connections(pid)) {
    connections.push_back({open.descriptor, open.peer, open.unread, open.unsent});
  }
  return connections;
}

void save_settings(const SettingsFile& settings, const tui::State& state) {
  const auto saved = settings.save(state);
  if (!saved) print_error(saved.error());
}

// A live trace on the screen.
class LiveScreen {
 public:
  LiveScreen(const Options& options, const LivePlan& plan, tui::Terminal terminal)
      : options_(options),
        aggregator_(
            [this](const aggregate::Snapshot& window) {
              if (!screen_) return;
              screen_->add(window);
              screen_->draw();
            },
            options.ops()) {
    options_.quiet = true;
    options_.verbose = false;
    tui::StageOptions stage = stage_options(options);
    stage.connections = [pid = plan.pid] { return connections_of(pid); };
    screen_.emplace(std::move(terminal), std::move(stage), first_state(options, settings_),
                    &recording_);
  }

  int run(const LivePlan& plan) {
    LiveHandlers handlers;
    handlers.sink = &aggregator_;
    handlers.on_line = [this](std::string_view line) { recording_.line(line); };
    handlers.on_stop = [this] { leave(); };
    handlers.on_start = [this](asio::io_context& context, const std::function<void()>& stop) {
      auto input = std::make_shared<ScreenInput>(context, *screen_, stop);
      input_ = input;
      return input;
    };
    handlers.on_end = [this] { close(); };
    const auto end = run_trace(plan, options_, handlers);
    close();
    if (recording_.on()) stop_recording();
    if (aggregator_.summary().windows != 0) print_totals(aggregator_.summary());
    return end ? kDone : failed(end.error());
  }

 private:
  void close() {
    if (const auto input = input_.lock()) input->close();
    if (!screen_) return;
    const tui::State state = screen_->state();
    screen_.reset();
    save_settings(settings_, state);
  }

  // bpftrace takes seconds to take its probes off: the terminal is given back before that.
  void leave() {
    close();
    print_message("taking the probes off…");
  }

  void stop_recording() {
    const auto stopped = recording_.stop();
    if (!stopped) return print_error(stopped.error());
    print_message(
        fmt::format("recorded {} windows to {}", recording_.windows(), recording_.path()));
  }

  Options options_;
  SettingsFile settings_;
  Recording recording_;
  aggregate::Aggregator aggregator_;
  std::optional<Screen> screen_;
  std::weak_ptr<ScreenInput> input_;
};

int run_live_screen(Options options) {
  const auto plan = plan_trace(options, gen::ScriptKind::kTop, Extras::kScreen);
  if (!plan) return failed(plan.error());
  auto terminal = open_terminal(options);
  if (!terminal) return failed(terminal.error());
  return LiveScreen(options, *plan, std::move(*terminal)).run(*plan);
}

int run_capture_screen(Options options) {
  // They are kept as they come: the terminal is not touched until all is read and the oddities of
  // the captures have been said.
  std::vector<std::unique_ptr<aggregate::StoredWindow>> windows;
  aggregate::Aggregator aggregator(
      [&](const aggregate::Snapshot& window) {
        windows.push_back(std::make_unique<aggregate::StoredWindow>(window));
      },
      options.ops());
  const NamedCaptures captures = named_captures(options.positionals, options);
  bool good = captures.all_found;
  {
    Replay replay(aggregator, options);
    replay.go_on = [&] { return !options.count || windows.size() < *options.count; };
    good = replay.read(captures.paths) && good;
  }
  // A snoop capture has no windows but their sum.
  if (windows.empty() && aggregator.summary().total_calls() != 0) {
    windows.push_back(std::make_unique<aggregate::StoredWindow>(aggregator.summary()));
  }
  if (windows.empty()) return good ? kDone : kFailed;
  auto terminal = open_terminal(options);
  if (!terminal) return failed(terminal.error());
  asio::io_context context;
  SettingsFile settings;
  tui::StageOptions stage = stage_options(options);
  stage.capture = true;
  stage.summary = [&] { return aggregator.summary(); };
  tui::State state = first_state(options, settings);
  const tui::Span remembered = std::exchange(state.span, tui::Span::kStart);
  {
    Screen screen(std::move(*terminal), std::move(stage), state, nullptr);
    for (auto& window : windows) {
      screen.add(window->snapshot());
      window.reset();
    }
    screen.all_read();
    screen.draw();
    ScreenInput input(context, screen, [&] { context.stop(); });
    context.run();
    state = screen.state();
  }
  state.span = remembered;
  save_settings(settings, state);
  print_totals(aggregator.summary());
  return good ? kDone : kFailed;
}

}  // namespace

bool wants_screen(const Options& options) {
  const bool tables = options.format != Format::kTable || options.batch || options.no_clear ||
                      !options.output.empty();
  const bool reads_stdin = std::ranges::find(options.positionals, "-") != options.positionals.end();
  return !tables && !reads_stdin && stdout_is_terminal() && isatty(STDIN_FILENO) == 1;
}

int run_screen(const Options& options) {
  return options.positionals.empty() ? run_live_screen(options) : run_capture_screen(options);
}

}  // namespace mcbt::cli
