#include "cli/selection.h"

#include <fmt/format.h>

#include "cli/messages.h"
#include "post/render/number_text.h"
#include "run/capture_files.h"

namespace mcbt::cli {
namespace {

aggregate::SliceOf slice_of(const Options& options) {
  aggregate::SliceOf of;
  of.first_seq = options.first_window;
  of.last_seq = options.last_window;
  if (options.from || options.to) {
    of.range = [from = options.from, to = options.to](int64_t start_ns) {
      return place(from, to, start_ns);
    };
  }
  return of;
}

void say_passed_over(const std::string& name, const std::vector<std::string>& files) {
  if (files.empty()) return;
  print_message(
      fmt::format("mcbt: {}: passed over {} file{} whose names are not those of captures "
                  "(.jsonl, .json, .gz, .zst), the first is {}",
                  name, files.size(), files.size() == 1 ? "" : "s", files.front()));
}

}  // namespace

NamedCaptures named_captures(const std::vector<std::string>& names, const Options& options) {
  NamedCaptures captures;
  for (const std::string& name : names) {
    const auto found = run::find_captures(name);
    if (!found) {
      print_error(found.error());
      captures.all_found = false;
      continue;
    }
    captures.paths.insert(captures.paths.end(), found->paths.begin(), found->paths.end());
    if (!options.quiet) say_passed_over(name, found->passed_over);
  }
  return captures;
}

Selection::Selection(model::EventSink& sink, const Options& options)
    : options_(options), entry_(&sink) {
  if (!options.query.by.empty()) {
    rows_by_.emplace(*entry_, options.query.by, options.group.value_or(view::FamilyRule()),
                     options.query.filter);
    entry_ = &*rows_by_;
  }
  if (auto of = slice_of(options); !of.all()) {
    slice_.emplace(*entry_, std::move(of));
    entry_ = &*slice_;
  }
}

model::EventSink& Selection::entry() {
  return *entry_;
}

bool Selection::judge(const std::string& what) const {
  if (!slice_) return true;
  for (const std::string& file : slice_->unplaced()) {
    const std::string name = file.empty() ? "a capture" : file;
    const bool by_number = options_.first_window || options_.last_window;
    print_error({by_number ? "it has no windows with numbers: nothing of it is counted"
                           : "it does not know the wall clock: nothing of it is counted",
                 name, by_number ? "use --from and --to" : "use --window"});
  }
  if (slice_->took_any()) return slice_->unplaced().empty();
  if (slice_->unplaced().empty()) {
    const auto& seen = slice_->seen();
    print_error({"no window of the captures is in what was asked for", what,
                 seen ? fmt::format("they are from {} to {}", render::iso_utc(*seen->from_ns),
                                    render::iso_utc(*seen->to_ns))
                      : std::string()});
  }
  return false;
}

// Rows that are not keys have been filtered by their keys before.
view::Query selected_query(const Options& options) {
  view::Query query = options.query;
  if (!query.by.empty()) query.filter.reset();
  return query;
}

std::optional<view::FamilyRule> selected_families(const Options& options) {
  if (!options.query.by.empty()) return std::nullopt;
  return options.group;
}

}  // namespace mcbt::cli
