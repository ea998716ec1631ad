// What bpftrace wrote to its stderr → one clear error.
#pragma once

#include <string>
#include <string_view>

#include "model/result.h"

namespace mcbt::run {

// `errors` is all of bpftrace's stderr, `exit_code` what it ended with (128 + signal where a signal
// ended it). Always yields an error that says what to do, also for words that it does not know.
model::Error diagnose(std::string_view errors, int exit_code);

}  // namespace mcbt::run
