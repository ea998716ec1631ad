#include "run/elf_binary.h"

#include <elf.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <random>

#include "tests/support/live_server.h"

namespace mcbt::run {
namespace {

namespace fs = std::filesystem;

// A file that a test writes.
class BinaryFile {
 public:
  BinaryFile() : path_(fs::temp_directory_path() / ("mcbt-elf-" + std::to_string(getpid()))) {}
  ~BinaryFile() { fs::remove(path_); }

  std::string write(const std::string& bytes) const {
    std::ofstream(path_, std::ios::binary | std::ios::trunc) << bytes;
    return path_;
  }

 private:
  fs::path path_;
};

std::string bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

template <typename Bits>
void append(std::string& bytes, const Bits& value) {
  bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
}

// The smallest 32-bit binary that has a probe: headers, one note, the names of its sections.
std::string binary_of_32_bits() {
  using namespace std::string_literals;
  const std::string names = "\0.note.stapsdt\0.shstrtab\0"s;
  std::string description;
  for (const uint32_t address : {0x1000U, 0U, 0x2000U}) append(description, address);
  description += "memcached\0command__get\0-4@%eax 4@%edx\0"s;
  description.resize((description.size() + 3) / 4 * 4);
  std::string note;
  append(note, Elf32_Nhdr{8, static_cast<Elf32_Word>(description.size()), 3});
  note += "stapsdt\0"s + description;

  Elf32_Ehdr header = {};
  std::memcpy(header.e_ident, ELFMAG, SELFMAG);
  header.e_ident[EI_CLASS] = ELFCLASS32;
  header.e_ident[EI_DATA] = ELFDATA2LSB;
  header.e_ident[EI_VERSION] = EV_CURRENT;
  header.e_type = ET_EXEC;
  header.e_machine = EM_386;
  header.e_version = EV_CURRENT;
  header.e_ehsize = sizeof header;
  header.e_shentsize = sizeof(Elf32_Shdr);
  header.e_shnum = 3;
  header.e_shstrndx = 2;
  const auto at_note = static_cast<Elf32_Word>(sizeof header);
  const auto at_names = static_cast<Elf32_Word>(at_note + note.size());
  header.e_shoff = static_cast<Elf32_Word>((at_names + names.size() + 3) / 4 * 4);

  Elf32_Shdr of_note = {};
  of_note.sh_name = 1;
  of_note.sh_type = SHT_NOTE;
  of_note.sh_offset = at_note;
  of_note.sh_size = static_cast<Elf32_Word>(note.size());
  of_note.sh_addralign = 4;
  Elf32_Shdr of_names = {};
  of_names.sh_name = 15;
  of_names.sh_type = SHT_STRTAB;
  of_names.sh_offset = at_names;
  of_names.sh_size = static_cast<Elf32_Word>(names.size());

  std::string bytes;
  append(bytes, header);
  bytes += note + names;
  bytes.resize(header.e_shoff);
  append(bytes, Elf32_Shdr{});
  append(bytes, of_note);
  append(bytes, of_names);
  return bytes;
}

TEST(ElfBinary, ShowsPlacesAndArgumentsOfProbes) {
  const auto binary = read_elf_binary(support::server_program());
  ASSERT_TRUE(binary) << binary.error().message();
  EXPECT_TRUE(binary->is_memcached());
  EXPECT_TRUE(binary->has_probe("command__get"));
  EXPECT_FALSE(binary->has_probe("command__nothing"));
  for (const UsdtNote& note : binary->notes) {
    EXPECT_NE(note.address, 0U);
    EXPECT_FALSE(note.arguments.empty()) << note.name;
  }
}

TEST(ElfBinary, MayBeOf32Bits) {
  const BinaryFile file;
  const auto binary = read_elf_binary(file.write(binary_of_32_bits()));
  ASSERT_TRUE(binary) << binary.error().message();
  ASSERT_EQ(binary->notes.size(), 1U);
  EXPECT_EQ(binary->notes[0].provider, "memcached");
  EXPECT_EQ(binary->notes[0].name, "command__get");
  EXPECT_EQ(binary->notes[0].arguments, "-4@%eax 4@%edx");
  EXPECT_EQ(binary->notes[0].address, 0x1000U);
  EXPECT_TRUE(binary->notes[0].semaphore);
}

TEST(ElfBinary, ThatIsNoneIsTold) {
  const BinaryFile file;
  for (const std::string& bytes : {std::string(), std::string("#!/bin/sh\n"),
                                   std::string("\x7f"
                                               "ELF")}) {
    const auto binary = read_elf_binary(file.write(bytes));
    ASSERT_FALSE(binary);
    EXPECT_EQ(binary.error().what, "not an ELF binary");
  }
  EXPECT_EQ(read_elf_binary("/tmp").error().what, "not an ELF binary");
  EXPECT_EQ(read_elf_binary("/no/such/file").error().hint, "is the path right?");
}

// Whatever is broken in it: an error or some notes, and no read outside of it, which the sanitizers
// would tell.
TEST(ElfBinary, ThatIsCutShortHarmsNobody) {
  const BinaryFile file;
  std::mt19937 random(7);
  for (const std::string& whole : {bytes_of(support::server_program()), binary_of_32_bits()}) {
    for (int i = 0; i < 200; ++i) {
      std::uniform_int_distribution<size_t> length(0, whole.size() - 1);
      const auto binary = read_elf_binary(file.write(whole.substr(0, length(random))));
      EXPECT_LE(binary ? binary->notes.size() : 0, 1000U);
    }
  }
}

// Half of the changes hit what describes the file: its header, and the sections' at its end.
TEST(ElfBinary, ThatIsDamagedHarmsNobody) {
  const BinaryFile file;
  std::mt19937 random(11);
  const std::string small = binary_of_32_bits();
  const std::string large = bytes_of(support::server_program());
  for (int i = 0; i < 600; ++i) {
    std::string bytes = i % 3 == 0 ? large : small;
    const size_t headers = std::min<size_t>(bytes.size(), 4096);
    std::uniform_int_distribution<size_t> anywhere(0, bytes.size() - 1);
    std::uniform_int_distribution<size_t> near(0, headers - 1);
    for (int change = 0; change <= i % 5; ++change) {
      const size_t offset = near(random);
      const std::array<size_t, 4> places = {anywhere(random), anywhere(random), offset % 64,
                                            bytes.size() - 1 - offset};
      bytes[places[random() % places.size()]] = static_cast<char>(random());
    }
    const auto binary = read_elf_binary(file.write(bytes));
    EXPECT_LE(binary ? binary->notes.size() : 0, 1000U);
  }
}

}  // namespace
}  // namespace mcbt::run
