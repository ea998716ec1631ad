// Latency histograms as text, JSON (schema "mcbt.latency/1") and CSV.
#pragma once

#include <string>
#include <vector>

#include "post/aggregate/snapshot.h"
#include "post/render/heading.h"

namespace mcbt::render {

// With the empty buckets between the filled ones: bpftrace's hist() doubles from one to the next.
std::vector<model::Bucket> buckets_of(const aggregate::Histogram& histogram);

std::string latency_text(const aggregate::Snapshot& snapshot, const TextStyle& style);

// One line, with its newline.
std::string latency_json(const aggregate::Snapshot& snapshot);

// Columns kind, seq, start, end, complete, op, min_us, max_us (both inclusive), count.
std::string latency_csv_header();
std::string latency_csv_rows(const aggregate::Snapshot& snapshot);

}  // namespace mcbt::render
