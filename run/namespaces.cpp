#include "run/namespaces.h"

#include <filesystem>

namespace mcbt::run {
namespace {

namespace fs = std::filesystem;

// Up to 0.23.2 `pid` is the number on the host, whoever asks; 0.24.2 asks for that in its
// namespace.
constexpr model::Version kFirstWithNamespaces{0, 24, 0};

std::string namespace_of(const std::string& process, const char* kind) {
  std::error_code ignored;
  return fs::read_symlink("/proc/" + process + "/ns/" + kind, ignored).string();
}

// The kernel gives the first one this number (PROC_PID_INIT_INO).
constexpr const char* kPidsOfHost = "pid:[4026531836]";

// A process in a namespace of mcbt's own, where the host's number is not known.
std::optional<Check> check_own_pids(const Intent& intent) {
  const std::string own = namespace_of("self", "pid");
  if (own.empty() || own == kPidsOfHost) return std::nullopt;
  const char* const remedy =
      "run mcbt on the host, or in a container with the host's pids (docker: --pid=host)";
  if (!intent.bpftrace || *intent.bpftrace < kFirstWithNamespaces) {
    return Check{"namespaces", Health::kBad,
                 "mcbt is in a pid namespace of its own, where bpftrace before 0.24 does not find "
                 "processes by their pid",
                 remedy};
  }
  if (intent.pid && namespace_of(std::to_string(*intent.pid), "pid") != own) {
    return Check{"namespaces", Health::kBad,
                 "mcbt is in a pid namespace of its own, and memcached in another one below it",
                 remedy};
  }
  return std::nullopt;
}

}  // namespace

Check check_namespaces(const Intent& intent) {
  if (auto own = check_own_pids(intent)) return *own;
  if (!intent.pid) return {"namespaces", Health::kGood, "the host's pids", ""};
  std::string others;
  for (const char* kind : {"mnt", "pid", "net"}) {
    const std::string its = namespace_of(std::to_string(*intent.pid), kind);
    if (!its.empty() && its != namespace_of("self", kind)) {
      others += (others.empty() ? "" : ", ") + std::string(kind);
    }
  }
  if (others.empty()) return {"namespaces", Health::kGood, "those of mcbt", ""};
  return {"namespaces", Health::kGood,
          "not those of mcbt (" + others + "): a container; traced by its pid here", ""};
}

}  // namespace mcbt::run
