#include "cli/flags.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <sstream>
#include <utility>

namespace mcbt::cli {
namespace {

using model::Error;
using model::ok;
using model::Status;

constexpr unsigned kLive = kTopBit | kSnoopBit | kLatencyBit | kRecordBit;
constexpr unsigned kTables = kTopBit | kReportBit | kDemoBit;
constexpr unsigned kChecks = kProbesBit | kDoctorBit;
constexpr unsigned kSlices = kReportBit | kDiffBit | kRowsBit;
constexpr unsigned kSorted = kTables | kDiffBit;
constexpr unsigned kAll = kLive | kTables | kSlices | kEmitBit | kChecks;

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
  options.sorted = true;
  return ok();
}
Status set_top_misses(Options& options, const std::string&) {
  return set_sort(options, "misses");
}
Status set_big_hot(Options& options, const std::string&) {
  return set_sort(options, "score");
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

// pid 7 of one host is not pid 7 of another.
Status set_by(Options& options, const std::string& value) {
  view::RowParts& parts = options.query.by;
  parts.clear();
  std::istringstream list(value);
  for (std::string name; std::getline(list, name, ',');) {
    const auto part = view::row_part(name);
    if (!part) {
      std::vector<std::string_view> names;
      for (const view::RowPartInfo& info : view::kRowParts) names.push_back(info.name);
      return Error{fmt::format("no rows by {}: there are {}", name, fmt::join(names, ", "))};
    }
    parts.push_back(*part);
    if (*part == view::RowPart::kPid) parts.push_back(view::RowPart::kHost);
  }
  std::ranges::sort(parts);
  parts.erase(std::unique(parts.begin(), parts.end()), parts.end());
  if (parts.size() > 1 && parts[parts.size() - 2] == view::RowPart::kFamily) {
    return Error{"rows by family or by key, not both"};
  }
  if (parts == view::RowParts{view::RowPart::kKey}) parts.clear();
  return ok();
}

Status set_from(Options& options, const std::string& value) {
  const auto moment = parse_moment(value, now_ns());
  if (!moment) return moment.error();
  options.from = *moment;
  return ok();
}
Status set_to(Options& options, const std::string& value) {
  const auto moment = parse_moment(value, now_ns());
  if (!moment) return moment.error();
  options.to = *moment;
  return ok();
}

Status set_at(Options& options, const std::string& value) {
  const auto moment = parse_moment(value, now_ns());
  if (!moment) return moment.error();
  options.at = *moment;
  return ok();
}

// "5" or "5-9".
Status set_window(Options& options, const std::string& value) {
  const size_t dash = std::min(value.find('-'), value.size());
  options.first_window = number<uint64_t>(value.substr(0, dash));
  options.last_window =
      dash == value.size() ? options.first_window : number<uint64_t>(value.substr(dash + 1));
  if (options.first_window && options.last_window &&
      *options.first_window <= *options.last_window) {
    return ok();
  }
  return Error{
      fmt::format("{} is no window: write its number, or the first and the last: 5-9", value)};
}

Status set_row_format(Options& options, const std::string& value) {
  if (value == "jsonl" || value == "json") {
    options.row_format = render::RowFormat::kJsonl;
  } else if (value == "csv") {
    options.row_format = render::RowFormat::kCsv;
  } else if (value == "tsv") {
    options.row_format = render::RowFormat::kTsv;
  } else {
    return Error{fmt::format("no format {}: there are jsonl, csv, tsv", value)};
  }
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

// Of commands whose result is no rows.
Status set_check_format(Options& options, const std::string& value) {
  if (value != "csv") return set_format(options, value);
  return Error{"no format csv: there are table, json"};
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

Status set_threads(Options& options, const std::string& value) {
  constexpr size_t kMost = 256;
  return set_number<size_t>(value, 1, kMost, options.threads);
}
Status set_max_memory(Options& options, const std::string& value) {
  constexpr std::string_view kUnits = "KMG";
  constexpr unsigned kUnitShift = 10;
  const size_t unit = value.empty() ? std::string_view::npos : kUnits.find(value.back());
  const bool has_unit = unit != std::string_view::npos;
  const auto size = number<uint64_t>(value.substr(0, value.size() - (has_unit ? 1 : 0)));
  const unsigned shift = has_unit ? kUnitShift * static_cast<unsigned>(unit + 1) : 0;
  if (!size || *size << shift >> shift != *size || *size << shift < kLeastMemory) {
    return Error{fmt::format("{} is not a size like 200M: it is at least {}M", value,
                             kLeastMemory >> 2 * kUnitShift)};
  }
  options.max_memory = *size << shift;
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
Status set_busiest(Options& options, const std::string& value) {
  return set_number<uint64_t>(value, 1, 10'000'000, options.busiest);
}
// "30s", "5m", "1.5h"; without a unit, seconds.
Status set_for(Options& options, const std::string& value) {
  constexpr double kLongest = 366.0 * 24 * 3600;
  constexpr std::pair<char, double> kUnits[] = {{'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86'400}};
  std::string digits = value;
  double unit = 1;
  for (const auto& [letter, seconds] : kUnits) {
    if (!digits.ends_with(letter)) continue;
    unit = seconds;
    digits.pop_back();
    break;
  }
  const auto amount = number<double>(digits);
  if (!amount || !(*amount > 0 && *amount * unit <= kLongest)) {
    return Error{fmt::format("{} is not a time: write 30s, 5m or 1h", value)};
  }
  options.seconds = *amount * unit;
  return ok();
}
Status set_max_overhead(Options& options, const std::string& value) {
  std::string digits = value;
  if (digits.ends_with('%')) digits.pop_back();
  const auto percent = number<double>(digits);
  constexpr double kLeast = 0.1;
  constexpr double kMost = 10'000;
  if (!percent || !(*percent >= kLeast && *percent <= kMost)) {
    return Error{
        fmt::format("{} is not a percentage of a CPU: it is from {} to {}", value, kLeast, kMost)};
  }
  options.max_overhead = *percent;
  return ok();
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
     "calls (default), rate, bytes, size, hits, misses, ratio, latency, score or key", kTables,
     set_sort},
    {"-s,--sort", "COLUMN",
     "by the change of rate, bytes, size, hits, misses, ratio or latency, or by key; unless told, "
     "of "
     "calls and misses a second together",
     kDiffBit, set_sort},
    {"--top-misses", "", "sort by misses, as -s misses does", kTables, set_top_misses},
    {"--big-hot", "",
     "sort by score, as -s score does: the mean of a key's shares of calls, bytes and time",
     kTables, set_big_hot},
    {"--reverse", "", "sort the other way round", kSorted, set_reverse},
    {"-r,--rows", "N", "rows to show: 20 unless told, 0 = all", kSorted, set_rows},
    {"-c,--command", "LIST", "trace (or count) only these: get,set,…",
     kLive | kTables | kSlices | kEmitBit, set_command},
    {"-k,--filter", "REGEX", "show only keys in which this regular expression (RE2) occurs",
     kTables | kSlices | kSnoopBit | kLatencyBit, set_filter},
    {"--group", "REGEX",
     "families of keys instead of keys: what this matches becomes {}; auto: what looks like an id",
     kTopBit | kReportBit | kDemoBit | kDiffBit | kRowsBit, set_group},
    {"--by", "PARTS",
     "rows are hosts, and not keys: host, pid, client, command, family, or several: host,key; -k "
     "chooses "
     "keys before they are added up",
     kReportBit | kDiffBit, set_by},
    {"--from", "TIME",
     "leave out what is before: 2026-11-22T18:00:00Z, without the Z for local time, 18:00[:00] of "
     "the day on which the first capture begins (of the next day where that is more than 12 hours "
     "before it), or -5m: five minutes ago",
     kSlices, set_from},
    {"--to", "TIME", "leave out what is then and later; a window belongs to where its middle is",
     kSlices, set_to},
    {"--at", "TIME", "compare what was before with what is after this, in one capture", kDiffBit,
     set_at},
    {"--window", "N", "only the window of this number, or of these: 5-9; of each capture", kSlices,
     set_window},
    {"-f,--format", "FORMAT", "jsonl (default), csv or tsv", kRowsBit, set_row_format},
    {"-f,--format", "FORMAT", "table (default), json (JSON Lines) or csv",
     kSorted | kSnoopBit | kLatencyBit, set_format},
    {"-f,--format", "FORMAT", "table (default) or json", kChecks, set_check_format},
    {"-o,--output", "FILE", "write there and not to stdout", kAll, set_output},
    {"-C,--no-clear", "", "append tables, do not clear the screen",
     kTopBit | kLatencyBit | kDemoBit, set_no_clear},
    {"--batch", "", "tables, not a full screen, even on a terminal", kTopBit | kDemoBit, set_batch},
    {"--no-color", "", "no colours on the full screen; also $NO_COLOR", kTopBit, set_no_color},
    {"--ascii", "", "nothing but ASCII on the full screen", kTopBit, set_ascii},
    {"--windows", "", "every window, and not only their sum", kReportBit, set_windows},
    {"--threads", "N", "threads that read: unless told, as many as there are cores", kReportBit,
     set_threads},
    {"--max-memory", "SIZE",
     "stay within so much memory (200M, 2G): keys with few calls are let go, and the table says "
     "what "
     "may be missing",
     kReportBit, set_max_memory},
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
     "that are read and written; 150 to 210 MB), 65536 with the syscall source",
     kTopBit | kLatencyBit | kRecordBit | kEmitBit, set_max_keys},
    {"--busiest", "N",
     "of each window, let only the N busiest pairs of operation and key out of the kernel: small "
     "captures, less memory of mcbt's, and some of bpftrace's work; calls stay exact, rows may "
     "lack "
     "operations",
     kTopBit | kRecordBit, set_busiest},
    {"--for", "TIME", "end by itself after this long, as Ctrl-C does: 30s, 5m, 1h", kLive, set_for},
    {"--max-overhead", "PERCENT",
     "of one CPU that tracing may take: BPF programs, the traps that start them, bpftrace and "
     "mcbt. "
     "Where it is more, probes are on and off by turns so that the mean keeps to it, and sums are "
     "estimates",
     kLive, set_max_overhead},
    {"-v,--verbose", "", "also show the script, and what bpftrace says", kAll, set_verbose},
    {"-q,--quiet", "", "on stderr nothing but errors", kAll, set_quiet},
};

}  // namespace

std::span<const Flag> flags() {
  return kFlags;
}

}  // namespace mcbt::cli
