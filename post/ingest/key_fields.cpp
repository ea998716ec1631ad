#include "post/ingest/key_fields.h"

namespace mcbt::ingest {
namespace {

using Kind = model::KeyPart::Kind;

// Takes "N" and, unless it is all, the comma behind it.
bool take_number(std::string_view& text, uint32_t& number) {
  constexpr size_t kSafeDigits = 9;  // of them, no number overflows
  size_t at = 0;
  number = 0;
  while (at < text.size() && text[at] >= '0' && text[at] <= '9') {
    if (at == kSafeDigits) return false;
    number = number * 10 + static_cast<uint32_t>(text[at++] - '0');
  }
  if (at == 0 || (at < text.size() && text[at] != ',')) return false;
  text.remove_prefix(at == text.size() ? at : at + 1);
  return true;
}

}  // namespace

std::optional<KeyFields> split_key(std::string_view text, const std::vector<model::KeyPart>& parts,
                                   std::string& joined) {
  KeyFields fields;
  bool has_key = false;
  bool spans = false;
  for (const model::KeyPart& part : parts) {
    switch (part.kind) {
      case Kind::kOp:
        if (!take_number(text, fields.op_code)) return std::nullopt;
        break;
      case Kind::kLength:
        if (!take_number(text, fields.length)) return std::nullopt;
        break;
      case Kind::kKeyPrefix:
        // bpftrace's str() stops at a NUL, and a prefix that is shorter than its size hides where
        // it ends: what is there stays together, and counts as cut.
        if (text.size() > part.size && text[part.size] == ',') {
          joined.assign(text.substr(0, part.size));
          text.remove_prefix(part.size + 1);
          spans = true;
        } else {
          fields.whole = false;
        }
        break;
      case Kind::kKey:
        has_key = true;
        fields.key = text;
        if (spans) {
          joined.append(text);
          fields.key = joined;
        }
        text = {};
        break;
    }
  }
  if (!text.empty()) return std::nullopt;
  if (has_key && fields.key.size() != fields.length) fields.whole = false;
  return fields;
}

}  // namespace mcbt::ingest
