#include "gen/render_script.h"

#include <algorithm>
#include <kainjow/mustache.hpp>

#include "gen/key_strings.h"
#include "gen/layout.h"
#include "gen/request_data.h"
#include "gen/templates.h"

namespace mcbt::gen {
namespace {

using kainjow::mustache::data;
using kainjow::mustache::mustache;
using kainjow::mustache::partial;

// "arg1" for the key of command__get, and so on.
std::string arg_name(const model::Probe& probe, model::Arg arg) {
  const auto index = arg_index(probe, arg);
  return index ? "arg" + std::to_string(*index) : std::string();
}

// snoop's COMMAND column. It is text of the format: as an argument it would not fit on BPF's stack.
std::string command_column(const model::Probe& probe) {
  std::string column(op_info(*probe.op).command);
  column.resize(8, ' ');
  return column;
}

std::string op_code(model::Op op) {
  return std::to_string(op_index(op));
}

// The words of snoop's RESULT column for a value of negative and of other size; empty where the
// probe does not tell: it fires whether stored or not, or on hits only.
std::pair<std::string, std::string> result_words(const model::Probe& probe) {
  switch (*probe.op) {
    case model::Op::kGetHit:
    case model::Op::kTouch:
      return {"miss", "hit"};
    case model::Op::kSet:
    case model::Op::kAdd:
    case model::Op::kReplace:
    case model::Op::kAppend:
    case model::Op::kPrepend:
      return {"fail", "ok"};
    default:
      return {};
  }
}

// snoop's lines, one for each result. A word that were an argument would not fit on BPF's stack
// beside a whole key.
data lines_of_results(const model::Probe& probe) {
  const auto line = [](const char* start, std::string word, const std::string& value) {
    word.resize(6, ' ');
    data fields;
    fields.set("start", start);
    fields.set("word", word);
    fields.set("value", value);
    return fields;
  };
  const std::string bytes = "$size - " + std::to_string(model::kValueTrailerBytes);
  const bool sized = arg_index(probe, model::Arg::kSize).has_value();
  const auto [negative, other] = result_words(probe);
  data lines(data::type::list);
  if (negative.empty()) {
    lines.push_back(line("\t", "-", sized ? "$size < 0 ? $size : " + bytes : "(int64)-1"));
    return lines;
  }
  lines.push_back(line("\tif ($size < 0) {\n\t\t", negative, "$size"));
  lines.push_back(line("\t} else {\n\t\t", other, bytes));
  return lines;
}

struct OpExpression {
  std::string code;   // yields an op code
  std::string names;  // the same with the ops' names, for a comment
};

// A meta get's key stands in its request behind "mg", whose space memcached has overwritten with
// NUL by then: three bytes, the upper ones of the little-endian word that ends where the key
// starts. A key of a multi-get that follows one ending in "mg" looks the same; as a get that is not
// told apart it is not wrong.
OpExpression op_expression(const model::Probe& probe, bool meta_misses_only) {
  const std::string code = op_code(*probe.op);
  const std::string name(op_info(*probe.op).name);
  if (!probe.if_absent) return {code, name};
  const std::string absent = op_code(*probe.if_absent);
  const std::string absent_name(op_info(*probe.if_absent).name);
  if (!meta_misses_only) {
    return {"$size < 0 ? " + absent + " : " + code, absent_name + " : " + name};
  }
  return {"$size >= 0 ? " + code + " : (*(uint32*)uptr($key - 4) >> 8 == 0x676d ? " +
              op_code(model::Op::kGet) + " : " + absent + ")",
          name + " : (after \"mg\" ? get : " + absent_name + ")"};
}

// The totals that the probe may add to. One that has several finds its own by $op.
data totals_data(const ScriptSpec& spec, const model::Probe& probe) {
  const auto ops = ops_of(spec, probe);
  data totals(data::type::list);
  for (const model::Op op : ops) {
    data fields;
    fields.set("total", std::string(op_info(op).name));
    fields.set("code", op_code(op));
    fields.set("chosen", ops.size() > 1);
    totals.push_back(fields);
  }
  return totals;
}

data probe_data(const ScriptSpec& spec, const Layout& layout, const model::Probe& probe) {
  const bool meta_misses_only = model::shows_meta_misses_only(spec.memcached);
  data fields;
  fields.set("name", std::string(probe.name));
  fields.set("command", command_column(probe));
  fields.set("connection", arg_name(probe, model::Arg::kConnection));
  fields.set("key", arg_name(probe, model::Arg::kKey));
  fields.set("length", arg_name(probe, model::Arg::kKeyLength));
  // An empty string would make a mustache section count as present.
  const std::string size = arg_name(probe, model::Arg::kSize);
  fields.set("size", size.empty() ? data(data::type::bool_false) : data(size));
  const OpExpression op = op_expression(probe, meta_misses_only);
  fields.set("op_expression", op.code);
  fields.set("op_names", op.names);
  fields.set("absent", probe.if_absent.has_value());
  fields.set("reads_key", probe.if_absent.has_value() && meta_misses_only);
  fields.set("results", lines_of_results(probe));
  fields.set("branches", !result_words(probe).first.empty());
  if (!layout.totals.empty()) fields.set("totals", totals_data(spec, probe));
  return fields;
}

data side_data(const ScriptSpec& spec, const Layout& layout, std::string_view side) {
  data maps(data::type::list);
  for (const model::MapDescription& map : maps_of_side(spec.kind, layout, side)) {
    const bool some = spec.busiest != 0 && map.role == model::MapRole::kKeys;
    data fields;
    fields.set("map", map.name);
    fields.set("printed", map.name + (some ? ", " + std::to_string(spec.busiest) : ""));
    maps.push_back(fields);
  }
  data fields;
  fields.set("side", std::string(side));
  fields.set("side_number", std::string(side == "a" ? "0" : "1"));
  fields.set("maps", maps);
  return fields;
}

// Scratch maps, cleared at the end so that bpftrace's exit dump has nothing to print.
data state_data(const ScriptSpec& spec, bool finds_escapes) {
  data state(data::type::list);
  if (finds_escapes) state.push_back(data("map", std::string(model::kEscapesMap)));
  if (spec.has_windows()) {
    for (const char* map : {"@start", "@edge", "@seq", "@tick", "@side", "@turned", "@busy"}) {
      state.push_back(data("map", map));
    }
  }
  if (spec.source == Source::kSyscall) {
    for (const char* map : kRequestState) state.push_back(data("map", map));
    if (spec.datagrams) state.push_back(data("map", "@datagram"));
    if (spec.has_windows()) state.push_back(data("map", "@on"));
    if (!spec.has_windows()) {
      for (const char* map : kSnoopState) state.push_back(data("map", map));
    }
  } else if (spec.kind == ScriptKind::kLatency) {
    for (const char* map : {"@began", "@done", "@op"}) state.push_back(data("map", map));
  } else if (spec.kind == ScriptKind::kKeyLatency) {
    state.push_back(data("map", "@began"));
  }
  return state;
}

data lines_data(const std::vector<std::string>& lines) {
  data list(data::type::list);
  for (const std::string& line : lines) list.push_back(data("text", line));
  return list;
}

// "Op codes: 1 get_hit, 2 get_miss, …", at most 90 characters a line.
std::vector<std::string> op_lines(const ScriptSpec& spec) {
  std::vector<std::string> lines = {"  Op codes:"};
  for (const model::Op op : ops_of(spec)) {
    const std::string item = " " + op_code(op) + " " + std::string(op_info(op).name) + ",";
    if (lines.back().size() + item.size() > 90) lines.emplace_back("  ");
    lines.back() += item;
  }
  lines.back().back() = '.';
  return lines;
}

std::vector<std::string> limit_lines(const ScriptSpec& spec, const Layout& layout) {
  std::vector<std::string> lines;
  if (spec.kind == ScriptKind::kTop) {
    lines.push_back("Room for " + std::to_string(spec.max_keys) +
                    " pairs of operation and key a window; what finds no room is counted by");
    lines.emplace_back("operation all the same, and mcbt report says how much it was.");
  } else if (spec.kind == ScriptKind::kKeyLatency) {
    lines.push_back("Room for " + std::to_string(spec.max_keys) +
                    " triples of operation, power of two and key a window; what finds no");
    lines.emplace_back("room is counted by operation all the same, and mcbt report says how much.");
  }
  if (spec.has_keys()) {
    lines.push_back("Keys are whole up to " + std::to_string(layout.key_bytes) + " bytes.");
  }
  const auto spots = spec.source == Source::kUsdt ? model::blind_spots(spec.memcached)
                                                  : std::vector<model::BlindSpot>();
  if (!spots.empty()) {
    lines.push_back(spec.memcached
                        ? "The probes of memcached " + spec.memcached->text() + " do not show:"
                        : std::string("Depending on its version, memcached's probes do not show:"));
    for (const model::BlindSpot& spot : spots) {
      std::string line = "- " + std::string(spot.what);
      if (!spec.memcached && spot.since) line += " (from " + spot.since->text() + " on)";
      if (!spec.memcached && spot.until) line += " (up to " + spot.until->text() + ")";
      lines.push_back(std::move(line));
    }
  }
  return lines;
}

// The text between the quotes of a bpftrace string literal.
std::string in_string_literal(const std::string& text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '"' || c == '\\') escaped += '\\';
    escaped += c;
  }
  return escaped;
}

