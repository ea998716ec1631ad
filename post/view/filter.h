// Which keys a view shows.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "model/result.h"

namespace re2 {
class RE2;
}

namespace mcbt::view {

// A user's regular expression over the bytes of a key. RE2 matches in time linear in the key, so no
// pattern can hang the view.
class Filter {
 public:
  // Fails where `pattern` is no RE2 expression.
  static model::Result<Filter> compile(const std::string& pattern);

  // Whether the pattern occurs in `key`.
  bool matches(std::string_view key) const;

  const std::string& pattern() const;

 private:
  explicit Filter(std::shared_ptr<const re2::RE2> expression);

  std::shared_ptr<const re2::RE2> expression_;
};

}  // namespace mcbt::view
