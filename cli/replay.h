// Captures, read back.
#pragma once

#include <functional>
#include <string>

#include "cli/options.h"
#include "model/event.h"
#include "run/line_source.h"

namespace mcbt::cli {

// Reads captures into one sink and says on stderr what was odd about each. Ctrl-C ends the reading;
// what was read is kept.
class Replay {
 public:
  // The sink must outlive the replay.
  Replay(model::EventSink& sink, const Options& options);
  Replay(const Replay&) = delete;
  Replay& operator=(const Replay&) = delete;
  ~Replay();

  // Whether to go on, asked after every line; may be empty.
  std::function<bool()> go_on;

  // `name` is for messages. False where the capture could not be read or has nothing in it: that
  // was said.
  bool read(const std::string& name, run::LineSource source);
  bool read(const std::string& path);

  // Ctrl-C came, or go_on said no.
  bool interrupted() const;

 private:
  model::EventSink& sink_;
  const Options& options_;
  bool stopped_ = false;
};

}  // namespace mcbt::cli
