#include "run/bpftrace_tool.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

namespace mcbt::run {
namespace {

namespace fs = std::filesystem;

// A shell script in the place of bpftrace.
class FakeBpftrace {
 public:
  explicit FakeBpftrace(const std::string& script)
      : path_(fs::temp_directory_path() / ("mcbt-bpftrace-" + std::to_string(getpid()))) {
    std::ofstream(path_) << "#!/bin/sh\n" << script << "\n";
    chmod(path_.c_str(), S_IRWXU);
  }
  ~FakeBpftrace() { fs::remove(path_); }
  std::string path() const { return path_; }

 private:
  fs::path path_;
};

TEST(BpftraceTool, SaysItsRelease) {
  const FakeBpftrace fake("echo bpftrace v0.26.0-1bac8a8da");
  const auto tool = find_bpftrace(fake.path());
  ASSERT_TRUE(tool) << tool.error().message();
  EXPECT_EQ(tool->version, (model::Version{0, 26, 0}));
  EXPECT_EQ(tool->path, fake.path());
}

TEST(BpftraceTool, ThatSaysNothingIsNotWaitedForForEver) {
  const FakeBpftrace fake("sleep 1000");
  const auto before = std::chrono::steady_clock::now();
  const auto tool = find_bpftrace(fake.path(), std::chrono::milliseconds(200));
  ASSERT_FALSE(tool);
  EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(100));
  EXPECT_EQ(tool.error().where, fake.path());
}

TEST(BpftraceTool, ThatIsAnotherProgramIsTold) {
  for (const char* script : {"echo something 1.2.3", "exit 1", "printf 'bpftrace v'"}) {
    const FakeBpftrace fake(script);
    const auto tool = find_bpftrace(fake.path());
    ASSERT_FALSE(tool) << script;
    EXPECT_EQ(tool.error().what, "does not say which release of bpftrace it is");
  }
}

TEST(BpftraceTool, ThatIsMissingIsTold) {
  const auto tool = find_bpftrace("/no/such/bpftrace");
  ASSERT_FALSE(tool);
  EXPECT_EQ(tool.error().message(),
            "/no/such/bpftrace: cannot run bpftrace: No such file or directory; is it a working "
            "bpftrace?");
}

}  // namespace
}  // namespace mcbt::run
