#include "post/tui/connection_rows.h"

#include <fmt/format.h>

namespace mcbt::tui {
namespace {

constexpr std::string_view kDescriptor = "fd ";

}  // namespace

ConnectionRows::ConnectionRows(const std::optional<std::vector<Connection>>& open)
    : known_(open.has_value()) {
  if (!open) return;
  for (const Connection& connection : *open) {
    open_.emplace(std::to_string(connection.id), connection);
  }
}

std::string ConnectionRows::name(std::string_view descriptor) const {
  const auto found = open_.find(descriptor);
  std::string name;
  if (found != open_.end() && !found->second.client.empty()) name = found->second.client + " ";
  return name.append(kDescriptor).append(descriptor);
}

std::string_view ConnectionRows::descriptor(std::string_view row) {
  const size_t last = row.rfind(kDescriptor);
  return last == std::string_view::npos ? row : row.substr(last + kDescriptor.size());
}

std::unique_ptr<view::Regrouped> ConnectionRows::rows(const aggregate::Snapshot& snapshot) const {
  std::vector<std::string> open;
  open.reserve(open_.size());
  for (const auto& [descriptor, connection] : open_) open.push_back(name(descriptor));
  return view::Regrouped::by_connection(
      snapshot, [this](std::string_view descriptor) { return name(descriptor); }, open);
}

std::string ConnectionRows::about(std::string_view row) const {
  if (!known_) return "";
  const auto found = open_.find(descriptor(row));
  if (found == open_.end()) return "closed";
  const Connection& connection = found->second;
  std::string text;
  const auto add = [&](const std::optional<uint64_t>& bytes, std::string_view what) {
    if (bytes.value_or(0) == 0) return;
    text += fmt::format("{}{} bytes {}", text.empty() ? "" : ", ", *bytes, what);
  };
  add(connection.unread, "unread");
  add(connection.unsent, "unsent");
  return text;
}

}  // namespace mcbt::tui
