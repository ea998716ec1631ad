#include "run/line_source.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <boost/iostreams/categories.hpp>
#include <boost/iostreams/filter/gzip.hpp>
#include <boost/iostreams/filter/zstd.hpp>
#include <boost/iostreams/filtering_streambuf.hpp>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include "run/mapped_file.h"
#include "run/read_ahead.h"

namespace mcbt::run {
namespace {

namespace io = boost::iostreams;

constexpr size_t kChunk = size_t{1} << 18;

// Bytes in memory, then those of a file descriptor, if there is one, as a source of
// Boost.Iostreams.
class DescriptorSource {
 public:
  using char_type = char;
  using category = io::source_tag;

  struct State {
    std::string ahead;  // of the descriptor's bytes
    size_t ahead_used = 0;
    int descriptor = -1;              // -1: none
    std::atomic<uint64_t> bytes = 0;  // read from the descriptor
    std::function<bool()> interrupted;
  };

  explicit DescriptorSource(State& state) : state_(&state) {}

  // Throws std::system_error, as Boost.Iostreams has it.
  std::streamsize read(char* place, std::streamsize wanted) {
    const size_t got = read_some(place, static_cast<size_t>(wanted));
    return got == 0 ? -1 : static_cast<std::streamsize>(got);
  }

  // What is there by now; 0 at the end. Throws as read() does.
  size_t read_some(char* place, size_t wanted) {
    const size_t ahead = std::min(state_->ahead.size() - state_->ahead_used, wanted);
    if (ahead != 0) {
      std::memcpy(place, state_->ahead.data() + state_->ahead_used, ahead);
      state_->ahead_used += ahead;
      return ahead;
    }
    if (state_->descriptor < 0) return 0;
    while (true) {
      const ssize_t got = ::read(state_->descriptor, place, wanted);
      if (got >= 0) {
        state_->bytes += static_cast<uint64_t>(got);
        return static_cast<size_t>(got);
      }
      if (errno != EINTR) throw std::system_error(errno, std::generic_category());
      if (state_->interrupted && state_->interrupted()) return 0;
    }
  }

 private:
  State* state_;
};

bool is_gzip(std::string_view head) {
  return head.starts_with("\x1f\x8b");
}
bool is_zstd(std::string_view head) {
  return head.starts_with("\x28\xb5\x2f\xfd");
}

}  // namespace

class LineSource::Reader {
 public:
  Reader(std::string name, int descriptor) : name_(std::move(name)) {
    state_.descriptor = descriptor;
  }
  explicit Reader(std::string bytes) : name_("memory") { state_.ahead = std::move(bytes); }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  ~Reader() {
    if (state_.descriptor > STDIN_FILENO) ::close(state_.descriptor);
  }

  model::Result<bool> next(std::string_view& line) {
    try {
      if (!std::exchange(begun_, true)) begin();
      return take_line(line);
    } catch (const std::system_error& error) {
      return model::Error{"cannot read: " + error.code().message(), name_, {}};
    } catch (const std::exception&) {
      return model::Error{"the compressed data is damaged or was cut", name_,
                          "what stands before was read"};
    }
  }

  uint64_t bytes() const { return mapped_ ? start_ : state_.bytes.load(); }

