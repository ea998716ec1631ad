// The capture that `mcbt demo` shows, compiled in.
#pragma once

#include <string_view>

namespace mcbt::cli {

// A gzip file: cli/demo.jsonl.gz.
std::string_view demo_capture();

}  // namespace mcbt::cli
