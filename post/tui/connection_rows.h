// The server's connections as rows of a table.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "post/tui/scene.h"
#include "post/view/regrouped.h"

namespace mcbt::tui {

class ConnectionRows {
 public:
  // `open`: what the server has open now; nothing where nobody can know, as of a capture.
  explicit ConnectionRows(const std::optional<std::vector<Connection>>& open = {});

  // A row for each connection that was used and for each that is open. The snapshot must have
  // connections.
  std::unique_ptr<view::Regrouped> rows(const aggregate::Snapshot& snapshot) const;
  // Of a row, beside its numbers: "closed", "301 bytes unsent"; empty: nothing of note.
  std::string about(std::string_view row) const;
  // The file descriptor in a row's name.
  static std::string_view descriptor(std::string_view row);

 private:
  // A client is named by its address. The descriptor stands behind it, as what was counted: it may
  // have been another client's before.
  std::string name(std::string_view descriptor) const;

  bool known_ = false;                                   // what is open
  std::map<std::string, Connection, std::less<>> open_;  // by descriptor
};

}  // namespace mcbt::tui
