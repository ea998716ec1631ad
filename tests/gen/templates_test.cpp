#include "gen/templates.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace mcbt::gen {
namespace {

namespace fs = std::filesystem;

TEST(Templates, AreTheFilesByteForByte) {
  for (const auto& entry : fs::directory_iterator(fs::path(MCBT_SOURCE_DIR) / "templates")) {
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    EXPECT_EQ(template_text(entry.path().stem().string()), text) << entry.path();
  }
}

TEST(TemplatesDeathTest, AskingForOneThatIsNotThereAborts) {
  EXPECT_EXIT(template_text("nosuch"), testing::KilledBySignal(SIGABRT), "");
}

}  // namespace
}  // namespace mcbt::gen
