// Captures, read back.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cli/options.h"
#include "cli/progress.h"
#include "model/event.h"
#include "post/ingest/capture_decoder.h"
#include "post/ingest/workers.h"
#include "run/line_source.h"

namespace mcbt::cli {

// Reads captures into one sink and says on stderr what was odd about each. Ctrl-C ends the reading;
// what was read is kept, and the sink is told.
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
  // These files, one after the other, until something ends the reading.
  bool read(const std::vector<std::string>& paths);

  // So many threads may decode windows; without it one does.
  void use_threads(size_t threads);
  // Says on the terminal how far the reading of paths has got.
  void show_progress() { shows_progress_ = true; }

  // Ctrl-C came, or go_on said no.
  bool interrupted() const;

 private:
  bool read(const std::string& path);
  // Whether there is something in it, and all could be read.
  bool judge(const std::string& name, const ingest::LineCounts& counts);

  model::EventSink& sink_;
  const Options& options_;
  bool stopped_ = false;
  bool shows_progress_ = false;
  std::optional<Progress> progress_;
  std::optional<ingest::Workers> workers_;
};

}  // namespace mcbt::cli
