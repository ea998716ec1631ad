// Which room may include which: the table of docs/architecture.md, checked.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

const std::map<std::string, std::set<std::string>> kMayInclude = {
    {"model", {"model"}},
    {"gen", {"gen", "model"}},
    {"run", {"run", "model"}},
    {"post/ingest", {"post/ingest", "model"}},
    {"post/aggregate", {"post/aggregate", "model"}},
    {"post/view", {"post/view", "post/aggregate", "model"}},
    {"post/render", {"post/render", "post/view", "post/aggregate", "model"}},
    {"post/tui", {"post/tui", "post/render", "post/view", "post/aggregate", "model"}},
    {"cli",
     {"cli", "model", "gen", "run", "post/ingest", "post/aggregate", "post/view", "post/render",
      "post/tui"}},
};

// Headers of which only some rooms may know.
const std::map<std::string, std::set<std::string>> kOnlyIn = {
    {"boost/process", {"run"}},
    {"CLI/", {"cli"}},
    {"ncurses", {"post/tui"}},
};

struct Include {
  std::string file;
  std::string header;
};

std::vector<Include> includes_of(const fs::path& room) {
  std::vector<Include> includes;
  for (const auto& entry : fs::directory_iterator(fs::path(MCBT_SOURCE_DIR) / room)) {
    const std::string extension = entry.path().extension().string();
    if (extension != ".h" && extension != ".cpp") continue;
    std::ifstream file(entry.path());
    for (std::string line; std::getline(file, line);) {
      if (!line.starts_with("#include ")) continue;
      const size_t start = line.find_first_of("\"<") + 1;
      includes.push_back(
          {entry.path().string(), line.substr(start, line.find_first_of("\">", start) - start)});
    }
  }
  return includes;
}

// "post/ingest" of "post/ingest/record.h"; empty for headers that are not of the project.
std::string room_of(const std::string& header) {
  const size_t slash = header.rfind('/');
  const std::string folder = slash == std::string::npos ? "" : header.substr(0, slash);
  return kMayInclude.contains(folder) ? folder : "";
}

TEST(Includes, StayWithinTheRoomsAllowed) {
  for (const auto& [room, allowed] : kMayInclude) {
    const auto includes = includes_of(room);
    EXPECT_FALSE(includes.empty()) << room;
    for (const Include& include : includes) {
      const std::string other = room_of(include.header);
      EXPECT_TRUE(other.empty() || allowed.contains(other))
          << include.file << ": " << include.header;
      for (const auto& [prefix, rooms] : kOnlyIn) {
        EXPECT_TRUE(!include.header.starts_with(prefix) || rooms.contains(room))
            << include.file << ": " << include.header;
      }
    }
  }
}

}  // namespace
