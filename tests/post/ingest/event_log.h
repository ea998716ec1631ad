// A sink that writes events down, one text each, so that tests can compare whole streams.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/event.h"
#include "post/ingest/capture_decoder.h"

namespace mcbt::ingest {

// How each event is written:
//   header SCRIPT                  window SEQ START..END [unrated] [missing N]    window end
//   OP KEY/LENGTH [cut] CALLS BYTES (of on_keys, one each)             total OP CALLS
//   connection NUMBER OP CALLS BYTES
//   latency OP MIN..MAX COUNT      operation OP KEY/LENGTH [cut]       text TEXT
//   map NAME VALUE                 map NAME {KEY=VALUE, …}             lost COUNT
//   helper NAME CODE               bad LINE                            end complete|cut
class EventLog : public model::EventSink {
 public:
  void on_header(const model::CaptureHeader& header) override;
  void on_window(const model::WindowEdges& edges) override;
  void on_keys(std::span<const model::KeyStats> keys) override;
  void on_total(const model::OpTotal& total) override;
  void on_connection(const model::ConnectionStats& stats) override;
  void on_latency(const model::LatencyBucket& bucket) override;
  void on_window_end() override;
  void on_operation(const model::Operation& operation) override;
  void on_map(model::MapDump&& dump) override;
  void on_text(const model::Text& text) override;
  void on_lost(const model::LostEvents& lost) override;
  void on_helper_error(const model::HelperError& error) override;
  void on_bad_line(const model::BadLine& line) override;
  void on_end(bool complete) override;

  // Those that begin with `word`.
  std::vector<std::string> events_of(const std::string& word) const;

  std::vector<std::string> events;
  std::vector<model::MapDump> maps;
  std::vector<model::BadLine> bad_lines;
};

// How a value of a map is written.
std::string text_of(const model::AnyValue& value);

// Reads `lines` as one capture, to its end.
LineCounts decode(const std::vector<std::string>& lines, EventLog& log);
std::vector<std::string> decode(const std::vector<std::string>& lines);

// The prints of a side ("a" or "b") in a capture that has support::header_line(): of @calls_*, and
// of @keys_* with user:1 alone, 15 bytes a hit.
std::string calls_line(const std::string& side, uint64_t hits);
std::string keys_line(const std::string& side, uint64_t hits);

}  // namespace mcbt::ingest
