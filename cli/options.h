// What the command line says, checked.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/moment.h"
#include "gen/script_spec.h"
#include "model/catalogue.h"
#include "model/operation.h"
#include "model/version.h"
#include "post/render/window_rows.h"
#include "post/view/family_rule.h"
#include "post/view/query.h"

namespace mcbt::cli {

enum class Format : uint8_t { kTable, kJson, kCsv };

struct Options {
  std::optional<int64_t> pid;
  std::optional<uint16_t> port;
  std::string binary;  // emit: a path instead of a process

  view::Query query;
  std::optional<view::FamilyRule> group;  // top: rows are families of keys
  std::vector<std::string> commands;      // --command; empty: all
  Format format = Format::kTable;
  render::RowFormat row_format = render::RowFormat::kJsonl;  // rows
  std::string output;                                        // "" and "-": stdout
  bool no_clear = false;
  bool batch = false;     // never the full screen
  bool no_color = false;  // on the full screen
  bool ascii = false;     // on the full screen
  bool windows = false;   // report: every window
  bool sorted = false;    // --sort was given

  // Of captures, the part that lies between these, and in windows of these numbers.
  std::optional<Moment> from;
  std::optional<Moment> to;
  std::optional<Moment> at;  // diff: one capture, before and after this
  std::optional<uint64_t> first_window;
  std::optional<uint64_t> last_window;

  std::optional<gen::Source> source;  // nothing: the one that tells most
  std::string bpftrace;               // path; "": $PATH's
  std::optional<model::Version> target_bpftrace;
  uint32_t key_bytes = model::kMaxKeyBytes;
  std::optional<uint64_t> max_keys;  // nothing: what gen::default_max_keys() says

  uint64_t busiest = 0;                // live: pairs a window that are printed; 0: all
  std::optional<double> seconds;       // live: ends after that long
  std::optional<double> max_overhead;  // live: percent of one CPU

  bool verbose = false;
  bool quiet = false;

  std::vector<std::string> positionals;  // as they stand on the command line
  // Out of the positionals, where the command takes them.
  std::optional<double> interval;  // seconds
  std::optional<uint64_t> count;   // windows

  // The ops that --command selects; empty: all.
  std::vector<model::Op> ops() const;
};

}  // namespace mcbt::cli
