#include "post/view/regrouped.h"

#include <array>
#include <vector>

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

void add_members(const KeyTable& from, const FamilyRule& rule, std::string_view wanted,
                 KeyTable& to) {
  std::string family;
  for (size_t i = 0; i < from.size(); ++i) {
    rule.name(from.key(i), family);
    if (family != wanted) continue;
    const KeyRow row = from.row(i);
    add_as(to, row.key, row.length, row);
  }
}

struct Hash {
  using is_transparent = void;
  size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

// Adds each key to its family, and counts the families' keys. There are far fewer families than
// keys: they are added up on the side and reach the table once.
template <typename Members>
void add_families(const KeyTable& from, const FamilyRule& rule, KeyTable& to, Members& members) {
  std::vector<KeyRow> sums;
  std::vector<uint64_t> counts;
  std::unordered_map<std::string, size_t, Hash, std::equal_to<>> index;
  std::string family;
  for (size_t i = 0; i < from.size(); ++i) {
    rule.name(from.key(i), family);
    auto found = index.find(std::string_view(family));
    if (found == index.end()) {
      found = index.emplace(family, sums.size()).first;
      sums.push_back({found->first, static_cast<uint32_t>(family.size()), true, {}, {}});
      counts.push_back(0);
    }
    KeyRow& sum = sums[found->second];
    const KeyRow row = from.row(i);
    for (size_t op = 0; op < row.ops.size(); ++op) {
      sum.ops[op].calls += row.ops[op].calls;
      sum.ops[op].bytes += row.ops[op].bytes;
    }
    sum.times.calls += row.times.calls;
    sum.times.us += row.times.us;
    sum.whole = sum.whole && row.whole;
    ++counts[found->second];
  }
  for (size_t i = 0; i < sums.size(); ++i) {
    add_as(to, sums[i].key, sums[i].length, sums[i]);
    members.emplace(sums[i].key, counts[i]);
  }
}

void add_named(const KeyTable& from, const Regrouped::ConnectionName& name, KeyTable& to) {
  for (size_t i = 0; i < from.size(); ++i) {
    const KeyRow row = from.row(i);
    const std::string named = name(row.key);
    add_as(to, named, static_cast<uint32_t>(named.size()), row);
  }
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
  const auto found = members_.find(std::string(row));
  return found == members_.end() ? 0 : found->second;
}

std::unique_ptr<Regrouped> Regrouped::by_family(const Snapshot& snapshot, const FamilyRule& rule) {
  std::unique_ptr<Regrouped> regrouped(new Regrouped(snapshot));
  add_families(*snapshot.keys, rule, regrouped->keys_, regrouped->members_);
  if (snapshot.unrated != nullptr) {
    std::unordered_map<std::string, uint64_t> unused;
    add_families(*snapshot.unrated, rule, regrouped->unrated_, unused);
  }
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

std::unique_ptr<Regrouped> Regrouped::by_connection(const Snapshot& snapshot,
                                                    const ConnectionName& name,
                                                    const std::vector<std::string>& open) {
  std::unique_ptr<Regrouped> regrouped(new Regrouped(snapshot));
  for (const std::string& row : open) {
    regrouped->keys_.add({row, static_cast<uint32_t>(row.size()), true, model::Op::kGet, 0, 0});
  }
  add_named(*snapshot.connections, name, regrouped->keys_);
  regrouped->snapshot_.unrated = &regrouped->unrated_;
  if (snapshot.unrated_connections != nullptr) {
    add_named(*snapshot.unrated_connections, name, regrouped->unrated_);
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