constexpr std::string_view kPlain =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-+";

bool is_plain(std::string_view text) {
  return !text.empty() && text.find_first_not_of(kPlain) == std::string_view::npos;
}

// The path part of a probe's name. bpftrace takes some characters in quotes and others not at all;
// none of them may end the probe's name and start script.
model::Result<std::string> target_path(const ScriptSpec& spec) {
  if (spec.pid) return "/proc/" + std::to_string(*spec.pid) + "/exe";
  if (is_plain(spec.binary)) return spec.binary;
  return model::Error{"a probe's path takes only letters, digits and /._-+", "--binary",
                      "trace the process with -p PID, or make a link with a plain name"};
}

// The script's file as a word of a shell's command line.
std::string file_word(const std::string& file) {
  if (is_plain(file)) return file;
  std::string quoted = "'";
  for (const char c : file) {
    if (c == '\'') {
      quoted += R"('\'')";
    } else {
      quoted += c;
    }
  }
  return quoted + "'";
}

// The name stands in a comment, which it must not end.
bool fits_comment(const std::string& file) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  return std::ranges::none_of(file, is_control) && file.find("*/") == std::string::npos;
}

std::string run_line(const ScriptSpec& spec, const Layout& layout) {
  std::string line;
  for (const auto& [name, value] : layout.environment) {
    line.append(name).append("=").append(value).append(" ");
  }
  return line + "bpftrace " + file_word(spec.file);
}

