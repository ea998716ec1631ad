#include "cli/recording.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <utility>

#include "model/schema.h"

namespace mcbt::cli {
namespace {

constexpr std::string_view kPrintf = R"({"type": "printf", "data": ")";
constexpr std::string_view kSinceStart = R"({"type": "map", "data": {"@unattributed": )";

// What follows a mark that a line prints. A key may hold the words of a mark, but no line begins
// with a key.
std::optional<std::string_view> after(std::string_view mark, std::string_view line) {
  if (!line.starts_with(kPrintf)) return std::nullopt;
  line.remove_prefix(kPrintf.size());
  if (!line.starts_with(mark)) return std::nullopt;
  return line.substr(mark.size());
}

// " 17 26426312956862 …" → 17
std::optional<uint64_t> number_of(std::string_view window) {
  window.remove_prefix(std::min<size_t>(1, window.size()));
  uint64_t number = 0;
  const auto [end, error] = std::from_chars(window.data(), window.data() + window.size(), number);
  if (error != std::errc()) return std::nullopt;
  return number;
}

// Empty where the line is not one.
CountsSinceStart counts_of(std::string_view line) {
  const auto record = nlohmann::json::parse(line, nullptr, false);
  if (record.is_discarded()) return {};
  CountsSinceStart counts;
  for (const auto& [reason, count] : record["data"]["@unattributed"].items()) {
    if (count.is_number_unsigned()) counts[reason] = count.get<uint64_t>();
  }
  return counts;
}

}  // namespace

void Recording::line(std::string_view line) {
  if (after(model::kCaptureMark, line)) {
    header_ = std::string(line) + "\n";
    if (!output_ || !first_) return;
    // The trace paused: another capture follows, with windows and counts of its own.
    pending_ += header_;
    first_ = 0;
    before_.clear();
    return;
  }
  if (line.starts_with(kSinceStart)) seen_ = counts_of(line);
  if (!output_) return;
  const auto window = after(model::kWindowMark, line);
  if (first_) {
    take(line, window.has_value());
  } else if (window) {
    const auto number = number_of(*window);
    if (number) first_ = *number + 1;
    before_ = seen_;
  }
}

// Windows are numbered anew: where one is missing, a reader takes it for a gap.
void Recording::take(std::string_view line, bool edge) {
  if (edge) {
    const std::string_view window = *after(model::kWindowMark, line);
    const uint64_t number = number_of(window).value_or(*first_);
    const size_t rest = std::min(window.find(' ', 1), window.size());
    pending_ += fmt::format("{}{} {}{}\n", kPrintf, model::kWindowMark, number - *first_,
                            window.substr(rest));
    output_->write(std::exchange(pending_, {}));
    ++windows_;
  } else if (line.starts_with(kSinceStart)) {
    nlohmann::json counts = nlohmann::json::object();
    for (const auto& [reason, count] : seen_) {
      const auto old = before_.find(reason);
      counts[reason] = count - (old == before_.end() ? 0 : std::min(count, old->second));
    }
    pending_ += fmt::format("{}{}}}}}\n", kSinceStart, counts.dump());
  } else {
    pending_ += line;
    pending_ += '\n';
  }
}

model::Status Recording::start(const std::string& path) {
  auto output = Output::open(path);
  if (!output) return output.error();
  output_.emplace(std::move(*output));
  path_ = path;
  pending_.clear();
  windows_ = 0;
  first_.reset();
  output_->write(header_);
  return model::ok();
}

model::Status Recording::stop() {
  output_->write(std::string(kPrintf) + std::string(model::kEndMark) + R"(\n"})" + "\n");
  auto finished = output_->finish();
  output_.reset();
  return finished;
}

}  // namespace mcbt::cli
