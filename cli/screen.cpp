#include "cli/screen.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <ctime>
#include <filesystem>
#include <utility>

#include "post/render/key_text.h"
#include "post/render/latency.h"
#include "post/render/top_csv.h"
#include "post/render/top_json.h"

namespace mcbt::cli {
namespace {

std::string absolute(const std::string& path) {
  std::error_code error;
  return render::message_text(std::filesystem::absolute(path, error).string());
}

// "mcbt-20261122-180000"
std::string file_stem() {
  const std::time_t now = std::time(nullptr);
  std::tm local = {};
  localtime_r(&now, &local);
  return fmt::format("mcbt-{:%Y%m%d-%H%M%S}", local);
}

// What the stage shows, as a file; nothing where its view is not one that can be written.
std::optional<std::string> file_text(tui::Stage& stage, bool csv) {
  if (stage.shown() == nullptr) return std::nullopt;
  if (stage.state().view == tui::View::kLatency) {
    if (!csv) return render::latency_json(*stage.shown());
    return render::latency_csv_header() + render::latency_csv_rows(*stage.shown());
  }
  const auto table = stage.table();
  if (!table) return std::nullopt;
  return csv ? render::top_csv_header() + render::top_csv_rows(*table) : render::top_json(*table);
}

std::string write_file(tui::Stage& stage, const std::string& path) {
  const bool csv = path.ends_with(".csv");
  const auto text = file_text(stage, csv);
  if (!text) return "there is nothing here that can be written";
  auto output = Output::open(path);
  if (!output) return output.error().message();
  output->write(*text);
  const auto written = output->finish();
  if (!written) return written.error().message();
  return fmt::format("wrote {} to {}", csv ? "CSV" : "JSON", absolute(path));
}

}  // namespace

Screen::Screen(tui::Terminal terminal, tui::StageOptions options, tui::State state,
               Recording* recording)
    : terminal_(std::move(terminal)),
      stage_((options.file_stem = file_stem, std::move(options)), std::move(state),
             terminal_.size()),
      recording_(recording) {
  draw();
}

void Screen::add(const aggregate::Snapshot& window) {
  stage_.add(window);
}

void Screen::all_read() {
  stage_.all_read();
}

std::string Screen::toggle_recording() {
  if (recording_ == nullptr) return "only a live trace can be recorded";
  if (!recording_->on()) {
    const auto started = recording_->start(file_stem() + ".jsonl");
    return started ? "recording to " + absolute(recording_->path()) : started.error().message();
  }
  const auto stopped = recording_->stop();
  if (!stopped) return stopped.error().message();
  return fmt::format("recorded {} windows to {}", recording_->windows(),
                     absolute(recording_->path()));
}

void Screen::answer(tui::Request request) {
  if (request == tui::Request::kWrite) stage_.say(write_file(stage_, stage_.state().input));
  if (request != tui::Request::kRecord) return;
  stage_.say(toggle_recording());
  const bool on = recording_ != nullptr && recording_->on();
  stage_.set_recording(on ? recording_->path() : "");
}

bool Screen::take_keys() {
  while (const auto key = terminal_.read_key()) {
    stage_.press(*key);
    answer(stage_.take_request());
  }
  draw();
  return !stage_.state().quit;
}

void Screen::resize(tui::Size size) {
  terminal_.resize(size);
  stage_.resize(size);
  draw();
}

void Screen::play_on() {
  stage_.play_on();
  draw();
}

// What the reader waits for comes first.
void Screen::draw() {
  do {
    terminal_.show(stage_.frame().grid, stage_.state().theme);
  } while (stage_.complete_frame());
}

}  // namespace mcbt::cli
