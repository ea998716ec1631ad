#include "gen/request_data.h"

#include <algorithm>
#include <array>
#include <string>

#include "model/catalogue.h"
#include "model/request.h"

namespace mcbt::gen {
namespace {

using kainjow::mustache::data;

// What the verifier can follow: a million instructions, loop by loop.
constexpr int kStepsOfARead = 180;
constexpr int kReadCopies = 3;  // of the block that reads, so that many times the steps
constexpr int kResponsesOfAWrite = 110;
constexpr int kBinaryRequestsOfARead = 100;
constexpr int kBinaryResponsesOfAWrite = 100;
constexpr int kCountsAtOnce = 20;
constexpr int kCountCopies = 3;

// Text of at most eight bytes as a little-endian number, as a script reads it.
std::string letters(std::string_view text) {
  uint64_t number = 0;
  for (size_t i = text.size(); i-- > 0;) number = number << 8 | static_cast<unsigned char>(text[i]);
  return std::to_string(number);
}

// By which a script knows a command: four bytes of its line, or two where its name has two.
std::string command_letters(std::string_view command) {
  constexpr size_t kMost = 4;
  std::string head(command.substr(0, kMost));
  if (head.size() == kMost - 1) head += ' ';
  return letters(head);
}

// By which it knows a response: eight bytes of it, or two where its word has two.
std::string response_letters(std::string_view word) {
  constexpr size_t kMost = 8;
  std::string head(word.substr(0, kMost));
  if (head.size() > 2) head += std::string_view("\r\n").substr(0, kMost - head.size());
  return letters(head);
}

data verbs() {
  data list(data::type::list);
  for (const model::Request& request : model::kRequests) {
    const uint32_t op = request.op ? static_cast<uint32_t>(op_index(*request.op)) : 0;
    const uint32_t code = op | request.key_word << 8 | request.size_word << 12 |
                          (request.many_keys ? 1U << 16 : 0) | (request.has_flags ? 1U << 17 : 0);
    data verb;
    verb.set("letters", command_letters(request.command));
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

std::string code_of(model::Outcome outcome) {
  return std::to_string(static_cast<int>(outcome));
}

data outcomes() {
  data list(data::type::list);
  for (const model::Response& response : model::kResponses) {
    data item;
    item.set("letters", response_letters(response.word));
    item.set("code", code_of(response.outcome));
    item.set("text", std::string(response.word));
    list.push_back(item);
  }
  data number;
  number.set("letters", std::to_string('0'));
  number.set("code", code_of(model::Outcome::kOk));
  number.set("text", std::string("the new value of a counter"));
  list.push_back(number);
  // Where there is none yet.
  data unknown;
  unknown.set("letters", std::string("0"));
  unknown.set("code", code_of(model::Outcome::kUnknown));
  unknown.set("text", std::string("unknown"));
  list.push_back(unknown);
  return list;
}

// What a get is: a hit where its response is good with a value or without.
data gets() {
  using model::Outcome;
  data list(data::type::list);
  for (int code = 0; code <= static_cast<int>(model::kOutcomes.size()); ++code) {
    const auto outcome = model::outcome_by_code(static_cast<uint64_t>(code));
    const bool hit = outcome == Outcome::kHit || outcome == Outcome::kOk;
    const model::Op op = hit                         ? model::Op::kGetHit
                         : outcome == Outcome::kMiss ? model::Op::kGetMiss
                                                     : model::Op::kGet;
    data item;
    item.set("letters", std::to_string(code));
    item.set("code", std::to_string(op_index(op)));
    item.set("text", std::string(op_info(op).name));
    list.push_back(item);
  }
  return list;
}

data statuses() {
  data list(data::type::list);
  for (const model::BinaryStatus& status : model::kBinaryStatuses) {
    data item;
    item.set("letters", std::to_string(status.status));
    item.set("code", code_of(status.outcome));
    item.set("text", std::string(name_of(status.outcome)));
    list.push_back(item);
  }
  return list;
}

data opcodes() {
  constexpr uint32_t kNoMore = 1U << 4;
  constexpr uint32_t kOrMiss = 1U << 5;
  data list(data::type::list);
  for (const model::BinaryRequest& request : model::kBinaryRequests) {
    const bool read = !request.op || op_info(*request.op).payload == model::Payload::kRead;
    const uint32_t op = request.op ? static_cast<uint32_t>(op_index(*request.op)) : 0;
    data item;
    item.set("letters", std::to_string(request.opcode));
    item.set("code", std::to_string(op | (request.quiet ? (read ? kOrMiss : kNoMore) : 0)));
    item.set("text", std::string(request.op ? op_info(*request.op).name : "no operation") +
                         (request.quiet ? ", quiet" : ""));
    list.push_back(item);
  }
  return list;
}

// "1 hit, 2 miss, …"
std::string outcome_codes() {
  std::string text;
  for (const model::OutcomeInfo& info : model::kOutcomes) {
    text += (text.empty() ? "" : ", ") + code_of(info.outcome) + " " + std::string(info.name);
  }
  return text;
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

// The same; the last one knows that it is.
data items_with_last(int count) {
  data list = empty_items(count - 1);
  list.push_back(data("last", true));
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

data shown_ops(const ScriptSpec& spec) {
  data list(data::type::list);
  for (const model::OpInfo& info : model::kOps) {
    if (!spec.ops.empty() && std::ranges::find(spec.ops, info.op) == spec.ops.end()) continue;
    data item;
    item.set("op", std::to_string(op_index(info.op)));
    item.set("text", std::string(info.name));
    list.push_back(item);
  }
  return list;
}

// The ops and outcomes whose value bytes are the client's. Where the outcome is not known (quiet
// requests), they are what was sent.
data sized_outcomes() {
  using model::Outcome;
  data list(data::type::list);
  for (const model::OpInfo& info : model::kOps) {
    if (info.payload == model::Payload::kNone) continue;
    const Outcome good = info.payload == model::Payload::kRead ? Outcome::kHit : Outcome::kOk;
    for (const Outcome outcome : {good, Outcome::kUnknown}) {
      data item;
      item.set("op", std::to_string(op_index(info.op)));
      item.set("code", code_of(outcome));
      list.push_back(item);
    }
  }
  return list;
}

// What a script says of itself.
struct Purpose {
  ScriptKind kind;
  const char* purpose;
  const char* banner;
};
constexpr std::array<Purpose, 4> kPurposes = {{
    {ScriptKind::kTop, "the hot keys of a memcached, window by window.",
     "Counting memcached's operations by key."},
    {ScriptKind::kSnoop, "every operation on a memcached, as it happens.", ""},
    {ScriptKind::kLatency, "how long a memcached takes for a request.",
     "Timing memcached's requests."},
    {ScriptKind::kKeyLatency, "how long a memcached takes for the requests of each key.",
     "Timing memcached's requests by key."},
}};

}  // namespace

void set_request_data(const ScriptSpec& spec, data& root) {
  using model::Unattributed;
  root.set("requests", true);
  root.set("windowed", spec.has_windows());
  root.set("top", spec.kind == ScriptKind::kTop);
  root.set("snoop", spec.kind == ScriptKind::kSnoop);
  root.set("latency", spec.kind == ScriptKind::kLatency || spec.histograms);
  root.set("key_latency", spec.kind == ScriptKind::kKeyLatency);
  const auto* purpose = std::ranges::find(kPurposes, spec.kind, &Purpose::kind);
  root.set("purpose", std::string(purpose->purpose));
  root.set("banner", std::string(purpose->banner));
  root.set("outcomes", outcomes());
  root.set("gets", gets());
  root.set("get_letters", command_letters("get"));
  root.set("set_letters", command_letters("set"));
  root.set("stored_letters", response_letters("STORED"));
  root.set("get", std::to_string(op_index(model::Op::kGet)));
  root.set("get_hit", std::to_string(op_index(model::Op::kGetHit)));
  root.set("get_miss", std::to_string(op_index(model::Op::kGetMiss)));
  root.set("set", std::to_string(op_index(model::Op::kSet)));
  root.set("statuses", statuses());
  root.set("opcodes", opcodes());
  root.set("requests_of_a_read", std::to_string(kBinaryRequestsOfARead));
  root.set("responses_of_a_write", std::to_string(kBinaryResponsesOfAWrite));
  root.set("outcome_codes", outcome_codes());
  if (spec.kind == ScriptKind::kSnoop) {
    root.set("side_b", false);
    root.set("shown", shown_ops(spec));
    root.set("sized", sized_outcomes());
  }
  root.set("pid", std::to_string(*spec.pid));
  root.set("verbs", verbs());
  root.set("modes", modes());
  root.set("reads", items_with_last(kReadCopies));
  root.set("places", counting_places());
  root.set("tiers", key_tiers());
  root.set("time_code", std::to_string(model::kTimeCode));
  root.set("words", std::to_string(kStepsOfARead));
  root.set("counts", std::to_string(kCountsAtOnce));
  root.set("responses", std::to_string(kResponsesOfAWrite));
  root.set("datagrams", spec.datagrams);
  root.set("udp", code_of(Unattributed::kUdp));
  root.set("tls", code_of(Unattributed::kTls));
  root.set("long_read", code_of(Unattributed::kLongRead));
  root.set("no_response", code_of(Unattributed::kNoResponse));
  root.set("batch", code_of(Unattributed::kBatch));
  root.set("no_room", code_of(Unattributed::kNoRoom));
}

}  // namespace mcbt::gen