  std::optional<uint64_t> size() const {
    struct stat status = {};
    if (fstat(state_.descriptor, &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
    return static_cast<uint64_t>(status.st_size);
  }

  bool lasting() const { return mapped_.has_value(); }

  void end_where(std::function<bool()> interrupted) { state_.interrupted = std::move(interrupted); }

 private:
  // Looks at the first bytes and sets the decompression up.
  void begin() {
    constexpr size_t kMagicBytes = 4;
    DescriptorSource source(state_);
    buffer_.resize(kChunk);
    while (end_ < kMagicBytes) {
      const size_t got = source.read_some(buffer_.data() + end_, kMagicBytes - end_);
      if (got == 0) break;
      end_ += got;
    }
    const std::string_view head(buffer_.data(), end_);
    if (is_gzip(head)) stream_.push(io::gzip_decompressor());
    if (is_zstd(head)) stream_.push(io::zstd_decompressor());
    if (stream_.empty()) return map();
    compressed_ = true;
    state_.ahead.replace(0, state_.ahead_used, head);
    state_.ahead_used = 0;
    end_ = 0;
    stream_.push(source, kChunk);
    // Of a file: through a pipe what has come must be read at once, and may take long to come.
    if (size()) ahead_.emplace([this](char* place, size_t room) { return inflate(place, room); });
  }

  // stdin may be a file that others have read from.
  void map() {
    if (state_.descriptor <= STDIN_FILENO) return;
    mapped_ = MappedFile::map(state_.descriptor);
    if (mapped_) end_ = mapped_->bytes().size();
  }

  const char* data() const { return mapped_ ? mapped_->bytes().data() : buffer_.data(); }

  // The lines of data() from start_ to end_ were not returned yet; the buffer grows only for a line
  // that is longer than it.
  model::Result<bool> take_line(std::string_view& line) {
    size_t searched = start_;
    if (mapped_) mapped_->passed(start_);
    while (true) {
      const auto* newline =
          static_cast<const char*>(std::memchr(data() + searched, '\n', end_ - searched));
      if (newline != nullptr) {
        const auto stop = static_cast<size_t>(newline - data());
        line = {data() + start_, stop - start_};
        start_ = stop + 1;
        return true;
      }
      searched = end_ - start_;
      if (!fill()) break;
    }
    line = {data() + start_, end_ - start_};
    start_ = end_;
    return !line.empty();
  }

  bool fill() {
    if (mapped_) return false;
    if (start_ != 0) {
      std::memmove(buffer_.data(), buffer_.data() + start_, end_ - start_);
      end_ -= start_;
      start_ = 0;
    }
    if (buffer_.size() - end_ < kChunk) buffer_.resize(std::max(2 * buffer_.size(), 2 * kChunk));
    const size_t got = read_some(buffer_.data() + end_, buffer_.size() - end_);
    end_ += got;
    return got != 0;
  }

  // What is there by now, without waiting for more: captures also come through pipes, live.
  size_t read_some(char* place, size_t room) {
    if (ahead_) return ahead_->read_some(place, room);
    return compressed_ ? inflate(place, room) : DescriptorSource(state_).read_some(place, room);
  }

  size_t inflate(char* place, size_t room) {
    if (stream_.sgetc() == std::char_traits<char>::eof()) return 0;
    const auto ready = std::min(stream_.in_avail(), static_cast<std::streamsize>(room));
    return static_cast<size_t>(stream_.sgetn(place, ready));
  }

  std::string name_;
  DescriptorSource::State state_;
  io::filtering_streambuf<io::input> stream_;
  bool begun_ = false;
  bool compressed_ = false;
  std::string buffer_;
  std::optional<MappedFile> mapped_;  // instead of the buffer
  size_t start_ = 0;
  size_t end_ = 0;
  std::optional<ReadAhead> ahead_;  // the last: its thread uses the others
};

model::Result<LineSource> LineSource::open(const std::string& path) {
  if (path == "-") {
    auto reader = std::make_unique<Reader>("stdin", STDIN_FILENO);
    return LineSource(std::move(reader));
  }
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    return model::Error{std::string("cannot open the capture: ") + std::strerror(errno), path, {}};
  }
  auto reader = std::make_unique<Reader>(path, descriptor);
  struct stat status = {};
  if (fstat(descriptor, &status) == 0 && S_ISDIR(status.st_mode)) {
    return model::Error{"a directory, not a capture", path, "name the files in it"};
  }
  return LineSource(std::move(reader));
}

LineSource LineSource::of_bytes(std::string bytes) {
  return LineSource(std::make_unique<Reader>(std::move(bytes)));
}

LineSource::LineSource(std::unique_ptr<Reader> reader) : reader_(std::move(reader)) {}
LineSource::LineSource(LineSource&&) noexcept = default;
LineSource& LineSource::operator=(LineSource&&) noexcept = default;
LineSource::~LineSource() = default;

model::Result<bool> LineSource::next(std::string_view& line) {
  return reader_->next(line);
}

void LineSource::end_where(std::function<bool()> interrupted) {
  reader_->end_where(std::move(interrupted));
}

bool LineSource::lasting() const {
  return reader_->lasting();
}

uint64_t LineSource::bytes() const {
  return reader_->bytes();
}

std::optional<uint64_t> LineSource::size() const {
  return reader_->size();
}

}  // namespace mcbt::run
