#include "post/aggregate/stored_window.h"

namespace mcbt::aggregate {
namespace {

void copy(const KeyTable& from, KeyTable& to) {
  for (size_t i = 0; i < from.size(); ++i) {
    const KeyRow row = from.row(i);
    for (const model::OpInfo& info : model::kOps) {
      const OpStats& stats = row.ops[op_index(info.op)];
      if (stats.calls == 0 && stats.bytes == 0) continue;
      to.add({row.key, row.length, row.whole, info.op, stats.calls, stats.bytes});
    }
  }
}

}  // namespace

StoredWindow::StoredWindow(const Snapshot& snapshot) : snapshot_(snapshot) {
  copy(*snapshot.keys, keys_);
  snapshot_.keys = &keys_;
  if (snapshot.unrated != nullptr) {
    copy(*snapshot.unrated, unrated_);
    snapshot_.unrated = &unrated_;
  }
  if (snapshot.latency != nullptr) {
    latency_ = *snapshot.latency;
    snapshot_.latency = &latency_;
  }
}

}  // namespace mcbt::aggregate
