// A program under test: its arguments, its output, its end. Never outlives the test.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace mcbt::support {

using Environment = std::vector<std::pair<std::string, std::string>>;

struct Finished {
  int status = -1;  // exit status; 128 + signal; -1: it did not end in time and was killed
  std::string output;
  std::string errors;
};

class ChildProcess {
 public:
  // Starts it with stdin from /dev/null. An empty program is a bug of the test.
  explicit ChildProcess(const std::vector<std::string>& command,
                        const Environment& environment = {});
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;
  ~ChildProcess();

  pid_t pid() const { return pid_; }

  // Waits until `text` stands in what it wrote to stderr (stdout) so far. False: it did not come,
  // or nothing comes any more.
  bool wait_for_errors(const std::string& text, std::chrono::seconds patience);
  bool wait_for_output(const std::string& text, std::chrono::seconds patience);

  void signal(int number) const;

  // What it wrote to stdout so far.
  std::string output() const;

  // Waits for its end, and kills it where that does not come in time.
  Finished finish(std::chrono::seconds patience = std::chrono::seconds(60));

 private:
  struct Stream;

  pid_t pid_ = -1;
  bool reaped_ = false;
  std::unique_ptr<Stream> output_;
  std::unique_ptr<Stream> errors_;
};

// Runs a program to its end.
Finished run_program(const std::vector<std::string>& command, const Environment& environment = {},
                     std::chrono::seconds patience = std::chrono::seconds(60));

}  // namespace mcbt::support
