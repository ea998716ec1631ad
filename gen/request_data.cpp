#include "gen/request_data.h"

#include <array>
#include <string>

#include "model/request.h"

namespace mcbt::gen {
namespace {

using kainjow::mustache::data;

// What the verifier can follow: a million instructions, loop by loop.
constexpr int kStepsOfARead = 128;
constexpr int kCopies = 4;  // of the block that reads, so that many times the steps
constexpr int kResponsesOfAWrite = 120;
constexpr int kCountsAtOnce = 10;

// The bytes by which a script knows a command, as a little-endian number: four of its line, or two
// where its name has two.
std::string letters(std::string_view command) {
  constexpr size_t kMost = 4;
  std::string head(command.substr(0, kMost));
  if (head.size() == kMost - 1) head += ' ';
  uint64_t number = 0;
  for (size_t i = head.size(); i-- > 0;) number = number << 8 | static_cast<unsigned char>(head[i]);
  return std::to_string(number);
}

data verbs() {
  data list(data::type::list);
  for (const model::Request& request : model::kRequests) {
    const uint32_t op = request.op ? static_cast<uint32_t>(op_index(*request.op)) : 0;
    const uint32_t code = op | request.key_word << 8 | request.size_word << 12 |
                          (request.many_keys ? 1U << 16 : 0) | (request.has_flags ? 1U << 17 : 0);
    data verb;
    verb.set("letters", letters(request.command));
    verb.set("code", std::to_string(code));
    verb.set("text", std::string(request.command));
    list.push_back(verb);
  }
  return list;
}

data modes() {
  constexpr unsigned kUpperCase = 0xdf;
  data list(data::type::list);
  for (const model::RequestMode& mode : model::kRequestModes) {
    data item;
    item.set("op", std::to_string(op_index(mode.op)));
    item.set("letter", std::to_string(static_cast<unsigned char>(mode.letter) & kUpperCase));
    item.set("becomes", std::to_string(op_index(mode.becomes)));
    item.set("text", std::string(1, mode.letter));
    list.push_back(item);
  }
  return list;
}

data copies() {
  data list(data::type::list);
  for (int i = 1; i <= kCopies; ++i) list.push_back(data("comma", i < kCopies ? "," : ""));
  return list;
}

std::string code_of(model::Unattributed reason) {
  return std::to_string(static_cast<int>(reason));
}

}  // namespace

void set_request_data(const ScriptSpec& spec, data& root) {
  using model::Unattributed;
  const bool top = spec.kind == ScriptKind::kTop;
  root.set("requests", true);
  root.set("top", top);
  root.set("latency", spec.kind == ScriptKind::kLatency);
  root.set("purpose", std::string(top ? "the hot keys of a memcached, window by window."
                                      : "how long a memcached takes for a request."));
  root.set("banner", std::string(top ? "Counting memcached's operations by key."
                                     : "Timing memcached's requests."));
  root.set("pid", std::to_string(*spec.pid));
  root.set("verbs", verbs());
  root.set("modes", modes());
  root.set("copies", copies());
  root.set("time_code", std::to_string(model::kTimeCode));
  root.set("words", std::to_string(kStepsOfARead));
  root.set("counts", std::to_string(kCountsAtOnce));
  root.set("responses", std::to_string(kResponsesOfAWrite));
  root.set("binary", code_of(Unattributed::kBinary));
  root.set("tls", code_of(Unattributed::kTls));
  root.set("long_read", code_of(Unattributed::kLongRead));
  root.set("no_response", code_of(Unattributed::kNoResponse));
  root.set("no_room", code_of(Unattributed::kNoRoom));
}

}  // namespace mcbt::gen
