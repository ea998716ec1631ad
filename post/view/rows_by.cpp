#include "post/view/rows_by.h"

#include <utility>

#include "model/counter.h"

namespace mcbt::view {

using model::KeyStats;

namespace {

// Bytes that were cut off a key.
uint32_t bytes_cut(std::string_view key, uint32_t length) {
  return length > key.size() ? length - static_cast<uint32_t>(key.size()) : 0;
}

}  // namespace

RowsBy::RowsBy(model::EventSink& next, RowParts parts, FamilyRule rule,
               std::optional<Filter> filter)
    : ForwardingSink(next),
      parts_(std::move(parts)),
      rule_(std::move(rule)),
      filter_(std::move(filter)),
      fields_(parts_.size()) {}

void RowsBy::on_header(const model::CaptureHeader& header) {
  for (size_t i = 0; i < parts_.size(); ++i) {
    if (parts_[i] == RowPart::kHost) fields_[i] = header.host;
    if (parts_[i] == RowPart::kPid) fields_[i] = header.pid ? std::to_string(*header.pid) : "";
    if (fields_[i].empty()) fields_[i] = kUnknownField;
  }
  next().on_header(header);
}

void RowsBy::name_row(std::string_view key, model::Op op, std::string& name) {
  for (size_t i = 0; i < parts_.size(); ++i) {
    if (parts_[i] == RowPart::kCommand) fields_[i] = op_info(op).command;
    if (parts_[i] == RowPart::kFamily) rule_.name(key, fields_[i]);
    if (parts_[i] == RowPart::kKey) fields_[i] = key;
  }
  name = row_name(fields_);
}

void RowsBy::on_keys(std::span<const KeyStats> keys) {
  names_keys(parts_) ? hand_on_named(keys) : hand_on_sums(keys);
}

// All keys of an operation are of one row.
void RowsBy::hand_on_sums(std::span<const KeyStats> keys) {
  std::array<Sums, 2> sums = {};  // of keys that are not selected, of those that are
  for (const KeyStats& stats : keys) {
    Sum& sum = sums[selected(stats.key) ? 1 : 0][op_index(stats.op)];
    model::add_to(sum.calls, stats.calls);
    model::add_to(sum.bytes, stats.bytes);
    model::add_to(sum.timed, stats.timed);
    model::add_to(sum.time_us, stats.time_us);
  }
  hand_on(sums[0], false);
  hand_on(sums[1], true);
}

void RowsBy::hand_on(const Sums& sums, bool selected) {
  std::string name;
  for (const model::OpInfo& info : model::kOps) {
    const Sum& sum = sums[op_index(info.op)];
    if (selected) name_row({}, info.op, name);
    const auto length = static_cast<uint32_t>(name.size());
    if (sum.calls != 0 || sum.bytes != 0) {
      const KeyStats counts{name, length, true, info.op, sum.calls, sum.bytes};
      next().on_keys({&counts, 1});
    }
    if (sum.timed != 0) {
      const KeyStats times{name, length, true, info.op, 0, 0, sum.timed, sum.time_us};
      next().on_keys({&times, 1});
    }
  }
}

void RowsBy::hand_on_named(std::span<const KeyStats> keys) {
  const bool whole_keys = parts_.back() == RowPart::kKey;
  if (names_.size() < keys.size()) names_.resize(keys.size());
  named_.assign(keys.begin(), keys.end());
  for (size_t i = 0; i < keys.size(); ++i) {
    KeyStats& stats = named_[i];
    if (selected(stats.key)) {
      name_row(stats.key, stats.op, names_[i]);
      // What was cut off a key has its place in the length still.
      const uint32_t cut = whole_keys ? bytes_cut(stats.key, stats.length) : 0;
      stats.length = static_cast<uint32_t>(names_[i].size()) + cut;
    } else {
      names_[i] = kOtherRow;
      stats.length = 0;
    }
    stats.key = names_[i];
  }
  next().on_keys(named_);
}

void RowsBy::on_operation(const model::Operation& operation) {
  model::Operation named = operation;
  std::string name;
  if (selected(operation.key)) name_row(operation.key, operation.op, name);
  if (!names_keys(parts_)) named.whole = true;
  named.key = name;
  named.length = static_cast<uint32_t>(name.size());
  if (parts_.back() == RowPart::kKey && !name.empty()) {
    named.length += bytes_cut(operation.key, operation.length);
  }
  next().on_operation(named);
}

}  // namespace mcbt::view
