#include "run/read_ahead.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <stdexcept>

namespace mcbt::run {
namespace {

// Gives `text` in pieces of seven bytes, and then ends or fails.
std::function<size_t(char*, size_t)> source(const std::string& text, bool fails = false) {
  return [text, fails, at = size_t{0}](char* place, size_t room) mutable {
    const size_t some = std::min({room, size_t{7}, text.size() - at});
    if (some == 0 && fails) throw std::runtime_error("damaged");
    std::memcpy(place, text.data() + at, some);
    at += some;
    return some;
  };
}

std::string read_all(ReadAhead& ahead) {
  std::string text;
  char some[1000];
  while (const size_t size = ahead.read_some(some, sizeof some)) text.append(some, size);
  return text;
}

std::string long_text() {
  std::string text;
  for (int i = 0; i < 1'000'000; ++i) text += std::to_string(i);
  return text;
}

TEST(ReadAhead, GivesAllBytesInOrder) {
  const std::string text = long_text();
  ReadAhead ahead(source(text));
  EXPECT_TRUE(read_all(ahead) == text);
}

TEST(ReadAhead, OfNothingGivesNothing) {
  ReadAhead ahead(source(""));
  EXPECT_EQ(read_all(ahead), "");
}

TEST(ReadAhead, FailsBehindWhatStoodBefore) {
  ReadAhead ahead(source("good", true));
  char some[100];
  EXPECT_EQ(ahead.read_some(some, sizeof some), 4U);
  EXPECT_THROW(ahead.read_some(some, sizeof some), std::runtime_error);
}

TEST(ReadAhead, MayBeDroppedAtAnyTime) {
  const std::string text = long_text();
  ReadAhead ahead(source(text));
  char some[100];
  EXPECT_EQ(ahead.read_some(some, sizeof some), sizeof some);
}

}  // namespace
}  // namespace mcbt::run
