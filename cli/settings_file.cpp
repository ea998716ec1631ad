#include "cli/settings_file.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "cli/output.h"
#include "post/render/key_text.h"
#include "post/tui/settings.h"

namespace mcbt::cli {
namespace {

namespace fs = std::filesystem;

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

std::string find_path() {
  // The XDG rules: a path that is not absolute is none.
  const std::string config = environment("XDG_CONFIG_HOME");
  if (config.starts_with('/')) return config + "/mcbt/top.conf";
  const std::string home = environment("HOME");
  return home.empty() ? "" : home + "/.config/mcbt/top.conf";
}

}  // namespace

SettingsFile::SettingsFile() : path_(find_path()) {}

tui::State SettingsFile::load(tui::State state) {
  known_ = tui::settings_text(state);
  std::error_code error;
  if (path_.empty() || !fs::exists(path_, error)) return state;
  std::ifstream file(path_);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  auto loaded = file.bad() || !file.is_open()
                    ? model::Result<tui::State>(model::Error{"it cannot be read", {}, {}})
                    : tui::with_settings(state, text);
  if (!loaded) {
    broken_ = true;
    const model::Error& why = loaded.error();
    state.message = render::message_text(path_) + ": " + why.what + "; " + why.hint;
    return state;
  }
  known_ = tui::settings_text(*loaded);
  return *loaded;
}

model::Status SettingsFile::save(const tui::State& state) const {
  const std::string text = tui::settings_text(state);
  if (path_.empty() || broken_ || text == known_) return model::ok();
  std::error_code error;
  fs::create_directories(fs::path(path_).parent_path(), error);
  auto output = Output::open(path_);
  if (!output) return output.error();
  output->write(text);
  return output->finish();
}

}  // namespace mcbt::cli
