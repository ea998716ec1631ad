#include "run/mapped_file.h"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <string_view>

namespace mcbt::run {
namespace {

// Windows that are still decoded lie close to the place that was reached.
constexpr size_t kKept = size_t{4} << 20;
constexpr size_t kStep = size_t{2} << 20;

// The kernel's word for a page that its file has no more. A handler may do little: it may write.
void end_at_lost_page(int) {
  constexpr std::string_view kMessage =
      "mcbt: the capture became shorter while it was read; read it again, or a copy of it\n";
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, kMessage.data(), kMessage.size());
  ::_exit(1);
}

}  // namespace

std::optional<MappedFile> MappedFile::map(int descriptor) {
  struct stat status = {};
  if (fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode) || status.st_size <= 0) {
    return std::nullopt;
  }
  const auto size = static_cast<size_t>(status.st_size);
  void* data = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
  if (data == MAP_FAILED) return std::nullopt;
  madvise(data, size, MADV_SEQUENTIAL);
  std::signal(SIGBUS, end_at_lost_page);
  return MappedFile(static_cast<char*>(data), size);
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  std::swap(dropped_, other.dropped_);
  return *this;
}

MappedFile::~MappedFile() {
  if (data_ != nullptr) munmap(data_, size_);
}

void MappedFile::passed(size_t place) {
  if (place < dropped_ + kKept + kStep) return;
  const size_t end = (place - kKept) / kStep * kStep;
  madvise(data_ + dropped_, end - dropped_, MADV_DONTNEED);
  dropped_ = end;
}

}  // namespace mcbt::run
