// What figures are of: the machine and the versions.
#pragma once

#include <string>

namespace mcbt::bench {

// Some lines.
std::string machine_text();

}  // namespace mcbt::bench
