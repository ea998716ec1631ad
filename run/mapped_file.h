// A file as memory.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

namespace mcbt::run {

class MappedFile {
 public:
  // Nothing where the file cannot be mapped: a pipe, a device, an empty one. The descriptor may be
  // closed afterwards. Where the file is made shorter while it is mapped, what is gone cannot be
  // read: the process then says so and ends.
  static std::optional<MappedFile> map(int descriptor);

  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;
  ~MappedFile();

  std::string_view bytes() const { return {data_, size_}; }

  // Takes what lies well before `place` out of this process' memory. Who reads it again gets it
  // again.
  void passed(size_t place);

 private:
  MappedFile(char* data, size_t size) : data_(data), size_(size) {}

  char* data_;
  size_t size_;
  size_t dropped_ = 0;
};

}  // namespace mcbt::run
