#include "run/mapped_file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

namespace mcbt::run {
namespace {

// A file without a name.
class Scratch {
 public:
  explicit Scratch(const std::string& bytes) {
    std::string name = "/tmp/mcbt-mapped-XXXXXX";
    descriptor_ = mkstemp(name.data());
    unlink(name.c_str());
    EXPECT_EQ(write(descriptor_, bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() { close(descriptor_); }

  int descriptor() const { return descriptor_; }

 private:
  int descriptor_ = -1;
};

TEST(MappedFile, HasTheFilesBytes) {
  const Scratch file("some bytes\n");
  const auto mapped = MappedFile::map(file.descriptor());
  ASSERT_TRUE(mapped);
  EXPECT_EQ(mapped->bytes(), "some bytes\n");
}

TEST(MappedFile, WhatIsNoFileOrEmptyIsNotMapped) {
  EXPECT_FALSE(MappedFile::map(Scratch("").descriptor()));
  int ends[2] = {};
  ASSERT_EQ(pipe(ends), 0);
  EXPECT_FALSE(MappedFile::map(ends[0]));
  close(ends[0]);
  close(ends[1]);
}

TEST(MappedFile, WhatWasPassedIsStillThereForWhoAsks) {
  const std::string bytes = "first" + std::string(size_t{40} << 20, 'x') + "last";
  const Scratch file(bytes);
  auto mapped = MappedFile::map(file.descriptor());
  ASSERT_TRUE(mapped);
  mapped->passed(bytes.size());
  EXPECT_TRUE(mapped->bytes() == bytes);
}

TEST(MappedFileDeath, AFileThatBecomesShorterIsSaid) {
  EXPECT_EXIT(
      {
        const Scratch file(std::string(100'000, 'x'));
        const auto mapped = MappedFile::map(file.descriptor());
        if (ftruncate(file.descriptor(), 0) != 0) std::abort();
        std::exit(mapped->bytes()[50'000]);
      },
      testing::ExitedWithCode(1), "the capture became shorter while it was read");
}

}  // namespace
}  // namespace mcbt::run
