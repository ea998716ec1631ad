// The files that names on the command line stand for.
#pragma once

#include <string>
#include <vector>

#include "model/result.h"

namespace mcbt::run {

struct CaptureFiles {
  std::vector<std::string> paths;  // of each name's files, in the order of their names
  // Files in folders that are passed over, because their names do not end as those of captures do.
  std::vector<std::string> passed_over;
};

// A name is a file, "-" (stdin), a folder, or a pattern of the shell's (* ? [ ]), quoted so that
// the shell has left it alone. A folder stands for all captures in it and in the folders below it:
// files whose names end in .jsonl or .json, also with .gz or .zst behind. Links to folders are not
// followed, and hidden files are not looked at. A file that is there is never taken for a pattern.
// A file that is missing is left for who opens it to tell. Fails where a pattern matches nothing, a
// folder has no capture or cannot be read.
model::Result<CaptureFiles> find_captures(const std::string& name);

}  // namespace mcbt::run
