#include "post/aggregate/stored_window.h"

namespace mcbt::aggregate {
StoredWindow::StoredWindow(const Snapshot& snapshot) : snapshot_(snapshot) {
  keys_.add(*snapshot.keys);
  snapshot_.keys = &keys_;
  if (snapshot.unrated != nullptr) {
    unrated_.add(*snapshot.unrated);
    snapshot_.unrated = &unrated_;
  }
  if (snapshot.latency != nullptr) {
    latency_ = *snapshot.latency;
    snapshot_.latency = &latency_;
  }
}

}  // namespace mcbt::aggregate