// What adds up `value` (a script's variable) and the number of its values.
std::string statistics_expression(const Layout& layout, const std::string& value) {
  if (layout.statistics.kind == model::MapValue::Kind::kStats) return "stats(" + value + ")";
  return "sum((1 << " + std::to_string(layout.statistics.shift) + ") + " + value + ")";
}

mustache parsed(std::string_view name) {
  mustache text(template_text(name));
  text.set_custom_escape([](const std::string& plain) { return plain; });
  return text;
}

void set_partials(data& root) {
  for (const char* name :
       {"requirements", "op_codes", "count_key", "count_key_time", "count_request",
        "count_requests", "count_timed_key", "count_total", "print_request", "binary_requests",
        "binary_responses", "same_bytes", "same_key", "time_bucket", "windows", "record_latency",
        "find_escapes", "first_window", "quick_requests"}) {
    root.set(name, partial([name] {
               std::string text = template_text(name);
               if (text.ends_with('\n')) text.pop_back();  // the line of {{> name}} has its own
               return text;
             }));
  }
}

void set_key_strings(const KeyStrings& strings, const Layout& layout, data& root) {
  const std::string preparation = strings.preparation();
  root.set("prepares", !preparation.empty());
  root.set("preparation", preparation);
  root.set("part", std::to_string(layout.part));
  root.set("long_keys", layout.parts > 1);
  root.set("short_key", strings.of_short_key());
  root.set("long_key", strings.of_long_key(",\n\t\t\t        "));
  root.set("any_key", strings.of_any_key(",\n\t\t"));
  std::string conversions;
  for (uint32_t i = 0; i < layout.parts; ++i) conversions += "%s";
  root.set("key_conversions", conversions);
}

