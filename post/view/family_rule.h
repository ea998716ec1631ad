// Which family a key belongs to: its name with what tells its members apart replaced by {}.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "model/result.h"

namespace re2 {
class RE2;
}

namespace mcbt::view {

// user:17:profile and user:4711:profile are user:{}:profile.
class FamilyRule {
 public:
  // Replaces segments that look like ids: numbers, hexadecimal, UUIDs, base64, and numbers within a
  // word. A version (v2) stays, and so does a word of hexadecimal letters without a digit (facade).
  FamilyRule() = default;
  // Replaces what the expression matches, or, where it has groups, what they match. Fails where
  // `pattern` is no RE2 expression, or one that matches nothing at all.
  static model::Result<FamilyRule> compile(const std::string& pattern);

  // Appends nothing to `family`, it replaces it, so that one string may serve for many keys.
  void name(std::string_view key, std::string& family) const;
  std::string name(std::string_view key) const;

 private:
  std::shared_ptr<const re2::RE2> expression_;  // null: the automatic rule
};

}  // namespace mcbt::view
