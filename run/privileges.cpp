#include "run/privileges.h"

#include <linux/capability.h>
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "run/own_status.h"

// Debian 12's headers have them all; they are named here for older ones.
#ifndef CAP_PERFMON
#define CAP_PERFMON 38
#endif
#ifndef CAP_BPF
#define CAP_BPF 39
#endif

namespace mcbt::run {
namespace {

// Releases before insist on the user; read as "only supports running as the root user" of 0.24.2,
// and tried with 0.26.1.
constexpr model::Version kFirstForOthers{0, 26, 0};
// bpftrace before has the kernel's types by a call that needs CAP_SYS_ADMIN, and its tracepoints
// need the types: tried with 0.17.0 and 0.20.4.
constexpr model::Version kFirstTypesForAll{0, 20, 0};

constexpr const char* kSudo = "run it with sudo";
constexpr const char* kContainer =
    "run it outside of the container, or give the container --privileged, or CAP_SYS_ADMIN and "
    "CAP_SYS_PTRACE";

bool has(uint64_t effective, unsigned capability) {
  return (effective >> capability & 1) == 1;
}

// "CAP_BPF and CAP_PERFMON"; empty where nothing is.
std::string missing(const Intent& intent, bool root, uint64_t effective) {
  std::vector<std::string> names;
  const bool all_of_bpf = has(effective, CAP_SYS_ADMIN);
  if (!all_of_bpf && !has(effective, CAP_BPF)) names.emplace_back("CAP_BPF");
  if (!all_of_bpf && !has(effective, CAP_PERFMON)) names.emplace_back("CAP_PERFMON");
  const bool by_types =
      intent.means == Means::kSyscalls && intent.bpftrace && *intent.bpftrace < kFirstTypesForAll;
  if (by_types && !all_of_bpf) names = {"CAP_SYS_ADMIN"};
  if (!root) {
    // bpftrace insists on the first two, and not on the third: that is for another user's process.
    if (!has(effective, CAP_DAC_READ_SEARCH)) names.emplace_back("CAP_DAC_READ_SEARCH");
    if (!has(effective, CAP_DAC_OVERRIDE)) names.emplace_back("CAP_DAC_OVERRIDE");
    if (!has(effective, CAP_SYS_PTRACE)) names.emplace_back("CAP_SYS_PTRACE");
  }
  std::string list;
  for (size_t i = 0; i < names.size(); ++i) {
    if (i != 0) list += i + 1 == names.size() ? " and " : ", ";
    list += names[i];
  }
  return list;
}

}  // namespace

Check judge_privileges(const Intent& intent, bool root, uint64_t effective) {
  const std::string lacks = missing(intent, root, effective);
  if (root) {
    if (lacks.empty()) return {"privileges", Health::kGood, "root", ""};
    return {"privileges", Health::kBad, "root without " + lacks, kContainer};
  }
  if (!intent.bpftrace || *intent.bpftrace < kFirstForOthers) {
    return {"privileges", Health::kBad, "not root, on which bpftrace before 0.26 insists", kSudo};
  }
  if (!lacks.empty()) return {"privileges", Health::kBad, "not root, and without " + lacks, kSudo};
  return {"privileges", Health::kGood, "capabilities for BPF", ""};
}

Check check_privileges(const Intent& intent) {
  return judge_privileges(intent, geteuid() == 0,
                          std::strtoull(own_status("CapEff").c_str(), nullptr, 16));
}

}  // namespace mcbt::run
