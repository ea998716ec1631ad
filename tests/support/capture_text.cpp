#include "tests/support/capture_text.h"

#include <cstdio>

namespace mcbt::support {
namespace {

constexpr int kPackedShift = 32;

std::string escaped_byte(unsigned char byte) {
  switch (byte) {
    case '"':
      return "\\\"";
    case '\\':
      return "\\\\";
    case '\n':
      return "\\n";
    case '\r':
      return "\\r";
    case '\t':
      return "\\t";
    case '\b':
      return "\\b";
    case '\f':
      return "\\f";
    default:
      break;
  }
  char text[16] = {};
  if (byte < ' ') {
    std::snprintf(text, sizeof text, "\\u%04x", static_cast<unsigned>(byte));
  } else if (byte >= 0x80) {
    std::snprintf(text, sizeof text, "\\uffffff%02x", static_cast<unsigned>(byte));
  } else {
    text[0] = static_cast<char>(byte);
  }
  return text;
}

std::string members_text(const HeaderMembers& members) {
  std::string text;
  for (const auto& [name, json] : members) {
    if (json.empty()) continue;
    if (!text.empty()) text += ',';
    text.append("\"").append(name).append("\":").append(json);
  }
  return "{" + text + "}";
}

HeaderMembers top_members() {
  const std::string calls = R"({"role":"calls","key":["op"],"value":"count"})";
  const std::string keys = R"({"role":"keys","key":["op","length","key"],"value":"packed:)" +
                           std::to_string(kPackedShift) + "\"}";
  return {
      {"script", R"("top")"},
      {"source", R"("usdt")"},
      {"producer", R"("mcbt 0.1.0")"},
      {"bpftrace", R"("0.12 to 0.18")"},
      {"memcached", R"("1.6.38")"},
      {"host", R"("cache7")"},
      {"pid", "7744"},
      {"binary", R"("/proc/7744/exe")"},
      {"window_ns", "1000000000"},
      {"key_bytes", "250"},
      {"max_keys", "10000"},
      {"environment", R"({"BPFTRACE_STRLEN":"126"})"},
      {"ops", R"({"1":"get_hit","2":"get_miss","4":"set"})"},
      {"maps", R"({"@calls_a":)" + calls + R"(,"@keys_a":)" + keys + R"(,"@calls_b":)" + calls +
                   R"(,"@keys_b":)" + keys + "}"},
      {"start_ns", std::to_string(kStartNs)},
      {"start_epoch", "\"" + std::to_string(kStartEpochNs / 1'000'000'000) + ".000000\""},
  };
}

}  // namespace

std::string escaped(std::string_view bytes) {
  std::string text;
  for (const char byte : bytes) text += escaped_byte(static_cast<unsigned char>(byte));
  return text;
}

std::string printf_line(std::string_view text) {
  return R"({"type": "printf", "data": ")" + escaped(text) + R"(\n"})";
}

std::string map_line(std::string_view name, std::string_view body, std::string_view type) {
  std::string line = R"({"type": ")";
  line.append(type).append(R"(", "data": {")").append(name).append("\": ").append(body);
  return line + "}}";
}

std::string map_line(std::string_view name, const MapEntries& entries, std::string_view type) {
  std::string body;
  for (const auto& [key, value] : entries) {
    body += (body.empty() ? "" : ", ") + ("\"" + escaped(key) + "\": " + value);
  }
  return map_line(name, "{" + body + "}", type);
}

std::string header_json(const HeaderMembers& changes) {
  HeaderMembers members = top_members();
  for (const auto& [name, json] : changes) members[name] = json;
  return members_text(members);
}

std::string header_line(const HeaderMembers& changes) {
  return printf_line("mcbt-capture 1 " + header_json(changes));
}

std::string window_line(uint64_t seq, uint64_t start_ns, uint64_t end_ns) {
  return printf_line("mcbt-window " + std::to_string(seq) + " " + std::to_string(start_ns) + " " +
                     std::to_string(end_ns));
}

std::string stopping_line(const std::string& printing) {
  return printf_line("mcbt-stopping" + (printing.empty() ? "" : " " + printing));
}

std::string end_line() {
  return printf_line("mcbt-end");
}

std::string packed(uint64_t calls, uint64_t bytes) {
  return std::to_string((calls << kPackedShift) + bytes);
}

}  // namespace mcbt::support
