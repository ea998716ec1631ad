#include "cli/output.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

namespace mcbt::cli {
namespace {

constexpr mode_t kMode = 0666;  // less the umask

bool is_special_file(const std::string& path) {
  struct stat status = {};
  return stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode);
}

}  // namespace

Output::Output(std::string path, std::string part, int descriptor)
    : path_(std::move(path)), part_(std::move(part)), descriptor_(descriptor) {}

Output::Output(Output&& other) noexcept
    : path_(std::move(other.path_)),
      part_(std::move(other.part_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      error_(other.error_),
      broken_(other.broken_) {}

Output::~Output() {
  if (descriptor_ > STDOUT_FILENO) close(descriptor_);
}

model::Result<Output> Output::open(const std::string& path) {
  if (path.empty() || path == "-") return Output({}, {}, STDOUT_FILENO);
  const std::string part = is_special_file(path) ? std::string() : path + ".part";
  const std::string& opened = part.empty() ? path : part;
  const int descriptor = ::open(opened.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, kMode);
  if (descriptor < 0) {
    return model::Error{std::string("cannot write there: ") + std::strerror(errno), path,
                        "choose another file with -o"};
  }
  return Output(path, part, descriptor);
}

void Output::write(std::string_view bytes) {
  while (!bytes.empty() && usable()) {
    const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written >= 0) {
      bytes.remove_prefix(static_cast<size_t>(written));
    } else if (errno == EPIPE) {
      broken_ = true;
    } else if (errno != EINTR) {
      error_ = errno;
    }
  }
}

model::Error Output::failure() const {
  const std::string kept = part_.empty() ? std::string() : "what was written so far is in " + part_;
  return {std::string("cannot write: ") + std::strerror(error_), is_stdout() ? "stdout" : path_,
          kept};
}

model::Status Output::finish() {
  if (descriptor_ < 0) return model::ok();
  if (descriptor_ > STDOUT_FILENO) {
    if (close(descriptor_) != 0 && error_ == 0) error_ = errno;
    descriptor_ = -1;
  }
  if (error_ != 0) return failure();
  if (!part_.empty() && std::rename(part_.c_str(), path_.c_str()) != 0) {
    error_ = errno;
    return failure();
  }
  return model::ok();
}

}  // namespace mcbt::cli
