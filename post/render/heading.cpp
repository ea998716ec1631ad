#include "post/render/heading.h"

#include <fmt/format.h>

#include "post/render/key_text.h"

namespace mcbt::render {
namespace {

std::string origin_text(const aggregate::Origin& origin) {
  std::string text = "memcached";
  if (!origin.memcached.empty()) text += " " + key_text(origin.memcached);
  if (origin.pid) text += fmt::format(" pid {}", *origin.pid);
  if (!origin.host.empty()) text += " on " + key_text(origin.host);
  if (!origin.source.empty()) text += " (" + key_text(origin.source) + ")";
  return text;
}

}  // namespace

std::string heading_text(const aggregate::Snapshot& snapshot, const TextStyle& style) {
  std::string line;
  if (snapshot.end_ns && style.clock) line += style.clock(*snapshot.end_ns) + " ";
  line += origin_text(snapshot.origin);
  line += snapshot.summary
              ? fmt::format(", {} window{}", snapshot.windows, snapshot.windows == 1 ? "" : "s")
              : fmt::format(", window {}", snapshot.seq);
  if (snapshot.seconds) line += fmt::format(", {:.3g} s", *snapshot.seconds);
  return line + "\n";
}

std::string notes_text(const aggregate::Snapshot& snapshot) {
  std::string text;
  for (const std::string& note : snapshot.notes()) text += "! " + message_text(note) + "\n";
  return text;
}

}  // namespace mcbt::render
