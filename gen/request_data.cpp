#include "gen/request_data.h"

#include <array>
#include <string>

#include "model/catalogue.h"
#include "model/request.h"

namespace mcbt::gen {
namespace {

using kainjow::mustache::data;

// What the verifier can follow: a million instructions, loop by loop.
constexpr int kStepsOfARead = 128;
constexpr int kReadCopies = 4;  // of the block that reads, so that many times the steps
constexpr int kResponsesOfAWrite = 60;
constexpr int kWriteCopies = 3;
constexpr int kCountsAtOnce = 10;
constexpr int kCountCopies = 4;

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

std::string repeated(const std::string& tracepoint, int times) {
  std::string list;
  for (int i = 0; i < times; ++i) {
    list += (list.empty() ? "" : ",\n") + ("tracepoint:syscalls:" + tracepoint);
  }
  return list;
}

// Where requests are counted. Up to 0.17 bpftrace mixes up the programs of a tracepoint that stands
// in one block's list and in another block as well, so sys_exit_read always stands alone.
data counting_places() {
  data list(data::type::list);
  list.push_back(data("probes", repeated("sys_exit_sendmsg", kCountCopies) + ",\n" +
                                    repeated("sys_enter_epoll_wait", 1)));
  list.push_back(data("probes", repeated("sys_exit_read", 1)));
  return list;
}

// So many empty items: what is in the section stands there so many times.
data empty_items(int count) {
  data list(data::type::list);
  for (int i = 0; i < count; ++i) list.push_back(data(data::type::object));
  return list;
}

// The eights of bytes by which two keys are compared, in tiers, so that short keys cost little.
data key_tiers() {
  constexpr std::array<uint32_t, 5> kLonger = {8, 16, 32, 64, 128};
  data list(data::type::list);
  for (size_t i = 0; i < kLonger.size(); ++i) {
    const uint32_t end = i + 1 < kLonger.size() ? kLonger[i + 1] : model::kMaxKeyBytes;
    data offsets(data::type::list);
    for (uint32_t offset = kLonger[i]; offset < end; offset += 8) {
      offsets.push_back(data("offset", std::to_string(offset)));
    }
    data tier;
    tier.set("longer", std::to_string(kLonger[i]));
    tier.set("offsets", offsets);
    list.push_back(tier);
  }
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
  root.set("latency", spec.kind == ScriptKind::kLatency || spec.histograms);
  root.set("purpose", std::string(top ? "the hot keys of a memcached, window by window."
                                      : "how long a memcached takes for a request."));
  root.set("banner", std::string(top ? "Counting memcached's operations by key."
                                     : "Timing memcached's requests."));
  root.set("pid", std::to_string(*spec.pid));
  root.set("verbs", verbs());
  root.set("modes", modes());
  root.set("writes", repeated("sys_enter_sendmsg", kWriteCopies));
  root.set("reads", empty_items(kReadCopies));
  root.set("places", counting_places());
  root.set("tiers", key_tiers());
  root.set("time_code", std::to_string(model::kTimeCode));
  root.set("words", std::to_string(kStepsOfARead));
  root.set("counts", std::to_string(kCountsAtOnce));
  root.set("responses", std::to_string(kResponsesOfAWrite));
  root.set("binary", code_of(Unattributed::kBinary));
  root.set("tls", code_of(Unattributed::kTls));
  root.set("long_read", code_of(Unattributed::kLongRead));
  root.set("no_response", code_of(Unattributed::kNoResponse));
  root.set("batch", code_of(Unattributed::kBatch));
  root.set("no_room", code_of(Unattributed::kNoRoom));
}

}  // namespace mcbt::gen
