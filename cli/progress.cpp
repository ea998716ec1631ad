#include "cli/progress.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdio>
#include <filesystem>

#include "post/render/number_text.h"

namespace mcbt::cli {
namespace {

constexpr uint64_t kStep = 1 << 18;  // bytes between two looks at the clock
constexpr auto kPause = std::chrono::milliseconds(200);

std::optional<uint64_t> size_of(const std::vector<std::string>& captures) {
  uint64_t sum = 0;
  for (const std::string& capture : captures) {
    std::error_code error;
    if (capture == "-" || !std::filesystem::is_regular_file(capture, error)) return std::nullopt;
    sum += std::filesystem::file_size(capture, error);
    if (error) return std::nullopt;
  }
  return sum;
}

std::string bytes_text(double bytes) {
  return render::scaled(bytes) + "B";
}

}  // namespace

Progress::Progress(const std::vector<std::string>& captures) : all_(size_of(captures)) {}

void Progress::read(uint64_t bytes) {
  if (bytes < looked_at_ + kStep) return;
  looked_at_ = bytes;
  const auto now = Clock::now();
  if (now - drawn_ < kPause) return;
  draw(before_ + bytes, now);
}

void Progress::capture_read(uint64_t bytes) {
  before_ += bytes;
  looked_at_ = 0;
}

void Progress::draw(uint64_t done, Clock::time_point now) {
  const double seconds = std::chrono::duration<double>(now - begun_).count();
  const double rate = static_cast<double>(done) / seconds;
  std::string line = bytes_text(static_cast<double>(done));
  if (all_) line += " of " + bytes_text(static_cast<double>(*all_));
  line += fmt::format(" read, {}/s", bytes_text(rate));
  if (all_ && *all_ > done) {
    const auto left = std::llround(static_cast<double>(*all_ - done) / rate);
    line += fmt::format(", {}:{:02} left", left / 60, left % 60);
  }
  fmt::print(stderr, "\r{}\033[K", line);
  std::fflush(stderr);
  drawn_ = now;
  shown_ = true;
}

void Progress::clear() {
  if (!shown_) return;
  std::fputs("\r\033[K", stderr);
  shown_ = false;
}

}  // namespace mcbt::cli
