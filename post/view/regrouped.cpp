#include "post/view/regrouped.h"

namespace mcbt::view {
namespace {

using aggregate::KeyRow;
using aggregate::KeyTable;
using aggregate::Snapshot;

// Adds the counters of `row` to those of `key`.
void add_as(KeyTable& table, std::string_view key, uint32_t length, const KeyRow& row) {
  std::array<model::KeyStats, model::kOpLimit + 1> batch;
  size_t size = 0;
  for (const model::OpInfo& info : model::kOps) {
    const auto& stats = row.ops[op_index(info.op)];
    if (stats.calls == 0 && stats.bytes == 0) continue;
    batch[size++] = {key, length, row.whole, info.op, stats.calls, stats.bytes};
  }
  if (row.times.calls != 0 && size != 0) {
    const model::Op op = batch[0].op;
    batch[size++] = {key, length, row.whole, op, 0, 0, row.times.calls, row.times.us};
  }
  table.add(std::span<const model::KeyStats>(batch.data(), size));
}

// Calls `take(family, row)` for each row.
template <typename Take>
void for_each_family(const KeyTable& keys, const FamilyRule& rule, Take take) {
  std::string family;
  for (size_t i = 0; i < keys.size(); ++i) {
    rule.name(keys.key(i), family);
    take(family, keys.row(i));
  }
}

void add_families(const KeyTable& from, const FamilyRule& rule, KeyTable& to) {
  for_each_family(from, rule, [&](const std::string& family, const KeyRow& row) {
    add_as(to, family, static_cast<uint32_t>(family.size()), row);
  });
}

void add_members(const KeyTable& from, const FamilyRule& rule, std::string_view wanted,
                 KeyTable& to) {
  for_each_family(from, rule, [&](const std::string& family, const KeyRow& row) {
    if (family == wanted) add_as(to, row.key, row.length, row);
  });
}

// The times are of keys, and not told by command.
void add_commands(const KeyTable& from, KeyTable& to) {
  for (const model::OpInfo& info : model::kOps) {
    const auto& stats = from.totals()[op_index(info.op)];
    if (stats.calls == 0) continue;
    to.add({info.command, static_cast<uint32_t>(info.command.size()), true, info.op, stats.calls,
            stats.bytes});
  }
}

}  // namespace

Regrouped::Regrouped(const Snapshot& snapshot) : snapshot_(snapshot) {
  snapshot_.keys = &keys_;
  if (snapshot.unrated != nullptr) snapshot_.unrated = &unrated_;
}

uint64_t Regrouped::members(std::string_view row) const {
  const auto found = members_.find(row);
  return found == members_.end() ? 0 : found->second;
}

std::unique_ptr<Regrouped> Regrouped::by_family(const Snapshot& snapshot, const FamilyRule& rule) {
  std::unique_ptr<Regrouped> regrouped(new Regrouped(snapshot));
  for_each_family(*snapshot.keys, rule, [&](const std::string& family, const KeyRow& row) {
    add_as(regrouped->keys_, family, static_cast<uint32_t>(family.size()), row);
    const auto known = regrouped->members_.find(family);
    if (known != regrouped->members_.end()) {
      ++known->second;
    } else {
      regrouped->members_.emplace(family, 1);
    }
  });
  if (snapshot.unrated != nullptr) add_families(*snapshot.unrated, rule, regrouped->unrated_);
  return regrouped;
}

std::unique_ptr<Regrouped> Regrouped::of_family(const Snapshot& snapshot, const FamilyRule& rule,
                                                std::string_view family) {
  std::unique_ptr<Regrouped> regrouped(new Regrouped(snapshot));
  add_members(*snapshot.keys, rule, family, regrouped->keys_);
  if (snapshot.unrated != nullptr) {
    add_members(*snapshot.unrated, rule, family, regrouped->unrated_);
  }
  return regrouped;
}

std::unique_ptr<Regrouped> Regrouped::by_command(const Snapshot& snapshot) {
  std::unique_ptr<Regrouped> regrouped(new Regrouped(snapshot));
  add_commands(*snapshot.keys, regrouped->keys_);
  if (snapshot.unrated != nullptr) add_commands(*snapshot.unrated, regrouped->unrated_);
  return regrouped;
}

}  // namespace mcbt::view