data script_data(const ScriptSpec& spec, const Dialect& dialect, const Layout& layout,
                 const std::string& target) {
  data root;
  data probes(data::type::list);
  for (const model::Probe* probe : spec.probes) {
    if (probe->op) probes.push_back(probe_data(spec, layout, *probe));
  }
  root.set("probes", probes);
  root.set("target", target);
  root.set("predicate", spec.pid ? "\n/pid == " + std::to_string(*spec.pid) + "/" : std::string());
  root.set("trailer", std::to_string(model::kValueTrailerBytes));
  root.set("capture", in_string_literal(capture_format(spec, dialect, layout)));
  root.set("run", run_line(spec, layout));
  root.set("file", file_word(spec.file));
  root.set("bpftrace", std::string(dialect.name));
  root.set("memcached", spec.source == Source::kSyscall ? std::string("memcached, any build")
                        : spec.memcached
                            ? "memcached " + spec.memcached->text() + " as found in the binary"
                            : std::string("a memcached built with --enable-dtrace"));
  root.set("limits", lines_data(limit_lines(spec, layout)));
  root.set("op_lines", lines_data(op_lines(spec)));
  root.set("statistics", statistics_expression(layout, "$bytes"));
  root.set("connections", spec.connections);
  root.set("times", statistics_expression(layout, "$us"));
  root.set("stats", layout.statistics.kind == model::MapValue::Kind::kStats);
  root.set("shift", std::to_string(layout.statistics.shift));
  set_key_strings(KeyStrings(layout, dialect), layout, root);
  const bool finds_escapes = spec.kind == ScriptKind::kTop && dialect.map_key_escapes == 0;
  root.set("finds_escapes", finds_escapes);
  root.set("tick_ms", std::to_string(layout.tick_ms));
  root.set("ticks", std::to_string(layout.ticks));
  root.set("side_a", side_data(spec, layout, "a"));
  root.set("side_b", side_data(spec, layout, "b"));
  root.set("state", state_data(spec, finds_escapes));
  if (spec.source == Source::kSyscall) set_request_data(spec, root);
  set_partials(root);
  return root;
}

model::Status check_source(const ScriptSpec& spec, const Dialect& dialect) {
  if (spec.source == Source::kSyscall) {
    if (!dialect.takes_syscalls) {
      return model::Error{"bpftrace " + std::string(dialect.name) +
                              " does not take the script of the source syscall",
                          {},
                          "0.17 to 0.20 do: name one by --bpftrace PATH, or trace a memcached with "
                          "USDT probes"};
    }
    if (spec.pid) return model::ok();
    return model::Error{"the syscall source is of one process", {}, "name it by -p PID"};
  }
  const auto counts = [](const model::Probe* probe) { return probe->op.has_value(); };
  if (std::ranges::any_of(spec.probes, counts)) return model::ok();
  return model::Error{"no probe is left to attach", {}, "widen --command"};
}

}  // namespace

model::Result<Script> render_script(const ScriptSpec& spec, const Dialect& dialect) {
  const auto target = target_path(spec);
  if (!target) return target.error();
  if (!fits_comment(spec.file)) {
    return model::Error{"a script's file name takes no control bytes and no */", "--output",
                        "give it a plain name"};
  }
  if (const auto status = check_source(spec, dialect); !status) return status.error();
  const Layout layout = lay_out(spec, dialect);
  const std::string name(spec.source == Source::kSyscall ? "syscall" : script_name(spec.kind));
  return Script{parsed(name).render(script_data(spec, dialect, layout, *target)),
                layout.environment};
}

}  // namespace mcbt::gen
