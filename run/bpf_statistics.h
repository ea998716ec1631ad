// Times that the kernel keeps for BPF programs.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <vector>

namespace mcbt::run {

// While one of these exists the kernel measures every BPF program on the machine, which costs each
// run some tens of nanoseconds (bench/overhead says how many). Switched by a descriptor
// (BPF_ENABLE_STATS, Linux 5.8), so that it ends with mcbt, whatever ends mcbt.
class BpfStatistics {
 public:
  // Nothing where the kernel cannot, or does not let us.
  static std::optional<BpfStatistics> enable();

  BpfStatistics(BpfStatistics&& other) noexcept;
  BpfStatistics& operator=(BpfStatistics&&) = delete;
  ~BpfStatistics();

 private:
  explicit BpfStatistics(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

struct BpfTime {
  uint64_t ns = 0;
  uint64_t runs = 0;
};

// The programs that a process has loaded by now. They are held, and so can be asked when that
// process has let go of them; they run no longer then.
class BpfPrograms {
 public:
  explicit BpfPrograms(pid_t owner);
  BpfPrograms(const BpfPrograms&) = delete;
  BpfPrograms& operator=(const BpfPrograms&) = delete;
  ~BpfPrograms();

  // The sum over all of them, since they were loaded.
  BpfTime time() const;

 private:
  std::vector<int> descriptors_;
};

}  // namespace mcbt::run
