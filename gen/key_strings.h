// How a script reads a memcached key, which is longer than one of its strings may be.
#pragma once

#include <string>

#include "gen/dialect.h"
#include "gen/layout.h"

namespace mcbt::gen {

// Calls of str() as bpftrace expressions. The script has the key's address in $key, the bytes of
// the key in $length (an int64, or bpftrace warns), and where preparation() is not empty has run
// that before.
class KeyStrings {
 public:
  KeyStrings(const Layout& layout, const Dialect& dialect)
      : layout_(layout), str_length_(dialect.str_length) {}

  // A statement; empty where none is needed.
  std::string preparation() const;

  // One string: a key of at most one part.
  std::string of_short_key() const;
  // layout.parts strings with `separator` between them: a key of more than one part, of any length.
  std::string of_long_key(const std::string& separator) const;
  std::string of_any_key(const std::string& separator) const;

 private:
  std::string part(uint32_t index) const;
  std::string str(const std::string& address, const std::string& bytes) const;

  const Layout& layout_;
  StrLength str_length_;
};

}  // namespace mcbt::gen
