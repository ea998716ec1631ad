#include "run/bpf_statistics.h"

#include <linux/bpf.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <utility>

namespace mcbt::run {
namespace {

namespace fs = std::filesystem;

int bpf(int command, bpf_attr& attributes) {
  return static_cast<int>(syscall(SYS_bpf, command, &attributes, sizeof attributes));
}

// Of the program behind a descriptor; nothing where there is none.
std::optional<uint32_t> program_id(const fs::path& fdinfo) {
  std::ifstream file(fdinfo);
  uint32_t id = 0;
  for (std::string name; file >> name;) {
    if (name == "prog_id:" && file >> id) return id;
  }
  return std::nullopt;
}

}  // namespace

std::optional<BpfStatistics> BpfStatistics::enable() {
  bpf_attr attributes = {};
  attributes.enable_stats.type = BPF_STATS_RUN_TIME;
  const int descriptor = bpf(BPF_ENABLE_STATS, attributes);
  if (descriptor < 0) return std::nullopt;
  return BpfStatistics(descriptor);
}

BpfStatistics::BpfStatistics(BpfStatistics&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)) {}

BpfStatistics::~BpfStatistics() {
  if (descriptor_ >= 0) close(descriptor_);
}

BpfPrograms::BpfPrograms(pid_t owner) {
  std::error_code error;
  const std::string folder = "/proc/" + std::to_string(owner) + "/fdinfo";
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const auto id = program_id(entry.path());
    if (!id) continue;
    bpf_attr attributes = {};
    attributes.prog_id = *id;
    const int descriptor = bpf(BPF_PROG_GET_FD_BY_ID, attributes);
    if (descriptor >= 0) descriptors_.push_back(descriptor);
  }
}

BpfPrograms::~BpfPrograms() {
  for (const int descriptor : descriptors_) close(descriptor);
}

BpfTime BpfPrograms::time() const {
  BpfTime sum;
  for (const int descriptor : descriptors_) {
    bpf_prog_info info = {};
    bpf_attr attributes = {};
    attributes.info.bpf_fd = static_cast<uint32_t>(descriptor);
    attributes.info.info_len = sizeof info;
    attributes.info.info = reinterpret_cast<uintptr_t>(&info);
    if (bpf(BPF_OBJ_GET_INFO_BY_FD, attributes) != 0) continue;
    sum.ns += info.run_time_ns;
    sum.runs += info.run_cnt;
  }
  return sum;
}

}  // namespace mcbt::run
