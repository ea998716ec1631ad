#include "post/render/cost.h"

#include <fmt/format.h>

namespace mcbt::render {

std::optional<double> ns_of_operation(const aggregate::Snapshot& snapshot) {
  // An estimate's calls are more than those that were traced.
  if (!snapshot.cost || snapshot.estimated || snapshot.total_calls() == 0) return std::nullopt;
  return static_cast<double>(snapshot.cost->bpf_ns) / static_cast<double>(snapshot.total_calls());
}

std::string cost_text(const aggregate::Snapshot& snapshot) {
  if (!snapshot.cost) return "";
  const auto ns = ns_of_operation(snapshot);
  const auto share = snapshot.cost->share();
  if (!ns && !share) return "";
  std::string text = "cost";
  if (ns) text += fmt::format(" {:.0f} ns/op", *ns);
  if (ns && share) text += ",";
  if (share) text += fmt::format(" {:.1f} % CPU", *share * 100);
  return text;
}

}  // namespace mcbt::render
