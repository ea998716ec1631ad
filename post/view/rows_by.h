// Rows that stand for hosts, processes, commands or families of keys, alone or with keys.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "post/aggregate/forwarding_sink.h"
#include "post/view/family_rule.h"
#include "post/view/filter.h"
#include "post/view/row_name.h"

namespace mcbt::view {

// Hands on keys under the name of the row that they belong to (row_name()), so that all that adds
// up, orders and draws keys does the same for such rows, and in memory that grows with the rows and
// not with the keys. A host or process that a capture does not tell is kUnknownField.
class RowsBy : public aggregate::ForwardingSink {
 public:
  // `parts` is not empty. Keys that the filter does not select go to the row kOtherRow: they are of
  // the totals and of no row that is shown.
  RowsBy(model::EventSink& next, RowParts parts, FamilyRule rule, std::optional<Filter> filter);

  static constexpr std::string_view kOtherRow{};

  void on_header(const model::CaptureHeader& header) override;
  void on_keys(std::span<const model::KeyStats> keys) override;
  void on_operation(const model::Operation& operation) override;

 private:
  struct Sum {
    uint64_t calls = 0;
    uint64_t bytes = 0;
    uint64_t timed = 0;
    uint64_t time_us = 0;
  };
  using Sums = std::array<Sum, model::kOpLimit>;

  bool selected(std::string_view key) const { return !filter_ || filter_->matches(key); }
  void name_row(std::string_view key, model::Op op, std::string& name);
  void hand_on_sums(std::span<const model::KeyStats> keys);
  void hand_on(const Sums& sums, bool selected);
  void hand_on_named(std::span<const model::KeyStats> keys);

  RowParts parts_;
  FamilyRule rule_;
  std::optional<Filter> filter_;
  std::vector<std::string> fields_;  // those of the capture are set
  std::vector<std::string> names_;
  std::vector<model::KeyStats> named_;
};

}  // namespace mcbt::view
