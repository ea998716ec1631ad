// Captures on disk or on stdin, line by line.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "model/result.h"

namespace mcbt::run {

// The lines of a capture; gzip and zstd are recognised by their first bytes, whatever the name.
class LineSource {
 public:
  // `path`: a file, or "-" for stdin. Fails where it cannot be opened or is a directory.
  static model::Result<LineSource> open(const std::string& path);

  // Of a capture in memory.
  static LineSource of_bytes(std::string bytes);

  LineSource(LineSource&&) noexcept;
  LineSource& operator=(LineSource&&) noexcept;
  ~LineSource();

  // Sets `line` to the next one, without its newline, and returns true; false at the end. `line` is
  // valid until the next call. Fails where reading or decompressing does: lines before were good.
  // A last line without a newline is a line.
  model::Result<bool> next(std::string_view& line);

  // Whether lines stay as they are while the source lives: it is a file in memory. Where it is, it
  // must not be made shorter meanwhile.
  bool lasting() const;

  // Asked where a signal interrupts a read: true ends the input there. Without it reading goes on.
  void end_where(std::function<bool()> interrupted);

  // Bytes read so far, as they stand in the file.
  uint64_t bytes() const;
  // Of the file; nothing where that is not known: a pipe.
  std::optional<uint64_t> size() const;

 private:
  class Reader;
  explicit LineSource(std::unique_ptr<Reader> reader);

  std::unique_ptr<Reader> reader_;
};

}  // namespace mcbt::run
