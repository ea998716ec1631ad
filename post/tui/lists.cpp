#include "post/tui/lists.h"

#include <fmt/format.h>

#include <sstream>

#include "post/render/key_text.h"
#include "post/render/latency.h"
#include "post/render/number_text.h"

namespace mcbt::tui {
namespace {

std::string number(std::optional<uint64_t> value) {
  return value ? std::to_string(*value) : "-";
}

}  // namespace

List connection_list(const Connections& connections) {
  List list{
      fmt::format("{:>8} {:>12} {:>10} {:>10}  CLIENT", "FD", "OPERATIONS", "UNREAD", "UNSENT"),
      {}};
  if (!connections.note.empty()) list.lines.push_back(render::message_text(connections.note));
  list.lines.reserve(connections.list.size() + 1);
  for (const Connection& connection : connections.list) {
    list.lines.push_back(
        fmt::format("{:>8} {:>12} {:>10} {:>10}  {}", connection.id, number(connection.operations),
                    number(connection.unread), number(connection.unsent),
                    connection.client.empty() ? "unknown" : render::key_text(connection.client)));
  }
  return list;
}

List latency_list(const aggregate::Snapshot& snapshot, size_t width) {
  List list{"LATENCY of requests in memcached, by operation", {}};
  if (snapshot.latency != nullptr && !snapshot.latency->histograms().empty()) {
    std::istringstream text(render::latency_text(snapshot, {width, {}}));
    std::string line;
    std::getline(text, line);  // the heading, which the screen has already
    while (std::getline(text, line)) list.lines.push_back(line);
    return list;
  }
  const aggregate::Times& times = snapshot.keys->total_times();
  if (times.calls != 0) {
    list.lines.push_back(fmt::format("{} requests took {} us on average; L sorts keys by it",
                                     times.calls, render::decimal(times.mean_us(), 1)));
  }
  list.lines.emplace_back("no histograms in this data: `mcbt latency` makes them");
  return list;
}

}  // namespace mcbt::tui
