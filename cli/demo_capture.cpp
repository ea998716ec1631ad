#include "cli/demo_capture.h"

// An object file of the bytes as they are; a C array of them would take minutes to compile.
__asm__(
    ".section .rodata\n"
    ".global mcbt_demo_capture_begin\n"
    ".global mcbt_demo_capture_end\n"
    "mcbt_demo_capture_begin:\n"
    ".incbin \"" MCBT_DEMO_CAPTURE
    "\"\n"
    "mcbt_demo_capture_end:\n"
    ".previous\n");

extern "C" {
extern const char mcbt_demo_capture_begin;  // NOLINT(readability-identifier-naming)
extern const char mcbt_demo_capture_end;    // NOLINT(readability-identifier-naming)
}

namespace mcbt::cli {

std::string_view demo_capture() {
  return {&mcbt_demo_capture_begin,
          static_cast<size_t>(&mcbt_demo_capture_end - &mcbt_demo_capture_begin)};
}

}  // namespace mcbt::cli
