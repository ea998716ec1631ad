#include "run/capture_files.h"

#include <glob.h>

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <system_error>

namespace mcbt::run {
namespace {

namespace fs = std::filesystem;

bool drop_end(std::string_view& name, std::string_view end) {
  if (!name.ends_with(end)) return false;
  name.remove_suffix(end.size());
  return true;
}

bool named_as_capture(std::string_view name) {
  if (!drop_end(name, ".gz")) drop_end(name, ".zst");
  return name.ends_with(".jsonl") || name.ends_with(".json");
}

bool is_hidden(const fs::path& path) {
  return path.filename().string().starts_with('.');
}

model::Result<CaptureFiles> captures_below(const std::string& folder) {
  CaptureFiles files;
  std::error_code error;
  fs::recursive_directory_iterator at(folder, error);
  for (; !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
    std::error_code gone;  // a file that vanishes meanwhile is not there
    if (is_hidden(at->path())) {
      at.disable_recursion_pending();
    } else if (at->is_regular_file(gone)) {
      const std::string path = at->path().string();
      (named_as_capture(path) ? files.paths : files.passed_over).push_back(path);
    }
  }
  if (error) return model::Error{"cannot read the folder: " + error.message(), folder};
  if (files.paths.empty()) {
    return model::Error{"no captures in this folder", folder,
                        "their names end in .jsonl or .json, also with .gz or .zst behind; name "
                        "others one by one"};
  }
  std::ranges::sort(files.paths);
  std::ranges::sort(files.passed_over);
  return files;
}

model::Result<std::vector<std::string>> matching(const std::string& pattern) {
  glob_t found = {};
  const int status = glob(pattern.c_str(), GLOB_ERR, nullptr, &found);
  std::vector<std::string> names;
  if (status == 0) names.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
  globfree(&found);
  if (status == 0) return names;
  if (status == GLOB_NOMATCH) return model::Error{"no file matches this pattern", pattern};
  return model::Error{"cannot read a folder that this pattern names", pattern};
}

}  // namespace

model::Result<CaptureFiles> find_captures(const std::string& name) {
  std::error_code error;
  if (fs::is_directory(name, error)) return captures_below(name);
  const bool pattern = name.find_first_of("*?[") != std::string::npos;
  if (!pattern || fs::exists(name, error)) return CaptureFiles{{name}, {}};
  const auto names = matching(name);
  if (!names) return names.error();
  CaptureFiles files;
  for (const std::string& path : *names) {
    if (!fs::is_directory(path, error)) {
      files.paths.push_back(path);
      continue;
    }
    const auto below = captures_below(path);
    if (!below) return below.error();
    files.paths.insert(files.paths.end(), below->paths.begin(), below->paths.end());
    files.passed_over.insert(files.passed_over.end(), below->passed_over.begin(),
                             below->passed_over.end());
  }
  return files;
}

}  // namespace mcbt::run
