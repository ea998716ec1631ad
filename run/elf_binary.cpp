#include "run/elf_binary.h"

#include <fcntl.h>
#include <gelf.h>
#include <libelf.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <string_view>

#include "model/catalogue.h"

namespace mcbt::run {
namespace {

constexpr uint32_t kStapsdtType = 3;

class FileDescriptor {
 public:
  explicit FileDescriptor(int fd) : fd_(fd) {}
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  ~FileDescriptor() {
    if (fd_ >= 0) close(fd_);
  }
  int get() const { return fd_; }

 private:
  int fd_;
};

struct EndElf {
  void operator()(Elf* elf) const { elf_end(elf); }
};

std::string hint_for(int error, std::string_view path) {
  if (error == EACCES || error == EPERM) {
    return "run as root; in a container, with CAP_SYS_PTRACE";
  }
  if (path.starts_with("/proc/")) return "it has just ended, or is a thread of the kernel's";
  return "is the path right?";
}

// Takes the bytes up to a NUL.
std::string take_text(std::string_view& bytes) {
  const size_t end = std::min(bytes.find('\0'), bytes.size());
  std::string text(bytes.substr(0, end));
  bytes.remove_prefix(std::min(end + 1, bytes.size()));
  return text;
}

// The description: location, base and semaphore as addresses, then provider, name and arguments.
std::optional<UsdtNote> parse_note(std::string_view description, size_t address_bytes) {
  if (description.size() < 3 * address_bytes) return std::nullopt;
  uint64_t semaphore = 0;
  UsdtNote note;
  std::memcpy(&note.address, description.data(), address_bytes);
  std::memcpy(&semaphore, description.data() + 2 * address_bytes, address_bytes);
  description.remove_prefix(3 * address_bytes);
  note.semaphore = semaphore != 0;
  note.provider = take_text(description);
  note.name = take_text(description);
  note.arguments = take_text(description);
  return note;
}

void read_notes(Elf_Data* data, size_t address_bytes, std::vector<UsdtNote>& notes) {
  const auto* bytes = static_cast<const char*>(data->d_buf);
  GElf_Nhdr header;
  size_t name = 0;
  size_t description = 0;
  size_t offset = 0;
  while (offset < data->d_size &&
         (offset = gelf_getnote(data, offset, &header, &name, &description)) > 0) {
    // The name's NUL counts, and may be missing in a damaged file.
    const std::string_view owner(bytes + name, header.n_namesz);
    if (header.n_type != kStapsdtType || !owner.starts_with("stapsdt")) continue;
    if (auto note = parse_note({bytes + description, header.n_descsz}, address_bytes)) {
      notes.push_back(std::move(*note));
    }
  }
}

// memcached has both "memcached 1.6.38" (its usage) and "VERSION 1.6.38" (its answer).
std::optional<model::Version> find_version(std::string_view bytes) {
  constexpr std::string_view kAnswer = "VERSION ";
  for (size_t at = bytes.find(kAnswer); at != std::string_view::npos;
       at = bytes.find(kAnswer, at + 1)) {
    const std::string_view text = bytes.substr(at + kAnswer.size(), 16);
    const bool number = !text.empty() && text.front() >= '1' && text.front() <= '9';
    if (const auto version = model::parse_version(text); number && version) return version;
  }
  return std::nullopt;
}

void read_section(Elf* elf, Elf_Scn* section, size_t names, ElfBinary& binary) {
  GElf_Shdr header;
  if (gelf_getshdr(section, &header) == nullptr) return;
  const char* name = elf_strptr(elf, names, header.sh_name);
  if (name == nullptr) return;
  const bool notes = header.sh_type == SHT_NOTE && std::string_view(name) == ".note.stapsdt";
  const bool constants = std::string_view(name) == ".rodata";
  if (!notes && !constants) return;
  Elf_Data* data = elf_getdata(section, nullptr);
  if (data == nullptr || data->d_buf == nullptr) return;
  if (notes) {
    read_notes(data, gelf_getclass(elf) == ELFCLASS32 ? 4 : 8, binary.notes);
  } else {
    binary.memcached_version = find_version({static_cast<const char*>(data->d_buf), data->d_size});
  }
}

}  // namespace

bool ElfBinary::has_probe(std::string_view name) const {
  return std::ranges::any_of(notes, [&](const UsdtNote& note) {
    return note.provider == model::kProvider && note.name == name;
  });
}

bool ElfBinary::is_memcached() const {
  return memcached_version.has_value() ||
         std::ranges::find(notes, model::kProvider, &UsdtNote::provider) != notes.end();
}

model::Result<ElfBinary> read_elf_binary(const std::string& path) {
  const FileDescriptor file(open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  if (file.get() < 0) {
    return model::Error{std::string("cannot read the binary: ") + std::strerror(errno), path,
                        hint_for(errno, path)};
  }
  elf_version(EV_CURRENT);
  const std::unique_ptr<Elf, EndElf> elf(elf_begin(file.get(), ELF_C_READ, nullptr));
  size_t names = 0;
  if (elf == nullptr || elf_kind(elf.get()) != ELF_K_ELF ||
      elf_getshdrstrndx(elf.get(), &names) != 0) {
    return model::Error{"not an ELF binary", path, "name memcached's program, not a script"};
  }
  ElfBinary binary;
  for (Elf_Scn* section = elf_nextscn(elf.get(), nullptr); section != nullptr;
       section = elf_nextscn(elf.get(), section)) {
    read_section(elf.get(), section, names, binary);
  }
  return binary;
}

}  // namespace mcbt::run
