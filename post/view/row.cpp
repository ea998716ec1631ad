#include "post/view/row.h"

#include <algorithm>

#include "model/counter.h"

namespace mcbt::view {
namespace {

using aggregate::KeyRow;
using aggregate::OpStatsByOp;
using aggregate::Snapshot;
using model::Op;
using model::Payload;

uint64_t sum_calls(const OpStatsByOp& ops) {
  uint64_t sum = 0;
  for (const aggregate::OpStats& stats : ops) model::add_to(sum, stats.calls);
  return sum;
}

uint64_t sum_bytes(const OpStatsByOp& ops, Payload payload) {
  uint64_t sum = 0;
  for (const model::OpInfo& info : model::kOps) {
    if (info.payload == payload) model::add_to(sum, ops[op_index(info.op)].bytes);
  }
  return sum;
}

uint64_t calls_of(const OpStatsByOp& ops, Payload payload) {
  uint64_t sum = 0;
  for (const model::OpInfo& info : model::kOps) {
    if (info.payload == payload) model::add_to(sum, ops[op_index(info.op)].calls);
  }
  return sum;
}

std::optional<double> average_size(const Row& row) {
  const uint64_t reads = calls_of(row.ops, Payload::kRead);
  if (reads != 0 && row.bytes_read) {
    return static_cast<double>(*row.bytes_read) / static_cast<double>(reads);
  }
  const uint64_t writes = calls_of(row.ops, Payload::kWritten);
  if (writes != 0 && row.bytes_written) {
    return static_cast<double>(*row.bytes_written) / static_cast<double>(writes);
  }
  return std::nullopt;
}

std::optional<double> hit_ratio(const Row& row, const Snapshot& snapshot) {
  const uint64_t known = row.hits() + row.misses();
  const bool told_apart = row.ops[op_index(Op::kGet)].calls == 0;
  if (known == 0 || !told_apart || !snapshot.origin.blind.empty()) return std::nullopt;
  return static_cast<double>(row.hits()) / static_cast<double>(known);
}

double share_of(uint64_t part, uint64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

double score(const Row& row, const aggregate::Times& times, const RowMaker::Whole& whole) {
  double sum = row.share;
  int known = 1;
  if (whole.bytes != 0 && row.bytes_read) {
    sum += share_of(*row.bytes_read + *row.bytes_written, whole.bytes);
    ++known;
  }
  if (whole.time_us != 0) {
    sum += share_of(times.us, whole.time_us);
    ++known;
  }
  return sum / known;
}

// Fills in all that follows from `ops`. `unrated`: the part that no rate may include.
void derive(Row& row, const OpStatsByOp& unrated, const Snapshot& snapshot,
            const RowMaker::Whole& whole) {
  row.calls = sum_calls(row.ops);
  row.share = share_of(row.calls, whole.calls);
  row.hit_ratio = hit_ratio(row, snapshot);
  // The bytes of a get that is not told to be a hit are not known either.
  if (row.ops[op_index(Op::kGet)].calls == 0) {
    row.bytes_read = sum_bytes(row.ops, Payload::kRead);
  }
  row.bytes_written = sum_bytes(row.ops, Payload::kWritten);
  row.size_avg = average_size(row);
  if (!snapshot.seconds || *snapshot.seconds <= 0) return;
  const auto rate = [&](uint64_t all, uint64_t part) {
    return static_cast<double>(all - part) / *snapshot.seconds;
  };
  row.rate = rate(row.calls, sum_calls(unrated));
  if (row.bytes_read) row.read_rate = rate(*row.bytes_read, sum_bytes(unrated, Payload::kRead));
  row.write_rate = rate(*row.bytes_written, sum_bytes(unrated, Payload::kWritten));
}

RowMaker::Whole whole_of(const Snapshot& snapshot) {
  const OpStatsByOp& ops = snapshot.keys->totals();
  uint64_t bytes = sum_bytes(ops, Payload::kRead);
  model::add_to(bytes, sum_bytes(ops, Payload::kWritten));
  return {std::max(snapshot.total_calls(), snapshot.attributed), bytes,
          snapshot.keys->total_times().us};
}

}  // namespace

uint64_t Row::gets() const {
  return hits() + misses() + ops[op_index(Op::kGet)].calls;
}

uint64_t Row::sets() const {
  return calls_of(ops, Payload::kWritten);
}

uint64_t Row::others() const {
  return calls - gets() - sets();
}

RowMaker::RowMaker(const Snapshot& snapshot) : snapshot_(snapshot), whole_(whole_of(snapshot)) {}

Row RowMaker::row(size_t index) const {
  const KeyRow key = snapshot_.keys->row(index);
  Row row;
  row.key = key.key;
  row.key_length = key.length;
  row.key_truncated = !key.whole;
  row.ops = key.ops;
  row.latency_us = key.times.mean_us();
  const auto unrated = snapshot_.unrated == nullptr ? OpStatsByOp{} : snapshot_.unrated->find(key);
  derive(row, unrated, snapshot_, whole_);
  row.score = score(row, key.times, whole_);
  return row;
}

Row RowMaker::total() const {
  Row total;
  total.ops = snapshot_.keys->totals();
  OpStatsByOp unrated = snapshot_.unrated == nullptr ? OpStatsByOp{} : snapshot_.unrated->totals();
  for (size_t op = 0; op < total.ops.size(); ++op) {
    total.ops[op].calls = snapshot_.calls[op];
    unrated[op].calls = 0;
  }
  unrated[0].calls = snapshot_.unrated_calls;
  total.latency_us = snapshot_.keys->total_times().mean_us();
  derive(total, unrated, snapshot_, whole_);
  total.score = 1;
  return total;
}

Row total_row(const Snapshot& snapshot) {
  return RowMaker(snapshot).total();
}

}  // namespace mcbt::view
