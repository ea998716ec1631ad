#include "post/render/origin_json.h"

#include "post/render/cost.h"
#include "post/render/key_text.h"
#include "post/render/number_text.h"

namespace mcbt::render {
namespace {

using Json = nlohmann::ordered_json;

Json text_or_null(const std::string& text) {
  return text.empty() ? Json(nullptr) : Json(key_text(text));
}

Json time_json(const std::optional<int64_t>& epoch_ns) {
  return epoch_ns ? Json(iso_utc(*epoch_ns)) : Json(nullptr);
}

Json cost_json(const aggregate::Snapshot& snapshot, const model::Cost& cost) {
  const auto percent = [&](std::optional<uint64_t> ns) {
    if (!ns || cost.wall_ns == 0) return Json(nullptr);
    return Json(rounded(static_cast<double>(*ns) * 100 / static_cast<double>(cost.wall_ns), 2));
  };
  const auto ns = ns_of_operation(snapshot);
  const auto share = cost.share();
  return {{"bpf_ns_per_op", ns ? Json(rounded(*ns, 1)) : Json(nullptr)},
          {"bpf_percent", percent(cost.bpf_ns)},
          {"trap_percent", percent(cost.trap_ns)},
          {"cpu_percent", percent(cost.cpu_ns)},
          {"percent", share ? Json(rounded(*share * 100, 2)) : Json(nullptr)}};
}

}  // namespace

Json snapshot_json(std::string_view schema, const aggregate::Snapshot& snapshot) {
  Json json = {{"schema", schema}, {"kind", snapshot.summary ? "summary" : "window"}};
  if (snapshot.summary) {
    json["windows"] = snapshot.windows;
  } else {
    json["seq"] = snapshot.seq;
  }
  json["start"] = time_json(snapshot.start_ns);
  json["end"] = time_json(snapshot.end_ns);
  json["seconds"] = snapshot.seconds ? Json(rounded(*snapshot.seconds, 4)) : Json(nullptr);
  json["host"] = text_or_null(snapshot.origin.host);
  json["pid"] = snapshot.origin.pid ? Json(*snapshot.origin.pid) : Json(nullptr);
  json["source"] = text_or_null(snapshot.origin.source);
  if (snapshot.cost) json["cost"] = cost_json(snapshot, *snapshot.cost);
  json["complete"] = snapshot.complete();
  Json notes = Json::array();
  for (const std::string& note : snapshot.notes()) notes.push_back(message_text(note));
  json["notes"] = std::move(notes);
  if (snapshot.summary) {
    Json unseen = Json::array();
    for (const std::string& what : snapshot.origin.unseen) unseen.push_back(key_text(what));
    json["unseen"] = std::move(unseen);
  }
  return json;
}

}  // namespace mcbt::render
