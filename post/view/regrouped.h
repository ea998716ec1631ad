// A snapshot whose rows are something other than its keys, so that all that orders, filters, draws
// and writes keys does the same for it.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "post/aggregate/snapshot.h"
#include "post/view/family_rule.h"

namespace mcbt::view {

// It does not move, because its snapshot points into it.
class Regrouped {
 public:
  Regrouped(const Regrouped&) = delete;
  Regrouped& operator=(const Regrouped&) = delete;

  // That of all keys, with other rows.
  const aggregate::Snapshot& snapshot() const { return snapshot_; }
  // How many keys are in a row; 0 where the rows are none of keys.
  uint64_t members(std::string_view row) const;

  // A row a family, over all keys of the snapshot.
  static std::unique_ptr<Regrouped> by_family(const aggregate::Snapshot& snapshot,
                                              const FamilyRule& rule);
  // The keys of one family.
  static std::unique_ptr<Regrouped> of_family(const aggregate::Snapshot& snapshot,
                                              const FamilyRule& rule, std::string_view family);
  // A row a connection, and for each of `open` though it was not used. `name` says what stands for
  // the one of a descriptor, and must not say the same for two. The snapshot must have connections.
  using ConnectionName = std::function<std::string(std::string_view descriptor)>;
  static std::unique_ptr<Regrouped> by_connection(const aggregate::Snapshot& snapshot,
                                                  const ConnectionName& name,
                                                  const std::vector<std::string>& open);
  // A row a command, as --command calls it. Of operations that are in no row of a key (the
  // snapshot's losses count them) nothing but their number is known, so they are not in these rows
  // either.
  static std::unique_ptr<Regrouped> by_command(const aggregate::Snapshot& snapshot);

 private:
  explicit Regrouped(const aggregate::Snapshot& snapshot);

  aggregate::KeyTable keys_;
  aggregate::KeyTable unrated_;
  std::unordered_map<std::string, uint64_t> members_;
  aggregate::Snapshot snapshot_;
};

}  // namespace mcbt::view
