// Captures as rows, for programs that add them up themselves.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/event.h"
#include "post/aggregate/aggregator.h"
#include "post/aggregate/counted_time.h"
#include "post/aggregate/key_table.h"

namespace mcbt::aggregate {

// What the rows of a window have in common.
struct RowWindow {
  const model::CaptureHeader& header;
  uint64_t seq = 0;  // of an operation of a snoop capture: its time on the script's nsecs clock
  std::optional<int64_t> start_ns;  // wall clock, nanoseconds since the epoch
  std::optional<int64_t> end_ns;
  bool complete = false;  // nothing that happened in it is missing
};

// Operations of one kind on one key within a window.
struct CountedRow {
  std::optional<std::string_view>
      key;                  // nothing: operations that are counted and in no row of a key
  uint32_t key_length = 0;  // bytes of the whole key
  bool whole = true;        // false: the key was cut
  model::Op op = model::Op::kGet;
  uint64_t calls = 0;
  std::optional<uint64_t> bytes;  // value bytes; nothing: not known
  Times times;                    // of the operations whose time is known
};

// What is to be said about a capture, beside its rows.
struct CaptureNotes {
  std::string file;
  std::vector<std::string> notes;
};

// Keeps one window and no sum, so that its memory does not grow with the captures. Each window's
// calls add up to what the window counts; of windows that another capture has counted before there
// are no rows, which a note says.
class WindowRows : public model::EventSink {
 public:
  // What rows have in common comes before them.
  using WindowHandler = std::function<void(const RowWindow&)>;
  using RowHandler = std::function<void(const CountedRow&)>;

  // `ops`: rows of these only; empty: of all.
  WindowRows(WindowHandler on_window, RowHandler on_row, std::vector<model::Op> ops);

  void on_header(const model::CaptureHeader& header) override;
  void on_window(const model::WindowEdges& edges) override;
  void on_keys(std::span<const model::KeyStats> keys) override;
  void on_total(const model::OpTotal& total) override;
  void on_not_attributed(const model::NotAttributed& seen) override;
  void on_key_latency(const model::KeyLatency& latency) override;
  void on_window_end() override;
  void on_operation(const model::Operation& operation) override;
  void on_lost(const model::LostEvents& lost) override;
  void on_helper_error(const model::HelperError& error) override;
  void on_bad_line(const model::BadLine& line) override;
  void on_end(bool complete) override;

  // Of each capture that is not complete, or not all in the rows.
  const std::vector<CaptureNotes>& notes() const { return notes_; }
  bool has_capture() const { return has_capture_; }

 private:
  void start_audit();
  void leave_out(const CountedBefore& before);
  void hand_on(const Snapshot& window);
  void hand_on_rows(model::Op op, uint64_t counted);

  WindowHandler on_window_;
  RowHandler on_row_;
  std::vector<model::Op> selected_;
  CountedTime counted_time_;
  std::vector<CaptureNotes> notes_;
  bool has_capture_ = false;

  // Of the capture that is being read.
  model::CaptureHeader header_;
  OpSet ops_;  // that it can tell and that are selected
  uint64_t windows_ = 0;
  uint64_t incomplete_ = 0;  // windows
  uint64_t left_out_ = 0;    // windows, or operations of snoop
  std::string counted_by_;   // the capture that has counted those
  std::array<uint64_t, model::kUnattributedReasons.size()> not_attributed_ = {};

  // Of the window that is open. The audit is a fresh aggregator for each: it would keep the sum.
  std::unique_ptr<Aggregator> audit_;
  std::array<KeyTable, model::kOpLimit> rows_;
  OpSet counted_before_;
};

}  // namespace mcbt::aggregate
