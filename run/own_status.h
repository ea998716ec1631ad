// What the kernel says of mcbt itself.
#pragma once

#include <string>

namespace mcbt::run {

// The value of a line "NAME:\tVALUE" of /proc/self/status; empty where there is none.
std::string own_status(const std::string& name);

}  // namespace mcbt::run
