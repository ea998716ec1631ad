#include "post/aggregate/stored_window.h"

namespace mcbt::aggregate {
namespace {

// Puts a copy of what `table` points to into `own`, and lets it point there.
void copy(const KeyTable*& table, KeyTable& own) {
  if (table == nullptr) return;
  own.add(*table);
  table = &own;
}

}  // namespace

StoredWindow::StoredWindow(const Snapshot& snapshot) : snapshot_(snapshot) {
  copy(snapshot_.keys, keys_);
  copy(snapshot_.unrated, unrated_);
  copy(snapshot_.connections, connections_);
  copy(snapshot_.unrated_connections, unrated_connections_);
  if (snapshot.latency != nullptr) {
    latency_ = *snapshot.latency;
    snapshot_.latency = &latency_;
  }
}

}  // namespace mcbt::aggregate
