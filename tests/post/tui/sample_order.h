// An order of a few keys, for tests of what is done with it.
#pragma once

#include <memory>
#include <vector>

#include "post/aggregate/stored_window.h"
#include "post/view/top_table.h"
#include "tests/post/aggregate/sample_events.h"

namespace mcbt::tui {

struct SampleOrder {
  std::unique_ptr<aggregate::StoredWindow> window;
  std::unique_ptr<view::TopOrder> order;
};

inline SampleOrder sample_order(const std::vector<aggregate::Counted>& operations,
                                const view::Query& query = {}) {
  SampleOrder sample;
  aggregate::Aggregator aggregator([&](const aggregate::Snapshot& snapshot) {
    sample.window = std::make_unique<aggregate::StoredWindow>(snapshot);
  });
  aggregator.on_header(aggregate::top_header());
  aggregate::add_window(aggregator, 3, 2, operations);
  sample.order = std::make_unique<view::TopOrder>(sample.window->snapshot(), query);
  return sample;
}

}  // namespace mcbt::tui
