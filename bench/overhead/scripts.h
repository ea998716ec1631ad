// The scripts that mcbt's are compared with, for gets of one process. Each says `ready` in BEGIN.
#pragma once

#include <sys/types.h>

#include <string>

namespace mcbt::bench {

// Counts and nothing else: what any tracer at these places costs at least.
std::string bare_script(pid_t pid);

// A line an operation, by printf, of get, set, add, append, prepend, touch, cas and replace: what
// the write-up of mctop's author calls mcsnoop.
std::string mcsnoop_script(pid_t pid);

// Counts by key in one string, as one packed sum, with totals in a map by op code: with strings of
// 64 what top was before each op had a total of its own, with 200 what it would be if they held any
// key.
std::string totals_by_op_script(pid_t pid);

// Counts by key without sizes: what top would be if nobody wanted bytes.
std::string sizeless_script(pid_t pid);

}  // namespace mcbt::bench
