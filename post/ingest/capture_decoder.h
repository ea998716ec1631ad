// A capture, line by line, → events. Knows the capture protocol; captures of other people's scripts
// come out as MapDumps and Texts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "model/event.h"
#include "post/ingest/record.h"
#include "post/ingest/window_prints.h"
#include "post/ingest/window_queue.h"

namespace mcbt::ingest {

// What was read, in lines.
struct LineCounts {
  uint64_t lines = 0;
  uint64_t records = 0;         // of bpftrace, whole
  uint64_t damaged = 0;         // of bpftrace, cut or not JSON
  uint64_t not_json = 0;        // another program's, or bpftrace's warnings
  uint64_t first_damaged = 0;   // number of the line, from 1; 0: none
  uint64_t first_not_json = 0;  // likewise
  std::string first_damage;     // what was wrong with it; may hold bytes of the capture
};

class CaptureDecoder {
 public:
  // The sink must outlive the decoder. `file` is what headers say about where they were read.
  // `workers`, which must outlive it too, decode windows beside each other where the sink takes
  // them apart; without them all is done here.
  explicit CaptureDecoder(model::EventSink& sink, std::string file = {},
                          Workers* workers = nullptr);

  // `line` is without its newline and need not live longer than the call, unless it is said to last
  // as long as the decoder. A line that cannot be read is reported to the sink and counted; what
  // stands before the damage is used.
  void line(std::string_view line, bool lasts = false);

  // After the last line. Prints that no window line closed become a window without an end.
  void end();
  // Likewise, where the reader was told to stop.
  void interrupt();

  // After end(): of all lines.
  const LineCounts& counts() const { return counts_; }

  // Captures that have described themselves; from then on all probes of the last are attached.
  uint64_t captures() const { return captures_; }
  // Windows whose end was seen, without those that ended because the probes came off.
  uint64_t windows() const { return windows_; }
  // Whether `line` is the end of a window.
  static bool closes_window(std::string_view line);

 private:
  // Editors put a byte order mark before the first line.
  std::string_view without_mark(std::string_view line) const;
  void look_for_slip(std::string_view line);
  void printed(const Printed& printed);
  bool protocol_line(std::string_view text);
  void map_printed(const MapPrinted& printed);
  void start_capture(std::string_view rest);
  void close_window(std::string_view rest);
  // `windows`: how many it stands for.
  void emit_window(const model::WindowEdges& edges, uint64_t windows);
  void count_bad_line(const model::BadLine& line);
  void finish_capture();
  void bad_line(uint64_t line, std::string reason);

  model::EventSink& sink_;
  std::string file_;
  LineCounts counts_;

  // bpftrace from 0.24 on prints a histogram's counts in hexadecimal, once it has escaped a byte by
  // its number.
  bool may_slip_ = false;
  bool slipped_ = false;

  std::optional<model::CaptureHeader> header_;
  WindowPrints prints_;
  uint64_t last_end_ns_ = 0;
  uint64_t next_seq_ = 0;
  uint64_t captures_ = 0;
  uint64_t windows_ = 0;
  bool stopping_ = false;  // mcbt-stopping was seen
  bool printing_at_stop_ = false;
  bool ended_ = false;  // mcbt-end was seen
  bool line_lasts_ = false;
  std::optional<WindowQueue> queue_;
};

}  // namespace mcbt::ingest
