#include "post/ingest/key_fields.h"

#include <algorithm>

namespace mcbt::ingest {
namespace {

using Kind = model::KeyPart::Kind;

// Takes "N" and, unless it is the `last` part, the comma behind it.
bool take_number(const char*& at, const char* end, bool last, uint32_t& number) {
  constexpr ptrdiff_t kSafeDigits = 9;  // of them, no number overflows
  const char* digits = at;
  const char* limit = end - at > kSafeDigits ? at + kSafeDigits : end;
  const char* stop = digits;
  uint32_t value = 0;
  for (unsigned digit = 0; stop != limit && (digit = static_cast<unsigned char>(*stop) - '0') < 10;
       ++stop) {
    value = value * 10 + digit;
  }
  if (stop == digits || (last ? stop != end : stop == end || *stop != ',')) return false;
  number = value;
  at = last ? stop : stop + 1;
  return true;
}

// Appends the next part of a key of which `left` bytes are left, and takes the comma behind it.
bool take_prefix(const char*& at, const char* end, size_t left, size_t most, std::string& joined) {
  const size_t size = std::min(left, most);
  if (static_cast<size_t>(end - at) <= size || at[size] != ',') return false;
  joined.append(at, size);
  at += size + 1;
  return true;
}

}  // namespace

bool split_key(std::string_view text, const std::vector<model::KeyPart>& parts, std::string& joined,
               KeyFields& fields) {
  fields = {};
  joined.clear();
  bool has_key = false;
  bool spans = false;
  const char* at = text.data();
  const char* end = at + text.size();
  for (const model::KeyPart& part : parts) {
    const bool last = &part == &parts.back();
    switch (part.kind) {
      case Kind::kOp:
      case Kind::kReason:
        if (!take_number(at, end, last, fields.op_code)) return false;
        break;
      case Kind::kOneOp:
        fields.op_code = part.size;
        break;
      case Kind::kBucket:
        if (!take_number(at, end, last, fields.bucket)) return false;
        break;
      case Kind::kConnection:
        if (!take_number(at, end, last, fields.connection)) return false;
        break;
      case Kind::kLength:
        if (!take_number(at, end, last, fields.length)) return false;
        break;
      case Kind::kKeyPrefix:
        // bpftrace's str() stops at a NUL, and a prefix that is shorter than it should be hides
        // where it ends: what follows stays together, and the key counts as cut.
        spans = true;
        fields.whole =
            fields.whole && take_prefix(at, end, fields.length - joined.size(), part.size, joined);
        break;
      case Kind::kKey:
        has_key = true;
        fields.key = {at, static_cast<size_t>(end - at)};
        if (spans) fields.key = joined.append(fields.key);
        at = end;
        break;
    }
  }
  if (has_key && fields.key.size() != fields.length) fields.whole = false;
  return at == end;
}

}  // namespace mcbt::ingest
