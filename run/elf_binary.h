// What a memcached's binary says about itself: its USDT notes and its version.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/result.h"
#include "model/version.h"

namespace mcbt::run {

// One place of a USDT probe, from an ELF note of the section .note.stapsdt. Source of the layout:
// SystemTap's "UserSpaceProbeImplementation".
struct UsdtNote {
  std::string provider;
  std::string name;
  std::string arguments;  // "-4@%ecx 8@%rax 1@%sil"
  uint64_t address = 0;   // in the file's address space
  bool semaphore = false;
};

struct ElfBinary {
  std::vector<UsdtNote> notes;
  // From the string that memcached answers `version` with; stripped binaries have it too. Nothing
  // where there is none: then it is no memcached, or one that hides it.
  std::optional<model::Version> memcached_version;

  bool has_probe(std::string_view name) const;  // of the provider memcached
  bool is_memcached() const;
};

// `path` may be /proc/PID/exe: that reaches binaries that were deleted, and those of containers.
// Fails where it cannot be read or is no ELF file.
model::Result<ElfBinary> read_elf_binary(const std::string& path);

}  // namespace mcbt::run
