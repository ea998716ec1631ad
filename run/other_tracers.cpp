#include "run/other_tracers.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/bpf.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <climits>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "run/process_finder.h"

namespace mcbt::run {
namespace {

namespace fs = std::filesystem;

std::optional<struct stat> status_of(const std::string& path) {
  struct stat status = {};
  if (stat(path.c_str(), &status) != 0) return std::nullopt;
  return status;
}

// The file whose uprobe the perf event `descriptor` of process `pid` is; empty where it is none.
// Needs CAP_SYS_ADMIN.
std::string file_of_event(int64_t pid, unsigned descriptor) {
  std::array<char, PATH_MAX> path = {};
  bpf_attr attributes;
  std::memset(&attributes, 0, sizeof attributes);
  attributes.task_fd_query.pid = static_cast<unsigned>(pid);
  attributes.task_fd_query.fd = descriptor;
  attributes.task_fd_query.buf_len = path.size();
  attributes.task_fd_query.buf = reinterpret_cast<uintptr_t>(path.data());
  if (syscall(SYS_bpf, BPF_TASK_FD_QUERY, &attributes, static_cast<unsigned>(sizeof attributes)) !=
      0) {
    return "";
  }
  const auto type = attributes.task_fd_query.fd_type;
  return type == BPF_FD_TYPE_UPROBE || type == BPF_FD_TYPE_URETPROBE ? path.data() : "";
}

// The file whose uprobes a BPF link is; kernels that tell it say "path:\tFILE".
std::string file_of_link(const std::string& process, const std::string& descriptor) {
  constexpr std::string_view kPath = "path:\t";
  std::ifstream lines(process + "/fdinfo/" + descriptor);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with(kPath)) return line.substr(kPath.size());
  }
  return "";
}

// Whether a process holds a uprobe of that file.
bool holds_uprobe(int64_t pid, const struct stat& binary) {
  std::error_code error;
  const std::string process = fmt::format("/proc/{}", pid);
  for (const auto& entry : fs::directory_iterator(process + "/fd", error)) {
    const std::string target = fs::read_symlink(entry.path(), error).string();
    const std::string name = entry.path().filename();
    std::string file;
    if (target == "anon_inode:[perf_event]") {
      unsigned descriptor = 0;
      std::from_chars(name.data(), name.data() + name.size(), descriptor);
      file = file_of_event(pid, descriptor);
    } else if (target == "anon_inode:bpf_link" || target == "anon_inode:bpf-link") {
      file = file_of_link(process, name);
    }
    if (file.empty()) continue;
    const auto status = status_of(file);
    if (status && status->st_dev == binary.st_dev && status->st_ino == binary.st_ino) return true;
  }
  return false;
}

std::string tracers_of(const struct stat& binary) {
  std::string list;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator("/proc", error)) {
    const std::string name = entry.path().filename();
    int64_t pid = 0;
    const auto [end, wrong] = std::from_chars(name.data(), name.data() + name.size(), pid);
    if (wrong != std::errc() || end != name.data() + name.size() || !holds_uprobe(pid, binary))
      continue;
    list += fmt::format("{}pid {} ({})", list.empty() ? "" : ", ", pid, process_name(pid));
  }
  return list;
}

// Nothing where the kernel log may not be read.
std::optional<uint64_t> count_mismatches(std::optional<uint64_t> inode) {
  // A record a read, from the oldest on.
  const int log = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  if (log < 0) return std::nullopt;
  constexpr size_t kLongestRecord = 8192;
  std::array<char, kLongestRecord> record = {};
  uint64_t mismatches = 0;
  for (;;) {
    const ssize_t size = read(log, record.data(), record.size());
    if (size < 0 && (errno == EPIPE || errno == EINTR)) continue;  // overwritten meanwhile
    if (size <= 0) break;
    if (is_mismatch({record.data(), static_cast<size_t>(size)}, inode)) ++mismatches;
  }
  close(log);
  return mismatches;
}

}  // namespace

// "ref_ctr_offset mismatch. inode: 0x1102c9 offset: 0xa7a8 ref_ctr_offset(old): 0x6 …"
bool is_mismatch(std::string_view record, std::optional<uint64_t> inode) {
  if (record.find("ref_ctr_offset mismatch") == std::string_view::npos) return false;
  return !inode || record.find(fmt::format("inode: 0x{:x} ", *inode)) != std::string_view::npos;
}

Check check_other_tracers(const Intent& intent) {
  const auto binary =
      intent.pid ? status_of(fmt::format("/proc/{}/exe", *intent.pid)) : std::nullopt;
  const auto inode = binary ? std::optional<uint64_t>(binary->st_ino) : std::nullopt;
  const auto mismatches = count_mismatches(inode);
  const std::string tracers = binary ? tracers_of(*binary) : "";
  if (mismatches.value_or(0) != 0) {
    return {
        "other tracers", Health::kNote,
        fmt::format("{} times ref_ctr_offset mismatch in the kernel log{}: a tracer had another "
                    "idea of the probes' semaphores{}{}",
                    *mismatches, binary ? " about this binary" : "",
                    tracers.empty() ? "" : "; now on them: ", tracers),
        "if probes cannot be attached: end that tracer; where there is none any more, start "
        "memcached from a new copy of its file, the kernel remembers by file"};
  }
  if (!tracers.empty()) {
    return {"other tracers", Health::kNote, "on the same probes: " + tracers,
            "end them if memcached is too slow: each adds its cost"};
  }
  if (!mismatches) return {"other tracers", Health::kNote, "the kernel log may not be read", ""};
  return {"other tracers", Health::kGood, "none seen, no conflict in the kernel log", ""};
}

}  // namespace mcbt::run
