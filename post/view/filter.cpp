#include "post/view/filter.h"

#include <re2/re2.h>

#include <utility>

namespace mcbt::view {

Filter::Filter(std::shared_ptr<const re2::RE2> expression) : expression_(std::move(expression)) {}

model::Result<Filter> Filter::compile(const std::string& pattern) {
  RE2::Options options(RE2::Latin1);  // bytes: a key need not be UTF-8
  options.set_log_errors(false);
  auto expression = std::make_shared<const RE2>(pattern, options);
  if (!expression->ok()) {
    // It quotes the pattern, which may be of any length.
    constexpr size_t kLongest = 200;
    std::string why = expression->error();
    if (why.size() > kLongest) why = why.substr(0, kLongest) + "...";
    return model::Error{"not a regular expression: " + why, "--filter", "the syntax is RE2's"};
  }
  return Filter(std::move(expression));
}

bool Filter::matches(std::string_view key) const {
  return RE2::PartialMatch(re2::StringPiece(key.data(), key.size()), *expression_);
}

const std::string& Filter::pattern() const {
  return expression_->pattern();
}

}  // namespace mcbt::view
