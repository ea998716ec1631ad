#include "run/health.h"

#include <fmt/format.h>
#include <linux/bpf.h>
#include <linux/perf_event.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "run/namespaces.h"
#include "run/own_status.h"
#include "run/privileges.h"

namespace mcbt::run {
namespace {

namespace fs = std::filesystem;

// From here on bpftrace reads tracefs and BTF whatever the script: 0.24.2 does not, 0.26.1 does.
constexpr model::Version kFirstWithKernelInfo{0, 26, 0};

bool exists(const std::string& path) {
  std::error_code ignored;
  return fs::exists(path, ignored);
}

std::string read_text(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

bool needs_kernel_info(const Intent& intent) {
  return intent.bpftrace && *intent.bpftrace >= kFirstWithKernelInfo;
}

// What a source needs is bad where it is missing, and worth a note where another will be used.
Health missing_for(Means means, const Intent& intent) {
  return intent.means == means ? Health::kBad : Health::kNote;
}

// Zero, or an errno.
int make_map() {
  bpf_attr attributes;
  std::memset(&attributes, 0, sizeof attributes);
  attributes.map_type = BPF_MAP_TYPE_HASH;
  attributes.key_size = sizeof(uint64_t);
  attributes.value_size = sizeof(uint64_t);
  attributes.max_entries = 1;
  const auto map = static_cast<int>(
      syscall(SYS_bpf, BPF_MAP_CREATE, &attributes, static_cast<unsigned>(sizeof attributes)));
  if (map < 0) return errno;
  close(map);
  return 0;
}

int make_perf_event() {
  perf_event_attr attributes;
  std::memset(&attributes, 0, sizeof attributes);
  attributes.size = sizeof attributes;
  attributes.type = PERF_TYPE_SOFTWARE;
  attributes.config = PERF_COUNT_SW_DUMMY;
  const auto event = static_cast<int>(syscall(SYS_perf_event_open, &attributes, 0, -1, -1,
                                              static_cast<unsigned long>(PERF_FLAG_FD_CLOEXEC)));
  if (event < 0) return errno;
  close(event);
  return 0;
}

bool has_seccomp_filter() {
  const std::string mode = own_status("Seccomp");
  return !mode.empty() && mode != "0";
}

// Why a call is refused, and what to do.
std::string remedy_for(int error, const char* call, const char* option) {
  if (error == ENOSYS) return fmt::format("a kernel with {}", option);
  if (has_seccomp_filter()) {
    return fmt::format(
        "run it on the host, or let the seccomp profile pass {} (docker: --privileged, or "
        "--security-opt seccomp=…)",
        call);
  }
  return "run it as root on the host; in a container with --privileged";
}

Check check_bpf(int error) {
  if (error == 0) return {"bpf", Health::kGood, "the kernel makes BPF maps", ""};
  return {"bpf", Health::kBad, fmt::format("bpf(2): {}", std::strerror(error)),
          remedy_for(error, "bpf(2)", "CONFIG_BPF_SYSCALL")};
}

Check check_perf_events(int error) {
  if (error == 0) return {"perf events", Health::kGood, "the kernel makes perf events", ""};
  return {"perf events", Health::kBad, fmt::format("perf_event_open(2): {}", std::strerror(error)),
          remedy_for(error, "perf_event_open(2)", "CONFIG_PERF_EVENTS")};
}

Check check_seccomp(bool all_pass) {
  if (!has_seccomp_filter()) return {"seccomp", Health::kGood, "no filter", ""};
  if (all_pass) {
    return {"seccomp", Health::kGood, "a filter, which lets bpf(2) and perf_event_open(2) pass",
            ""};
  }
  return {"seccomp", Health::kNote, "a filter is on: a container, or a service of systemd's",
          "a profile that lets bpf(2) and perf_event_open(2) pass"};
}

Check check_btf(const Intent& intent) {
  if (exists("/sys/kernel/btf/vmlinux")) return {"btf", Health::kGood, "the kernel has BTF", ""};
  if (needs_kernel_info(intent)) {
    return {"btf", Health::kBad, "/sys/kernel/btf is missing, which this bpftrace needs",
            "a kernel with CONFIG_DEBUG_INFO_BTF; bpftrace up to 0.24 traces by usdt without"};
  }
  return {"btf", Health::kNote, "/sys/kernel/btf is missing: the source syscall may not work",
          "a kernel with CONFIG_DEBUG_INFO_BTF; the source usdt needs none"};
}

constexpr std::array<const char*, 2> kTracefs = {"/sys/kernel/tracing",
                                                 "/sys/kernel/debug/tracing"};

// Both folders are root's alone.
bool may_be_read(const char* folder) {
  return access(folder, X_OK) == 0 || errno != EACCES;
}

Check check_tracefs(const Intent& intent) {
  for (const char* path : kTracefs) {
    if (exists(std::string(path) + "/events")) return {"tracefs", Health::kGood, path, ""};
  }
  const Health health =
      needs_kernel_info(intent) ? Health::kBad : missing_for(Means::kSyscalls, intent);
  if (!may_be_read(kTracefs[0])) {
    return {"tracefs", health, std::string(kTracefs[0]) + " may not be read", "run it as root"};
  }
  return {"tracefs", health, "not mounted", "mount -t tracefs tracefs /sys/kernel/tracing"};
}

Check check_debugfs() {
  if (exists(std::string(kTracefs[1]) + "/events")) {
    return {"debugfs", Health::kGood, kTracefs[1], ""};
  }
  if (exists(std::string(kTracefs[0]) + "/events")) {
    return {"debugfs", Health::kGood, "not mounted; tracefs is enough", ""};
  }
  // Which mounts tracefs in itself.
  return {"debugfs", Health::kNote, "not mounted, or not to be read", ""};
}

Check check_uprobes(const Intent& intent) {
  if (exists("/sys/bus/event_source/devices/uprobe/type")) {
    return {"uprobes", Health::kGood, "for the source usdt", ""};
  }
  return {"uprobes", missing_for(Means::kProbes, intent), "none: the source usdt cannot work",
          "use --source syscall; or a kernel with CONFIG_UPROBE_EVENTS"};
}

Check check_tracepoints(const Intent& intent) {
  bool readable = false;
  for (const char* path : kTracefs) {
    readable = readable || exists(std::string(path) + "/events");
    if (exists(std::string(path) + "/events/syscalls/sys_enter_read")) {
      return {"syscall tracepoints", Health::kGood, "for the source syscall", ""};
    }
  }
  return {"syscall tracepoints", missing_for(Means::kSyscalls, intent),
          readable ? "none: the source syscall cannot work"
                   : "not to be seen: the source syscall cannot work without tracefs",
          readable ? "a kernel with CONFIG_FTRACE_SYSCALLS" : "see tracefs"};
}

Check check_lockdown() {
  // "none [integrity] confidentiality"
  const std::string text = read_text("/sys/kernel/security/lockdown");
  const size_t open = text.find('[');
  const size_t close = text.find(']', open);
  if (open == std::string::npos || close == std::string::npos) {
    return {"lockdown", Health::kGood, "none", ""};
  }
  const std::string mode = text.substr(open + 1, close - open - 1);
  if (mode != "confidentiality") return {"lockdown", Health::kGood, mode, ""};
  return {"lockdown", Health::kBad, mode + ": the kernel lets nobody read memory by BPF",
          "boot with lockdown=integrity or none (often: Secure Boot off)"};
}

bool counts_memlock() {
  // Since then the memory of maps counts for the control group instead.
  constexpr model::Version kFirstWithout{5, 11, 0};
  utsname kernel = {};
  uname(&kernel);
  const auto release = model::parse_version(kernel.release);
  return !release || *release < kFirstWithout;
}

Check check_memlock() {
  rlimit limit = {};
  getrlimit(RLIMIT_MEMLOCK, &limit);
  if (limit.rlim_cur == RLIM_INFINITY) return {"memlock", Health::kGood, "unlimited", ""};
  const std::string what = fmt::format("{} KB", limit.rlim_cur / 1024);
  if (!counts_memlock()) {
    return {"memlock", Health::kGood, what + ", which this kernel does not count for BPF", ""};
  }
  return {"memlock", Health::kNote, what + ": maps count for it on kernels before 5.11",
          "if maps cannot be made: ulimit -l unlimited"};
}

model::Status as_status(const Check& check) {
  if (check.health != Health::kBad) return model::ok();
  return model::Error{check.what, check.name, check.remedy};
}

}  // namespace

std::vector<Check> check_machine(const Intent& intent) {
  const int bpf = make_map();
  const int perf = make_perf_event();
  return {check_bpf(bpf),        check_perf_events(perf),   check_seccomp(bpf == 0 && perf == 0),
          check_btf(intent),     check_tracefs(intent),     check_debugfs(),
          check_uprobes(intent), check_tracepoints(intent), check_lockdown(),
          check_memlock()};
}

model::Status check_before_trace(const Intent& intent) {
  if (auto may = as_status(check_privileges(intent)); !may) return may;
  return as_status(check_namespaces(intent));
}

model::Status explain_failed_start(const Intent& intent) {
  for (const Check& check : check_machine(intent)) {
    if (auto status = as_status(check); !status) return status;
  }
  return model::ok();
}

}  // namespace mcbt::run
