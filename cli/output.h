// Where a command's result goes.
#pragma once

#include <string>
#include <string_view>

#include "model/result.h"

namespace mcbt::cli {

// stdout, or a file that gets its name when it is whole: until then it is FILE.part.
class Output {
 public:
  // "" and "-" are stdout. Devices and pipes are written to as they are. Fails where the file
  // cannot be made.
  static model::Result<Output> open(const std::string& path);

  Output(Output&& other) noexcept;
  Output& operator=(Output&&) = delete;
  ~Output();

  // Writes at once. What cannot be written is dropped, and usable() is false from then on.
  void write(std::string_view bytes);

  // False where a write failed, and where the reader of stdout has gone away.
  bool usable() const { return error_ == 0 && !broken_; }

  bool is_stdout() const { return path_.empty(); }

  // Gives the file its name. Fails where that or an earlier write() did; what could be written is
  // then kept in FILE.part. That the reader of stdout has gone away is no failure.
  model::Status finish();

 private:
  Output(std::string path, std::string part, int descriptor);
  model::Error failure() const;

  std::string path_;  // empty: stdout
  std::string part_;  // empty: written to as it is
  int descriptor_ = -1;
  int error_ = 0;
  bool broken_ = false;
};

}  // namespace mcbt::cli
