#include "run/health.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/bpf.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "run/elf_binary.h"

namespace mcbt::run {
namespace {

namespace fs = std::filesystem;

bool exists(const std::string& path) {
  std::error_code ignored;
  return fs::exists(path, ignored);
}

std::string read_text(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

// The value of a line "Name:\tvalue" of /proc/self/status.
std::string status_value(const std::string& name) {
  std::istringstream lines(read_text("/proc/self/status"));
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with(name + ":")) continue;
    const size_t at = line.find_first_not_of(" \t", name.size() + 1);
    return at == std::string::npos ? "" : line.substr(at);
  }
  return "";
}

Check check_privileges() {
  constexpr unsigned kSysAdmin = 21;
  constexpr unsigned kPerfmon = 38;
  constexpr unsigned kBpf = 39;
  if (geteuid() == 0) return {"privileges", Health::kGood, "root", ""};
  const std::string value = status_value("CapEff");
  const uint64_t effective = std::strtoull(value.c_str(), nullptr, 16);
  const auto has = [&](unsigned capability) { return (effective >> capability & 1) == 1; };
  const bool enough = has(kSysAdmin) || (has(kBpf) && has(kPerfmon));
  // Releases of bpftrace before 0.22 insist on the user.
  return {
      "privileges", Health::kBad,
      enough ? "capabilities for BPF, but not root" : "neither root nor CAP_BPF and CAP_PERFMON",
      "run it with sudo"};
}

Check check_bpf() {
  bpf_attr attributes;
  std::memset(&attributes, 0, sizeof attributes);
  attributes.map_type = BPF_MAP_TYPE_HASH;
  attributes.key_size = sizeof(uint64_t);
  attributes.value_size = sizeof(uint64_t);
  attributes.max_entries = 1;
  const auto map = static_cast<int>(
      syscall(SYS_bpf, BPF_MAP_CREATE, &attributes, static_cast<unsigned>(sizeof attributes)));
  if (map >= 0) {
    close(map);
    return {"bpf", Health::kGood, "the kernel makes BPF maps", ""};
  }
  const int error = errno;
  const std::string what = fmt::format("bpf(2): {}", std::strerror(error));
  if (error == ENOSYS)
    return {"bpf", Health::kBad, what, "this kernel has no BPF: CONFIG_BPF_SYSCALL"};
  return {
      "bpf", Health::kBad, what,
      "run as root on the host; in a container with --privileged, or CAP_BPF and CAP_PERFMON and a "
      "seccomp profile that lets bpf(2) through"};
}

Check check_btf() {
  if (exists("/sys/kernel/btf/vmlinux")) return {"btf", Health::kGood, "the kernel has BTF", ""};
  return {"btf", Health::kNote, "the kernel has no BTF; mcbt does not need it", ""};
}

constexpr std::array<const char*, 2> kTracefs = {"/sys/kernel/tracing",
                                                 "/sys/kernel/debug/tracing"};

Check check_tracefs() {
  for (const char* path : kTracefs) {
    if (exists(std::string(path) + "/events")) return {"tracefs", Health::kGood, path, ""};
  }
  return {"tracefs", Health::kBad, "not mounted, or not to be read",
          "mount -t tracefs tracefs /sys/kernel/tracing"};
}

Check check_debugfs() {
  if (exists(std::string(kTracefs[1]) + "/events")) {
    return {"debugfs", Health::kGood, kTracefs[1], ""};
  }
  return {"debugfs", Health::kNote, "not mounted: bpftrace before 0.17 looks for tracepoints there",
          "mount -t debugfs debugfs /sys/kernel/debug"};
}

Check check_uprobes() {
  if (exists("/sys/bus/event_source/devices/uprobe/type")) {
    return {"uprobes", Health::kGood, "for the source usdt", ""};
  }
  return {"uprobes", Health::kNote, "none: the source usdt cannot work",
          "use --source syscall; or a kernel with CONFIG_UPROBE_EVENTS"};
}

Check check_tracepoints() {
  for (const char* path : kTracefs) {
    if (exists(std::string(path) + "/events/syscalls/sys_enter_read")) {
      return {"syscall tracepoints", Health::kGood, "for the source syscall", ""};
    }
  }
  return {"syscall tracepoints", Health::kNote, "none: the source syscall cannot work",
          "mount tracefs; or a kernel with CONFIG_FTRACE_SYSCALLS"};
}

Check check_lockdown() {
  const std::string text = read_text("/sys/kernel/security/lockdown");
  if (text.find("[confidentiality]") != std::string::npos) {
    return {"lockdown", Health::kBad, "confidentiality: the kernel lets nobody read memory by BPF",
            "boot with lockdown=integrity or none (often: Secure Boot off)"};
  }
  return {"lockdown", Health::kGood, text.empty() ? "no lockdown" : text.substr(0, text.find('\n')),
          ""};
}

Check check_memlock() {
  rlimit limit = {};
  getrlimit(RLIMIT_MEMLOCK, &limit);
  if (limit.rlim_cur == RLIM_INFINITY) return {"memlock", Health::kGood, "unlimited", ""};
  // Since 5.11 the memory of maps counts for the control group instead; bpftrace raises it itself.
  return {"memlock", geteuid() == 0 ? Health::kGood : Health::kNote,
          fmt::format("{} KB; counts for BPF before Linux 5.11 only", limit.rlim_cur / 1024),
          geteuid() == 0 ? "" : "ulimit -l unlimited"};
}

Check check_seccomp() {
  const std::string mode = status_value("Seccomp");
  if (mode.empty() || mode == "0") return {"seccomp", Health::kGood, "no filter", ""};
  return {"seccomp", Health::kNote, "a filter is on: a container?",
          "if `bpf` above fails: a profile that lets bpf(2) and perf_event_open(2) through"};
}

Check check_other_tracers() {
  // A record a read, from the oldest on.
  const int log = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  if (log < 0) return {"other tracers", Health::kNote, "the kernel log may not be read", ""};
  constexpr size_t kLongestRecord = 8192;
  std::array<char, kLongestRecord> record = {};
  uint64_t mismatches = 0;
  for (;;) {
    const ssize_t size = read(log, record.data(), record.size());
    if (size < 0 && (errno == EPIPE || errno == EINTR)) continue;  // overwritten meanwhile
    if (size <= 0) break;
    const std::string_view text(record.data(), static_cast<size_t>(size));
    if (text.find("ref_ctr_offset mismatch") != std::string_view::npos) ++mismatches;
  }
  close(log);
  if (mismatches == 0) return {"other tracers", Health::kGood, "no conflict in the kernel log", ""};
  return {
      "other tracers", Health::kNote,
      fmt::format("{} times ref_ctr_offset mismatch in the kernel log: another tracer was on the "
                  "same probes with another idea of their semaphores",
                  mismatches),
      "stop it before you trace"};
}

std::string namespace_of(const std::string& process, const char* kind) {
  std::error_code ignored;
  return fs::read_symlink("/proc/" + process + "/ns/" + kind, ignored).string();
}

Check check_namespaces(int64_t pid) {
  std::string others;
  for (const char* kind : {"mnt", "pid", "net"}) {
    const std::string its = namespace_of(std::to_string(pid), kind);
    if (!its.empty() && its != namespace_of("self", kind)) {
      others += (others.empty() ? "" : ", ") + std::string(kind);
    }
  }
  if (others.empty()) return {"namespaces", Health::kGood, "those of mcbt", ""};
  return {"namespaces", Health::kGood,
          "others (" + others + "): a container; its binary is read by /proc/PID/exe", ""};
}

Check check_semaphores(int64_t pid) {
  const auto binary = read_elf_binary(fmt::format("/proc/{}/exe", pid));
  if (!binary) {
    return {"binary", Health::kBad, binary.error().what,
            "run as root; is the process still there?"};
  }
  const auto behind = std::ranges::count_if(binary->notes, &UsdtNote::semaphore);
  if (behind == 0) return {"semaphores", Health::kGood, "no probe is behind one", ""};
  return {"semaphores", Health::kGood,
          fmt::format("{} places of probes are behind semaphores, which bpftrace raises", behind),
          ""};
}

}  // namespace

std::vector<Check> check_machine() {
  return {check_privileges(), check_bpf(),     check_btf(),          check_tracefs(),
          check_debugfs(),    check_uprobes(), check_tracepoints(),  check_lockdown(),
          check_memlock(),    check_seccomp(), check_other_tracers()};
}

std::vector<Check> check_process(int64_t pid) {
  return {check_namespaces(pid), check_semaphores(pid)};
}

}  // namespace mcbt::run
