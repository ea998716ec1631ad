#include "cli/flags.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <sstream>

namespace mcbt::cli {
namespace {

using model::Error;
using model::ok;
using model::Status;

constexpr unsigned kLive = kTopBit | kSnoopBit | kLatencyBit | kRecordBit;
constexpr unsigned kTables = kTopBit | kReportBit | kDemoBit;
constexpr unsigned kChecks = kProbesBit | kDoctorBit;
constexpr unsigned kAll = kLive | kTables | kEmitBit | kChecks;

template <typename T>
std::optional<T> number(const std::string& text) {
  T value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// Sets `place` to the number in `text` if it is at least `least` and at most `most`.
template <typename T, typename Place>
Status set_number(const std::string& text, T least, T most, Place& place) {
  const auto value = number<T>(text);
  if (!value || *value < least || *value > most) {
    return Error{fmt::format("{} is not a whole number from {} to {}", text, least, most)};
  }
  place = *value;
  return ok();
}

Status set_pid(Options& options, const std::string& value) {
  return set_number<int64_t>(value, 1, INT32_MAX, options.pid);
}
Status set_port(Options& options, const std::string& value) {
  return set_number<uint16_t>(value, 1, UINT16_MAX, options.port);
}
Status set_binary(Options& options, const std::string& value) {
  options.binary = value;
  return ok();
}

Status set_sort(Options& options, const std::string& value) {
  const auto column = view::sort_column(value);
  if (!column) {
    std::vector<std::string_view> names;
    names.reserve(std::size(view::kSortNames));
    for (const view::SortName& name : view::kSortNames) names.push_back(name.name);
    return Error{fmt::format("no column {}: there are {}", value, fmt::join(names, ", "))};
  }
  options.query.sort = *column;
  return ok();
}
Status set_reverse(Options& options, const std::string&) {
  options.query.reverse = true;
  return ok();
}
Status set_rows(Options& options, const std::string& value) {
  return set_number<size_t>(value, 0, SIZE_MAX, options.query.rows);
}

Status set_command(Options& options, const std::string& value) {
  std::istringstream list(value);
  for (std::string command; std::getline(list, command, ',');) {
    if (!model::is_command(command)) {
      std::vector<std::string_view> names;
      for (const model::OpInfo& info : model::kOps) {
        if (std::ranges::find(names, info.command) == names.end()) names.push_back(info.command);
      }
      return Error{fmt::format("no command {}: there are {}", command, fmt::join(names, ", "))};
    }
    options.commands.push_back(command);
  }
  return ok();
}

Status set_filter(Options& options, const std::string& value) {
  auto filter = view::Filter::compile(value);
  if (!filter) return Error{filter.error().what, {}, filter.error().hint};
  options.query.filter = std::move(*filter);
  return ok();
}

Status set_group(Options& options, const std::string& value) {
  if (value == "auto") {
    options.group.emplace();
    return ok();
  }
  auto rule = view::FamilyRule::compile(value);
  if (!rule) return Error{rule.error().what, {}, rule.error().hint};
  options.group = std::move(*rule);
  return ok();
}

Status set_format(Options& options, const std::string& value) {
  if (value == "table") {
    options.format = Format::kTable;
  } else if (value == "json") {
    options.format = Format::kJson;
  } else if (value == "csv") {
    options.format = Format::kCsv;
  } else {
    return Error{fmt::format("no format {}: there are table, json, csv", value)};
  }
  return ok();
}

Status set_output(Options& options, const std::string& value) {
  options.output = value;
  return ok();
}
Status set_no_clear(Options& options, const std::string&) {
  options.no_clear = true;
  return ok();
}
Status set_batch(Options& options, const std::string&) {
  options.batch = true;
  return ok();
}
Status set_no_color(Options& options, const std::string&) {
  options.no_color = true;
  return ok();
}
Status set_ascii(Options& options, const std::string&) {
  options.ascii = true;
  return ok();
}
Status set_windows(Options& options, const std::string&) {
  options.windows = true;
  return ok();
}

Status set_source(Options& options, const std::string& value) {
  options.source.reset();
  if (value == "usdt") options.source = gen::Source::kUsdt;
  if (value == "syscall") options.source = gen::Source::kSyscall;
  if (options.source || value == "auto") return ok();
  return Error{fmt::format("no source {}: there are auto, usdt and syscall", value)};
}
Status set_bpftrace(Options& options, const std::string& value) {
  options.bpftrace = value;
  return ok();
}
Status set_target_bpftrace(Options& options, const std::string& value) {
  options.target_bpftrace = model::parse_version(value);
  if (!options.target_bpftrace) return Error{fmt::format("{} is not a version like 0.17", value)};
  return ok();
}
Status set_key_bytes(Options& options, const std::string& value) {
  return set_number<uint32_t>(value, 1, model::kMaxKeyBytes, options.key_bytes);
}
Status set_max_keys(Options& options, const std::string& value) {
  constexpr uint64_t kMost = 10'000'000;
  return set_number<uint64_t>(value, 1, kMost, options.max_keys);
}
Status set_verbose(Options& options, const std::string&) {
  options.verbose = true;
  return ok();
}
Status set_quiet(Options& options, const std::string&) {
  options.quiet = true;
  return ok();
}

constexpr Flag kFlags[] = {
    {"-p,--pid", "PID", "the memcached to trace; without it, the only one that runs",
     kLive | kEmitBit | kChecks, set_pid},
    {"--port", "N", "the memcached that listens on this TCP port", kLive | kEmitBit | kChecks,
     set_port},
    {"--binary", "PATH", "every process of this memcached binary, instead of one process",
     kEmitBit | kProbesBit, set_binary},
    {"-s,--sort", "COLUMN",
     "calls (default), rate, bytes, size, hits, misses, ratio, latency or key", kTables, set_sort},
    {"--reverse", "", "sort the other way round", kTables, set_reverse},
    {"-r,--rows", "N", "rows to show: 20 unless told, 0 = all", kTables, set_rows},
    {"-c,--command", "LIST", "trace (or count) only these: get,set,…", kLive | kTables | kEmitBit,
     set_command},
    {"-k,--filter", "REGEX", "show only keys in which this regular expression (RE2) occurs",
     kTables | kSnoopBit | kLatencyBit, set_filter},
    {"--group", "REGEX",
     "families of keys instead of keys: what this matches becomes {}; auto: what looks like an id",
     kTopBit | kReportBit | kDemoBit, set_group},
    {"-f,--format", "FORMAT", "table (default), json (JSON Lines) or csv",
     kTables | kSnoopBit | kLatencyBit | kChecks, set_format},
    {"-o,--output", "FILE", "write there and not to stdout", kAll, set_output},
    {"-C,--no-clear", "", "append tables, do not clear the screen",
     kTopBit | kLatencyBit | kDemoBit, set_no_clear},
    {"--batch", "", "tables, not a full screen, even on a terminal", kTopBit | kDemoBit, set_batch},
    {"--no-color", "", "no colours on the full screen; also $NO_COLOR", kTopBit, set_no_color},
    {"--ascii", "", "nothing but ASCII on the full screen", kTopBit, set_ascii},
    {"--windows", "", "every window, and not only their sum", kReportBit, set_windows},
    {"--source", "SOURCE", "auto, usdt or syscall: where the data comes from", kLive | kEmitBit,
     set_source},
    {"--bpftrace", "PATH", "which bpftrace to run; also $MCBT_BPFTRACE", kLive | kDoctorBit,
     set_bpftrace},
    {"--target-bpftrace", "VERSION", "the bpftrace that will run the script", kEmitBit,
     set_target_bpftrace},
    {"--key-bytes", "N", "keep this much of a key (default 250: all of it); less is cheaper",
     kTopBit | kSnoopBit | kLatencyBit | kRecordBit | kEmitBit, set_key_bytes},
    {"--max-keys", "N",
     "room in the kernel for pairs of operation and key a window: 131072 unless told (50,000 keys "
     "that are read and written; 175 to 240 MB), 65536 with the syscall source",
     kTopBit | kLatencyBit | kRecordBit | kEmitBit, set_max_keys},
    {"-v,--verbose", "", "also show the script, and what bpftrace says", kAll, set_verbose},
    {"-q,--quiet", "", "on stderr nothing but errors", kAll, set_quiet},
};

}  // namespace

std::span<const Flag> flags() {
  return kFlags;
}

}  // namespace mcbt::cli
