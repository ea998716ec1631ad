// Errors as values. A function that can fail returns Result<T>; only `cli` prints an Error.
#pragma once

#include <cassert>
#include <string>
#include <utility>
#include <variant>

namespace mcbt::model {

// What an operator needs to act: what happened, where, and what to do next. `where` (a file with
// its line, a process) and `hint` may be empty. None of them ends in a newline or a full stop, and
// all of them are printable: whoever builds one from foreign bytes escapes them first.
struct Error {
  std::string what;
  std::string where = {};
  std::string hint = {};

  // One line: "where: what; hint".
  std::string message() const {
    std::string line = where.empty() ? what : where + ": " + what;
    if (!hint.empty()) line += "; " + hint;
    return line;
  }
};

// Either a T or an Error. Asking for the one that is not there is a bug of the caller.
template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::move(value)) {}      // NOLINT(google-explicit-constructor)
  Result(Error error) : state_(std::move(error)) {}  // NOLINT(google-explicit-constructor)

  explicit operator bool() const { return std::holds_alternative<T>(state_); }

  T& value() {
    assert(*this);
    return std::get<T>(state_);
  }
  const T& value() const {
    assert(*this);
    return std::get<T>(state_);
  }
  const Error& error() const {
    assert(!*this);
    return std::get<Error>(state_);
  }

  T& operator*() { return value(); }
  const T& operator*() const { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

 private:
  std::variant<T, Error> state_;
};

// The result of something that is done for its effect.
using Status = Result<std::monostate>;
inline Status ok() {
  return std::monostate{};
}

}  // namespace mcbt::model
